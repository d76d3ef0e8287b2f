<?php

declare(strict_types=1);

namespace Crm;

/**
 * The open file behind a `Crm`. It is an object of its own, so that a `Crm` and its rooms do not hold each other and
 * the file is closed as soon as the last reference is gone.
 *
 * @internal
 */
final class Session implements Door
{
    public readonly Pointer $pointer;
    private ?\FFI\CData $handle;

    public function __construct(\FFI $library, \FFI\CData $options)
    {
        $this->pointer = new Pointer($library);
        $handle = $library->new('crm *');
        $this->pointer->require(
            $library->crm_open(\FFI::addr($options), \FFI::addr($handle), $this->pointer->error()),
        );
        $this->handle = $handle;
    }

    /** The handle; `Misuse` once it is closed. */
    public function handle(): \FFI\CData
    {
        return $this->handle ?? throw new Misuse('the customer base is closed', 17, 'misuse');
    }

    public function call(string $operation, array $input = []): mixed
    {
        $json = $input === [] ? '{}' : Pointer::json($input);
        $pointer = $this->pointer;
        return $pointer->result($pointer->library->crm_call(
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
        return $this->pointer->result($this->pointer->library->crm_call_once(
            $this->handle(),
            $operation,
            \strlen($operation),
            $key,
            \strlen($key),
            $json,
            \strlen($json),
            $this->pointer->answer(),
            $this->pointer->error(),
        ));
    }

    public function close(): void
    {
        if ($this->handle !== null) {
            $handle = $this->handle;
            $this->handle = null;
            // In a child of a fork this answers `forked` and leaves the parent's file alone.
            $this->pointer->library->crm_close($handle, null);
        }
    }

    public function __destruct()
    {
        $this->close();
    }
}
