<?php

/** Loads the classes of this package where Composer does not. */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (!str_starts_with($class, 'Crm\\')) {
        return;
    }
    $path = str_replace('\\', '/', substr($class, 4)) . '.php';
    foreach (['src', 'errors'] as $folder) {
        if (is_file(__DIR__ . "/$folder/$path")) {
            require __DIR__ . "/$folder/$path";
            return;
        }
    }
});
