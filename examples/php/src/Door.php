<?php

declare(strict_types=1);

namespace Crm;

/** Where operations are called: a handle, a transaction, or either of them with a request key. */
interface Door
{
    /**
     * Calls an operation by its name.
     *
     * @param array<string, mixed> $input
     * @throws Exception
     */
    public function call(string $operation, array $input = []): mixed;
}
