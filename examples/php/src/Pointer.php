<?php

declare(strict_types=1);

namespace Crm;

/**
 * A call into the C library: arguments in, JSON out, errors as exceptions. The places for answers are made once and
 * used again, because making them costs as much as the call.
 *
 * @internal
 */
final class Pointer
{
    private readonly \FFI\CData $answer;
    private readonly \FFI\CData $answerAt;
    private readonly \FFI\CData $error;
    private readonly \FFI\CData $errorAt;

    public function __construct(public readonly \FFI $library)
    {
        $this->answer = $library->new('crm_buf');
        $this->answerAt = \FFI::addr($this->answer);
        $this->error = $library->new('crm_error *');
        $this->errorAt = \FFI::addr($this->error);
    }

    /** Where the library puts its error. */
    public function error(): \FFI\CData
    {
        return $this->errorAt;
    }

    /** Where the library puts its answer. */
    public function answer(): \FFI\CData
    {
        return $this->answerAt;
    }

    /** Throws what a code other than 0 means. */
    public function require(int $code): void
    {
        if ($code === 0) {
            return;
        }
        $json = $this->library->crm_error_json($this->error);
        $this->library->crm_error_free($this->error);
        throw Exception::of($code, $json);
    }

    /** The answer of a call. */
    public function result(int $code): mixed
    {
        if ($code !== 0) {
            $this->require($code);
        }
        $json = \FFI::string($this->answer->ptr, $this->answer->len);
        $this->library->crm_buf_free($this->answerAt);
        return json_decode($json, true, 512, JSON_THROW_ON_ERROR);
    }

    /**
     * The input of a call.
     *
     * @param array<string, mixed> $input
     */
    public static function json(array $input): string
    {
        if ($input === []) {
            return '{}';
        }
        try {
            return json_encode(
                $input,
                JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION,
            );
        } catch (\JsonException $error) {
            throw new InvalidInput(
                'the input cannot be written as JSON: ' . $error->getMessage(),
                token: 'invalid_input',
                previous: $error,
            );
        }
    }
}
