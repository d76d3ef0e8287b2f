<?php

/**
 * What a shop does with the CRM in one request: `php checkout.php FILE EMAIL AMOUNT`.
 *
 * The order counts for the customer at once. A CRM that is busy, full or missing never reaches the buyer: what
 * happened goes into a queue beside the file, one JSON object a line, and the next request (or a cron job with the
 * command `crm`) takes it from there. The key of the order makes a second delivery harmless.
 */

declare(strict_types=1);

require is_file(__DIR__ . '/vendor/autoload.php') ? __DIR__ . '/vendor/autoload.php' : __DIR__ . '/autoload.php';

use Crm\Crm;
use Crm\Transaction;

[, $file, $email, $amount] = $argv;

$order = [
    'source' => 'checkout',
    'external_id' => getenv('ORDER_ID') ?: bin2hex(random_bytes(8)),
    'party' => ['identities' => [['kind' => 'email', 'value' => $email]]],
    'total' => ['amount' => $amount, 'currency' => 'CNY'],
    'placed_at' => gmdate('Y-m-d\TH:i:s\Z'),
    'paid' => true,
];

/**
 * Records what earlier requests could not. The queue is renamed first, so that nobody appends to what is being read;
 * what a crash leaves behind is read again, which the keys of the orders make harmless.
 */
function drain(Crm $crm, string $queue): void
{
    if (is_file($queue)) {
        rename($queue, $queue . '.' . bin2hex(random_bytes(4)));
    }
    foreach (glob("$queue.*") ?: [] as $taken) {
        foreach (file($taken, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) ?: [] as $line) {
            try {
                $crm->call('orders.record', json_decode($line, true, 512, JSON_THROW_ON_ERROR));
            } catch (\Crm\InvalidInput $error) {
                // It will never be accepted: somebody has to look at it.
                file_put_contents("$queue-rejected", "$line\n", FILE_APPEND | LOCK_EX);
            }
        }
        unlink($taken);
    }
}

try {
    $crm = Crm::open($file, timeoutMs: 200);
    $crm->host->execute('CREATE TABLE IF NOT EXISTS shop_order (id INTEGER PRIMARY KEY, crm_order INTEGER, amount TEXT)');
    drain($crm, "$file.queue");
    // The shop's own row and what the CRM knows of it: both or neither.
    $recorded = $crm->transaction(function (Transaction $tx) use ($order, $amount): array {
        $recorded = $tx->call('orders.record', $order);
        $tx->host->execute('INSERT INTO shop_order (crm_order, amount) VALUES (?1, ?2)', [$recorded['id'], $amount]);
        return $recorded;
    });
    $metrics = $crm->orders->metrics(customer: $recorded['customer_id']);
    printf("order %d of customer %d, who has now bought %d times\n", $recorded['id'], $recorded['customer_id'], $metrics['orders']);
} catch (\Crm\Exception $error) {
    error_log(strtok((string) $error, "\n"));
    file_put_contents("$file.queue", json_encode($order, JSON_THROW_ON_ERROR) . "\n", FILE_APPEND | LOCK_EX);
}

echo "thank you for your order\n";
