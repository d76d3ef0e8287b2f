<?php

declare(strict_types=1);

namespace Crm;

/** What the generated classes of the rooms share. */
abstract class Room
{
    final public function __construct(private readonly Door $door)
    {
    }

    /**
     * @param array<string, mixed> $input what is always sent
     * @param array<string, mixed> $optional left out where it is null
     * @param array<string, mixed> $patch left out where it is `Keep::Field`; null clears
     */
    final protected function callOperation(string $operation, array $input = [], array $optional = [], array $patch = []): mixed
    {
        foreach ($optional as $name => $value) {
            if ($value !== null) {
                $input[$name] = $value;
            }
        }
        foreach ($patch as $name => $value) {
            if ($value !== Keep::Field) {
                $input[$name] = $value;
            }
        }
        return $this->door->call($operation, $input);
    }
}
