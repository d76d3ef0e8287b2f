<?php

/** The hand-written part of the PHP package: opening, transactions, exceptions, request keys, forks. */

declare(strict_types=1);

require __DIR__ . '/check.php';

use Crm\Crm;
use Crm\Durability;
use Crm\Keep;
use Crm\Transaction;

function opening(): void
{
    $path = folder() . '/shop.db';
    thrown(\Crm\NotFound::class, fn() => Crm::open($path, create: false));
    thrown(\Crm\InvalidInput::class, fn() => Crm::open(''));
    thrown(\Crm\InvalidInput::class, fn() => Crm::open("\xff"));
    thrown(\Crm\NotADatabase::class, fn() => Crm::open(folder()));
    $crm = Crm::open($path, durability: Durability::Relaxed, timeoutMs: 200);
    $crm->catalog->upsert(sku: 'MUG', name: 'Mug');
    $reader = Crm::open($path, readOnly: true);
    check($reader->catalog->find('MUG')['name'] === 'Mug', 'a second handle reads what the first wrote');
    $error = thrown(\Crm\ReadOnlyFile::class, fn() => $reader->catalog->upsert('LID', 'Lid'));
    check($error->token === 'read_only' && $error->getCode() === 13, 'an exception carries its code');
    $reader->close();
    $reader->close();
    thrown(\Crm\Misuse::class, fn() => $reader->shop->settings());
    check(preg_match('/^\d+\.\d+\.\d+/', Crm::version()) === 1, 'a version');
    thrown(\Crm\Misuse::class, fn() => serialize($crm));
    thrown(\Crm\Misuse::class, fn() => clone $crm);

    // The file is closed with the last reference, without waiting for the cycle collector.
    gc_disable();
    $open = fn(): int => count(array_filter(
        glob('/proc/self/fd/*') ?: [],
        fn(string $fd): bool => str_starts_with((string) @readlink($fd), $path),
    ));
    restore_error_handler();
    $with = $open();
    $crm = null;
    check($with > 0 && $open() === 0, 'the file is closed with the last reference');
    gc_enable();
}

function typed_calls(): void
{
    $crm = Crm::inMemory(clockMs: 0, seed: 1);
    $settings = $crm->shop->configure(base_currency: 'CNY', time_zone: 'Asia/Shanghai', default_region: 'CN');
    check($settings['default_region'] === 'CN', 'a field is set');
    check($crm->shop->configure(language: 'zh')['default_region'] === 'CN', 'a field is kept');
    check($crm->shop->configure(default_region: Keep::Field)['default_region'] === 'CN', 'a field is kept by name');
    check($crm->shop->configure(default_region: null)['default_region'] === null, 'a field is cleared');
    $crm->shop->setRates(rates: [['currency' => 'USD', 'day' => '2026-01-01', 'rate' => '7.1']]);
    check($crm->shop->rate(currency: 'USD', day: '2026-02-01') === '7.1', 'a plain result');
    check($crm->catalog->find(sku: 'NONE') === null, 'nothing is null');
    check($crm->catalog->list(page: [])['items'] === [], 'an empty object is one');
    $mug = $crm->catalog->upsert(sku: 'MUG', name: '杯子 "x" \\ /', price: ['amount' => '9.9', 'currency' => 'CNY']);
    check($mug['price']['amount'] === '9.90' && $mug['name'] === '杯子 "x" \\ /', 'text and money come back');
    check($mug['created_at'] === '1970-01-01T00:00:00Z', 'the clock stands');
    $crm->setClock(86_400_000);
    check($crm->catalog->upsert(sku: 'LID', name: 'Lid')['created_at'] === '1970-01-02T00:00:00Z', 'the clock moves');
    check($crm->call('catalog.get', ['id' => $mug['id']])['sku'] === 'MUG', 'a call by name');

    $error = thrown(\Crm\InvalidInput::class, fn() => $crm->catalog->upsert(sku: 'A', name: 'n', state: 'gone'));
    check($error->path === '/state' && $error->allowed === ['active', 'discontinued'], 'an error names the field');
    check(!str_contains((string) $error, 'gone'), 'an error does not repeat what was given');
    check(str_starts_with((string) $error, 'invalid_input: there is no such value (at /state); allowed: active'), 'all in a line');
    thrown(\Crm\InvalidInput::class, fn() => $crm->catalog->upsert(sku: "\xff", name: 'n'));
    thrown(\Crm\InvalidInput::class, fn() => $crm->catalog->upsert(sku: "a\0b", name: 'n'));
    thrown(\Crm\UnknownOperation::class, fn() => $crm->call('catalog.burn'));
    thrown(\Crm\InvalidInput::class, fn() => $crm->call('catalog.find', ['sky' => 'A']));
    thrown(\Crm\NotFound::class, fn() => $crm->catalog->get(id: 77));
    thrown(TypeError::class, fn() => $crm->catalog->get(id: 'seven'));
}

function customers(): void
{
    $crm = Crm::inMemory();
    $wei = $crm->customers->create(name: '王伟', identities: [['kind' => 'email', 'value' => 'Wei@Example.com']]);
    check($crm->customerId('email', 'wei@example.com') === $wei['id'], 'a customer by e-mail');
    check($crm->customerId('email', 'nobody@example.com') === null, 'nobody is null');
    thrown(\Crm\InvalidInput::class, fn() => $crm->customerId('pigeon', '7'));
    $error = thrown(\Crm\Conflict::class, fn() => $crm->customers->create(
        name: 'Another',
        identities: [['kind' => 'email', 'value' => 'wei@example.com']],
    ));
    check($error->existingId === $wei['id'], 'a conflict names the owner');
}

