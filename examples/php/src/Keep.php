<?php

declare(strict_types=1);

namespace Crm;

/** In a change: leave this field as it is. It is the default where null clears a field. */
enum Keep
{
    case Field;
}
