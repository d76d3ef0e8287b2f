<?php

declare(strict_types=1);

namespace Crm;

/**
 * What every call throws that could not do its work; nothing was changed then. One class per code (`NotFound`,
 * `Busy` …) extends it.
 */
class Exception extends \RuntimeException
{
    /**
     * @param string $token the stable code, such as `not_found`
     * @param ?string $path the field of the input as a JSON pointer, such as `/lines/0/sku`
     * @param ?string $hint what to do next
     * @param list<string> $allowed what would have been allowed
     * @param ?int $existingId the row that already exists, for conflicts
     */
    final public function __construct(
        string $message,
        int $number = 0,
        public readonly string $token = '',
        public readonly ?string $path = null,
        public readonly ?string $hint = null,
        public readonly array $allowed = [],
        public readonly ?int $existingId = null,
        ?\Throwable $previous = null,
    ) {
        parent::__construct($message, $number, $previous);
    }

    /** The exception of an error of the library. */
    public static function of(int $number, string $json): self
    {
        $error = json_decode($json, true) ?? [];
        $token = $error['code'] ?? '';
        $class = Generated\Codes::CLASSES[$token] ?? self::class;
        $message = $error['message'] ?? "the library answered with the code $number";
        return new $class(
            $message,
            $number,
            $token,
            $error['path'] ?? null,
            $error['hint'] ?? null,
            $error['allowed'] ?? [],
            $error['existing_id'] ?? null,
        );
    }

    /** The whole error: code, sentence, field, what would have been allowed, what to do next, and the trace. */
    public function __toString(): string
    {
        $parts = ($this->token === '' ? '' : "$this->token: ") . $this->getMessage();
        $parts .= $this->path === null ? '' : " (at $this->path)";
        $parts .= $this->allowed === [] ? '' : '; allowed: ' . implode(', ', $this->allowed);
        $parts .= $this->existingId === null ? '' : "; existing id $this->existingId";
        $parts .= $this->hint === null ? '' : "; $this->hint";
        return "$parts\n" . parent::__toString();
    }
}
