<?php

/** Prints what the package says where it cannot work: `php -d … unavailable.php [LIBRARY]`. */

declare(strict_types=1);

require __DIR__ . '/../../examples/php/autoload.php';

try {
    echo Crm\Crm::inMemory(library: $argv[1] ?? null)->catalog->list()['items'] === [] ? "works\n" : "wrong\n";
} catch (Crm\Unavailable $error) {
    echo $error->getMessage(), "\n";
}
