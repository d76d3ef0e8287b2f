<?php

declare(strict_types=1);

namespace Crm;

/** One atomic change or one snapshot; see `Crm::transaction` and `Crm::snapshot`. */
final class Transaction implements Door
{
    use Generated\Rooms;

    private function __construct(private readonly Open $open)
    {
        $this->furnish($open);
    }

    /**
     * @internal
     * @template T
     * @param callable(Transaction): T $work
     * @return T
     */
    public static function run(Session $session, int $mode, callable $work): mixed
    {
        $open = new Open($session, $mode);
        try {
            $result = $work(new self($open));
        } catch (\Throwable $error) {
            $open->rollback();
            throw $error;
        }
        $open->commit();
        return $result;
    }

    /** Calls an operation by its name. After its exception the transaction goes on as if it had not been called. */
    public function call(string $operation, array $input = []): mixed
    {
        return $this->open->call($operation, $input);
    }

    /** The same operations once per request key; see `Crm::once`. */
    public function once(string $key): Once
    {
        return new Once($key, $this->open);
    }

    /** Ends calls that run for longer than this from now with `Interrupted`; 0 for no deadline. */
    public function setDeadline(int $milliseconds): void
    {
        $this->open->setDeadline($milliseconds);
    }
}
