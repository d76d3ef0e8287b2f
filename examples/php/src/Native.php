<?php

declare(strict_types=1);

namespace Crm;

/**
 * The C library in this process. It is loaded once, and whatever keeps it from being loaded is said in one sentence
 * with what to do about it.
 *
 * @internal
 */
final class Native
{
    private const ABI = 1;

    private static ?\FFI $library = null;

    /** The library; the path counts only for the first call. */
    public static function library(?string $path = null): \FFI
    {
        return self::$library ??= self::load($path ?? self::path());
    }

    /** Where the library is, unless the caller says it: CRM_LIBRARY, or where the system's loader looks. */
    private static function path(): string
    {
        $named = getenv('CRM_LIBRARY');
        if ($named !== false && $named !== '') {
            return $named;
        }
        return match (PHP_OS_FAMILY) {
            'Darwin' => 'libcrm.0.dylib',
            'Windows' => 'crm.dll',
            default => 'libcrm.so.0',
        };
    }

    private static function load(string $path): \FFI
    {
        if (!extension_loaded('ffi')) {
            throw new Unavailable(
                'PHP has no FFI here: install the extension (Debian: php-cli or phpX.Y-fpm with ffi.so) and put '
                . 'extension=ffi into php.ini; without access to php.ini, queue what happened for the command `crm`',
            );
        }
        try {
            $library = \FFI::cdef(Generated\Declarations::HEADER, $path);
        } catch (\FFI\Exception $error) {
            throw self::explained($error, $path);
        }
        if ($library->crm_abi_version() !== self::ABI) {
            throw new Unavailable(
                'the C library speaks ABI ' . $library->crm_abi_version() . ' and this package ABI ' . self::ABI
                . ': install the same version of both',
            );
        }
        return $library;
    }

    private static function explained(\FFI\Exception $error, string $path): Unavailable
    {
        $message = $error->getMessage();
        if (str_contains($message, 'restricted') || ini_get('ffi.enable') === '0' || ini_get('ffi.enable') === '') {
            $message = 'PHP does not let this code use FFI (ffi.enable=' . ini_get('ffi.enable') . '): set '
                . 'ffi.enable=true in php.ini, or keep ffi.enable=preload and set opcache.preload='
                . \dirname(__DIR__) . '/preload.php';
        } elseif (str_contains($message, 'Failed loading')) {
            $message = "the C library $path could not be loaded: install it with `make install` and ldconfig, or name "
                . "its path in the environment variable CRM_LIBRARY or in the argument `library` ($message)";
        } else {
            $message = "the C library $path does not fit this package: install the same version of both ($message)";
        }
        return new Unavailable($message, previous: $error);
    }
}
