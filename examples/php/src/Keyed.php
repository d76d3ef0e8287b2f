<?php

declare(strict_types=1);

namespace Crm;

/**
 * The door behind the rooms of a `Once`.
 *
 * @internal
 */
final class Keyed implements Door
{
    public function __construct(private readonly string $key, private readonly Session|Open $door)
    {
    }

    public function call(string $operation, array $input = []): mixed
    {
        return $this->door->once($this->key, $operation, $input);
    }
}
