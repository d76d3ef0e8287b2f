<?php

/**
 * What a shop does with the CRM in one request: `php checkout.php FILE EMAIL AMOUNT [COUPON]`.
 *
 * The order, its coupon and its points are recorded together with the shop's own row, and count for the customer at
 * once. A coupon that gives nothing is told to the buyer, and the order is taken without it. A CRM that is busy, full or missing never reaches the buyer: what
 * happened goes into a queue beside the file, one JSON object a line, and the next request (or a cron job with the
 * command `crm`) takes it from there. The key of the order makes a second delivery harmless.
 */

declare(strict_types=1);

require is_file(__DIR__ . '/vendor/autoload.php') ? __DIR__ . '/vendor/autoload.php' : __DIR__ . '/autoload.php';

use Crm\Crm;
use Crm\Transaction;

[, $file, $email, $amount, $coupon] = [...$argv, null];

$purchase = [
    'email' => $email,
    'coupon' => $coupon,
    'order' => [
        'source' => 'checkout',
        'external_id' => getenv('ORDER_ID') ?: bin2hex(random_bytes(8)),
        'currency' => 'CNY',
        'lines' => [['sku' => 'GOODS', 'unit_price' => $amount]],
        'placed_at' => gmdate('Y-m-d\TH:i:s\Z'),
        'paid' => true,
    ],
];

/** Records a purchase with all that follows from it; one that is known stays as it is. */
function record(Transaction $tx, array $purchase): array
{
    $order = $purchase['order'];
    $key = ['source' => $order['source'], 'external_id' => $order['external_id']];
    $known = $tx->call('orders.find', $key);
    if ($known !== null) {
        return $known;
    }
    $upserted = $tx->call('customers.upsert', ['customer' => ['email' => $purchase['email']], 'policy' => 'merge']);
    $order['customer'] = $upserted['customer']['id'];
    $code = $purchase['coupon'];
    if ($code !== null) {
        $price = ['amount' => $order['lines'][0]['unit_price'], 'currency' => $order['currency']];
        try {
            $held = $tx->call('coupons.reserve', [
                'code' => $code,
                'customer_id' => $order['customer'],
                'basket' => ['total' => $price],
                'key' => $order['external_id'],
            ]);
            $order['discount'] = $held['amount'];
        } catch (\Crm\NotFound | \Crm\Conflict | \Crm\Limit $error) {
            printf("the coupon gives nothing: %s\n", $error->getMessage());
            $code = null;
        }
    }
    $recorded = $tx->call('orders.record', $order);
    if ($code !== null) {
        $tx->call('coupons.redeem', ['code' => $code, 'order_id' => $recorded['id'], 'key' => $order['external_id']]);
    }
    if ($tx->call('loyalty.program')['active']) {
        $tx->call('loyalty.earn_for_order', ['order_id' => $recorded['id']]);
    }
    $tx->host->execute(
        'INSERT INTO shop_order (crm_order, amount) VALUES (?1, ?2)',
        [$recorded['id'], $recorded['total']['amount']],
    );
    return $recorded;
}

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
                $purchase = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
                $crm->transaction(static fn(Transaction $tx): array => record($tx, $purchase));
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
    $recorded = $crm->transaction(static fn(Transaction $tx): array => record($tx, $purchase));
    $metrics = $crm->orders->metrics(customer: $recorded['customer_id']);
    printf("order %d of customer %d, who has now bought %d times\n", $recorded['id'], $recorded['customer_id'], $metrics['orders']);
} catch (\Crm\Exception $error) {
    error_log(strtok((string) $error, "\n"));
    file_put_contents("$file.queue", json_encode($purchase, JSON_THROW_ON_ERROR) . "\n", FILE_APPEND | LOCK_EX);
}

echo "thank you for your order\n";