function transactions(): void
{
    $crm = Crm::open(folder() . '/transactions.db', durability: Durability::Relaxed);
    $crm->host->execute('CREATE TABLE shop_order (id INTEGER PRIMARY KEY, note TEXT, weight REAL)');
    $count = fn(): int => $crm->host->query('SELECT count(*) FROM shop_order')['rows'][0][0];
    $id = $crm->transaction(function (Transaction $tx): int {
        $tx->host->execute('INSERT INTO shop_order VALUES (1, ?1, ?2)', ['first', 2.0]);
        return $tx->catalog->upsert(sku: 'MUG', name: 'Mug')['id'];
    });
    check($count() === 1 && $crm->catalog->get($id)['sku'] === 'MUG', 'both are there');
    check($crm->host->query('SELECT note, weight FROM shop_order')['rows'] === [['first', 2.0]], 'a float stays one');
    $error = thrown(DomainException::class, fn() => $crm->transaction(function (Transaction $tx) use ($crm): void {
        $tx->host->execute("INSERT INTO shop_order VALUES (2, 'lost', 0)");
        $tx->catalog->upsert(sku: 'LOST', name: 'Lost');
        thrown(\Crm\Conflict::class, fn() => $tx->host->execute("INSERT INTO shop_order VALUES (2, 'twice', 0)"));
        thrown(\Crm\Permission::class, fn() => $tx->host->execute('DELETE FROM crm_event'));
        thrown(\Crm\Conflict::class, fn() => $crm->catalog->upsert(sku: 'OTHER', name: 'Other'));
        thrown(\Crm\Conflict::class, fn() => $tx->system->check());
        throw new DomainException('the shop changed its mind');
    }));
    check($error->getMessage() === 'the shop changed its mind', 'the cause comes out');
    check($count() === 1 && $crm->catalog->find('LOST') === null, 'neither is there');
    $kept = null;
    $crm->transaction(function (Transaction $tx) use (&$kept): void {
        $kept = $tx;
    });
    thrown(\Crm\Misuse::class, fn() => $kept->shop->settings());

    $crm->snapshot(function (Transaction $tx) use ($crm): void {
        check($tx->catalog->find('NEW') === null, 'not there yet');
        $crm->catalog->upsert(sku: 'NEW', name: 'New');
        check($tx->catalog->find('NEW') === null, 'a snapshot does not move');
        thrown(\Crm\Conflict::class, fn() => $tx->catalog->upsert(sku: 'A', name: 'A'));
        $tx->setDeadline(20);
        $endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
        thrown(\Crm\Interrupted::class, fn() => $tx->host->query($endless));
    });

    // Closing with a transaction inside rolls it back.
    $other = Crm::open(folder() . '/transactions.db');
    thrown(\Crm\Misuse::class, fn() => $other->transaction(function (Transaction $tx) use ($other): void {
        $tx->catalog->upsert(sku: 'GONE', name: 'Gone');
        $other->close();
    }));
    check($crm->catalog->find('GONE') === null, 'a closed handle leaves nothing half done');
    check($crm->system->check()['ok'], 'the file is sound');
}

function request_keys(): void
{
    $crm = Crm::inMemory();
    $first = $crm->once('request-1')->catalog->upsert(sku: 'A', name: 'Tea');
    check($crm->once('request-1')->catalog->upsert(sku: 'A', name: 'Tea') === $first, 'the first answer again');
    check(count($crm->events->list()) === 1, 'one effect');
    thrown(\Crm\IdempotencyConflict::class, fn() => $crm->once('request-1')->catalog->upsert(sku: 'A', name: 'Rum'));
    $crm->transaction(fn(Transaction $tx) => $tx->once('request-2')->catalog->upsert(sku: 'B', name: 'Mug'));
    check($crm->once('request-2')->call('catalog.upsert', ['sku' => 'B', 'name' => 'Mug'])['sku'] === 'B', 'by name');
}

function forks(): void
{
    if (!function_exists('pcntl_fork')) {
        echo "skipped: forks (PHP without pcntl)\n";
        return;
    }
    $path = folder() . '/fork.db';
    $crm = Crm::open($path);
    $crm->catalog->upsert(sku: 'A', name: 'Tea');
    $child = pcntl_fork();
    if ($child === 0) {
        thrown(\Crm\Forked::class, fn() => $crm->catalog->find('A'));
        thrown(\Crm\Forked::class, fn() => $crm->transaction(fn() => null));
        $own = Crm::open($path);
        $own->catalog->upsert(sku: 'B', name: 'Mug');
        $crm = $own = null;
        posix_kill(getmypid(), SIGKILL);
    }
    pcntl_waitpid($child, $status);
    check(pcntl_wifsignaled($status), 'the child came to its end');
    check($crm->catalog->find('B')['name'] === 'Mug', 'the child wrote through its own handle');
    check($crm->system->check()['ok'], 'the file is sound');
}

opening();
typed_calls();
customers();
transactions();
request_keys();
forks();
echo "the PHP package holds\n";
