<?php

/** How many customers have each RFM label as of a day: `php labels.php FILE YYYY-MM-DD`. */

declare(strict_types=1);

require is_file(__DIR__ . '/vendor/autoload.php') ? __DIR__ . '/vendor/autoload.php' : __DIR__ . '/autoload.php';

[, $file, $asOf] = $argv;

$summary = Crm\Crm::open($file, create: false, readOnly: true)->rfm->summary(as_of: $asOf);
foreach ($summary['labels'] as $label) {
    if ($label['customers'] > 0) {
        echo $label['label'], ' ', $label['customers'], "\n";
    }
}
