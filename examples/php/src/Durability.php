<?php

declare(strict_types=1);

namespace Crm;

/** What a commit waits for. */
enum Durability: int
{
    /** The disk has confirmed: an acknowledged change survives a power loss. */
    case Full = 0;
    /** The operating system has it: a power loss may take the latest changes, a crash of PHP does not. */
    case Relaxed = 1;
}
