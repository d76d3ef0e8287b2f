<?php

declare(strict_types=1);

namespace Crm;

/**
 * The open transaction behind a `Transaction`. When it is dropped it is rolled back.
 *
 * @internal
 */
final class Open implements Door
{
    private ?\FFI\CData $handle;

    public function __construct(private readonly Session $session, int $mode)
    {
        $pointer = $session->pointer;
        $handle = $pointer->library->new('crm_tx *');
        $pointer->require(
            $pointer->library->crm_begin($session->handle(), $mode, \FFI::addr($handle), $pointer->error()),
        );
        $this->handle = $handle;
    }

    private function handle(): \FFI\CData
    {
        return $this->handle ?? throw new Misuse('the transaction has ended', 17, 'misuse');
    }

    public function call(string $operation, array $input = []): mixed
    {
        $json = $input === [] ? '{}' : Pointer::json($input);
        $pointer = $this->session->pointer;
        return $pointer->result($pointer->library->crm_tx_call(
            $this->handle ?? $this->handle(),
            $operation,
            \strlen($operation),
            $json,
            \strlen($json),
            $pointer->answer(),
            $pointer->error(),
        ));
    }

    /** @param array<string, mixed> $input */
    public function once(string $key, string $operation, array $input): mixed
    {
        $json = Pointer::json($input);
        $pointer = $this->session->pointer;
        return $pointer->result($pointer->library->crm_tx_call_once(
            $this->handle(),
            $operation,
            \strlen($operation),
            $key,
            \strlen($key),
            $json,
            \strlen($json),
            $pointer->answer(),
            $pointer->error(),
        ));
    }

    public function setDeadline(int $milliseconds): void
    {
        $pointer = $this->session->pointer;
        $pointer->require(
            $pointer->library->crm_tx_set_deadline($this->handle(), max(0, $milliseconds), $pointer->error()),
        );
    }

    public function commit(): void
    {
        $handle = $this->handle();
        $this->handle = null;
        $pointer = $this->session->pointer;
        $pointer->require($pointer->library->crm_commit($handle, $pointer->error()));
    }

    public function rollback(): void
    {
        if ($this->handle !== null) {
            $handle = $this->handle;
            $this->handle = null;
            $this->session->pointer->library->crm_rollback($handle, null);
        }
    }

    public function __destruct()
    {
        $this->rollback();
    }
}
