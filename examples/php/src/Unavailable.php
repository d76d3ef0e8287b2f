<?php

declare(strict_types=1);

namespace Crm;

/** The library cannot be used in this PHP at all; the message says what to change. */
final class Unavailable extends Exception
{
}
