<?php

declare(strict_types=1);

namespace Crm;

/**
 * An open customer base: one SQLite file, shared with any number of other processes.
 *
 *     $crm = Crm::open('shop.db');
 *     $wei = $crm->customers->create(name: '王伟', email: 'wei@example.com');
 *     $crm->transaction(function (Transaction $tx) use ($wei): void {
 *         $tx->host->execute('INSERT INTO shop_order (customer) VALUES (?1)', [$wei['id']]);
 *         $tx->orders->record(customer: $wei['id'], total: ['amount' => '129.00', 'currency' => 'CNY']);
 *     });
 *
 * Every method throws an `Exception` of a class per error code and has changed nothing then. A handle belongs to the
 * process that opened it: after `pcntl_fork` each process opens its own, and a call on the parent's throws `Forked`.
 */
final class Crm implements Door
{
    use Generated\Rooms;

    private readonly Session $session;

    private function __construct(Session $session)
    {
        $this->session = $session;
        $this->furnish($session);
    }

    /**
     * Opens a file, creating it when it is missing.
     *
     * @param string $path UTF-8
     * @param bool $create whether a missing file is created
     * @param int $timeoutMs how long a writer waits for other writers before `Busy`; 0 does not wait. Inside a
     *   checkout, 200 is plenty: what does not get through is queued.
     * @param ?int $clockMs a clock that stands still until `setClock`, in milliseconds since 1970; for tests
     * @param ?int $seed makes random ids repeatable; for tests
     * @param ?string $library the path of the C library, for the first file that this process opens
     * @throws Unavailable when this PHP cannot use the library
     */
    public static function open(
        string $path,
        bool $create = true,
        bool $readOnly = false,
        int $timeoutMs = 5000,
        Durability $durability = Durability::Full,
        ?int $clockMs = null,
        ?int $seed = null,
        ?string $library = null,
    ): self {
        return self::opened($path, $create, $readOnly, false, $timeoutMs, $durability, $clockMs, $seed, $library);
    }

    /** A private customer base in memory, for tests. */
    public static function inMemory(?int $clockMs = null, ?int $seed = null, ?string $library = null): self
    {
        return self::opened('', true, false, true, 5000, Durability::Full, $clockMs, $seed, $library);
    }

    private static function opened(
        string $path,
        bool $create,
        bool $readOnly,
        bool $inMemory,
        int $timeoutMs,
        Durability $durability,
        ?int $clockMs,
        ?int $seed,
        ?string $library,
    ): self {
        $native = Native::library($library);
        $options = $native->new('crm_options');
        $length = \strlen($path);
        $text = $native->new('char[' . ($length + 1) . ']');
        \FFI::memcpy($text, $path . "\0", $length + 1);
        $options->struct_size = \FFI::sizeof($options);
        $options->path = \FFI::addr($text[0]);
        $options->path_len = $length;
        $options->timeout_ms = max(0, $timeoutMs);
        $options->durability = $durability->value;
        $options->fixed_clock_ms = $clockMs ?? 0;
        $options->seed = $seed ?? 0;
        $options->flags = ($readOnly ? $native->CRM_OPEN_READ_ONLY : 0)
            | ($create ? 0 : $native->CRM_OPEN_EXISTING)
            | ($inMemory ? $native->CRM_OPEN_IN_MEMORY : 0)
            | ($clockMs !== null ? $native->CRM_OPEN_FIXED_CLOCK : 0)
            | ($seed !== null ? $native->CRM_OPEN_SEED : 0)
            | ($timeoutMs <= 0 ? $native->CRM_OPEN_NO_WAIT : 0);
        return new self(new Session($native, $options));
    }

    /** Calls an operation by its name; the rooms (`$crm->customers->get(…)`) do the same with types. */
    public function call(string $operation, array $input = []): mixed
    {
        return $this->session->call($operation, $input);
    }

    /**
     * Runs a change: commits when the function returns, leaves nothing behind when it throws. Everything inside goes
     * through the transaction; a write on the handle itself would be a `Conflict`.
     *
     * @template T
     * @param callable(Transaction): T $work
     * @return T
     */
    public function transaction(callable $work): mixed
    {
        return Transaction::run($this->session, $this->session->pointer->library->CRM_WRITE, $work);
    }

    /**
     * Reads in one snapshot.
     *
     * @template T
     * @param callable(Transaction): T $work
     * @return T
     */
    public function snapshot(callable $work): mixed
    {
        return Transaction::run($this->session, $this->session->pointer->library->CRM_READ, $work);
    }

    /**
     * The same operations once per request key: the same call with the same key again gives the first answer and
     * changes nothing, another one is an `IdempotencyConflict`.
     */
    public function once(string $key): Once
    {
        return new Once($key, $this->session);
    }

    /** The id of the customer that has an identity (`email`, `phone`, `external_id` …), the fastest look-up. */
    public function customerId(string $kind, string $value): ?int
    {
        $pointer = $this->session->pointer;
        $id = $pointer->library->new('int64_t');
        $pointer->require($pointer->library->crm_customer_id(
            $this->session->handle(),
            $kind,
            \strlen($kind),
            $value,
            \strlen($value),
            \FFI::addr($id),
            $pointer->error(),
        ));
        return $id->cdata === 0 ? null : $id->cdata;
    }

    /** Moves the clock of a handle that was opened with `clockMs`. */
    public function setClock(int $milliseconds): void
    {
        $pointer = $this->session->pointer;
        $pointer->require(
            $pointer->library->crm_set_clock($this->session->handle(), $milliseconds, $pointer->error()),
        );
    }

    /** The version of the C library. */
    public static function version(?string $library = null): string
    {
        return Native::library($library)->crm_version();
    }

    /** Closes the file; later calls throw `Misuse`. The end of the last reference does the same. */
    public function close(): void
    {
        $this->session->close();
    }

    public function __serialize(): array
    {
        throw new Misuse('an open customer base cannot be serialized', 17, 'misuse');
    }

    public function __clone()
    {
        throw new Misuse('an open customer base cannot be cloned: use the same object', 17, 'misuse');
    }
}
