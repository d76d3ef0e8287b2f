<?php

/**
 * For php.ini: opcache.preload=/path/to/preload.php (and opcache.preload_user where PHP starts as root).
 *
 * With the default ffi.enable=preload, PHP-FPM lets only preloaded files use FFI. This preloads the whole package, so
 * that requests can use it without the setting being opened for everybody.
 */

declare(strict_types=1);

require_once __DIR__ . '/autoload.php';

foreach (['/src', '/src/Generated', '/errors'] as $folder) {
    foreach (glob(__DIR__ . $folder . '/*.php') ?: [] as $file) {
        $class = 'Crm\\' . ($folder === '/src/Generated' ? 'Generated\\' : '') . basename($file, '.php');
        class_exists($class) || interface_exists($class) || trait_exists($class);
    }
}
