<?php

/** What a call costs from PHP, beside the same calls in Rust (`measure gets`): file, customer id. */

declare(strict_types=1);

require __DIR__ . '/../../examples/php/autoload.php';

const CALLS = 20_000;

$crm = Crm\Crm::open($argv[1]);
$customer = (int) $argv[2];
$crm->transaction(function ($tx) use ($customer): void {
    $times = [];
    for ($at = 0; $at < CALLS; $at++) {
        $start = hrtime(true);
        $tx->customers->get($customer);
        $times[] = (hrtime(true) - $start) / 1e3;
    }
    sort($times);
    echo json_encode([
        'measure' => 'PHP, customers.get in a transaction',
        'p50_us' => round($times[intdiv(CALLS, 2)], 3),
        'p99_us' => round($times[intdiv(CALLS * 99, 100)], 3),
    ]), "\n";
});
