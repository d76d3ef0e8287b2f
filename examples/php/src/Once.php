<?php

declare(strict_types=1);

namespace Crm;

/** Operations under a request key; see `Crm::once` and `Transaction::once`. */
final class Once implements Door
{
    use Generated\Rooms;

    public function __construct(private readonly string $key, private readonly Session|Open $door)
    {
        $this->furnish(new Keyed($key, $door));
    }

    public function call(string $operation, array $input = []): mixed
    {
        return $this->door->once($this->key, $operation, $input);
    }
}
