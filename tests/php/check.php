<?php

/** What the PHP tests share. Plain checks, so that nothing has to be installed. */

declare(strict_types=1);

require __DIR__ . '/../../examples/php/autoload.php';

set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    throw new ErrorException($message, 0, $level, $file, $line);
});

function check(bool $holds, string $what): void
{
    if (!$holds) {
        $at = debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS, 1)[0];
        fwrite(STDERR, "{$at['file']}:{$at['line']}: failed: $what\n");
        exit(1);
    }
}

/**
 * @template T of Throwable
 * @param class-string<T> $class
 * @return T
 */
function thrown(string $class, callable $call): Throwable
{
    try {
        $call();
    } catch (Throwable $error) {
        check($error instanceof $class, "$class is thrown, not " . $error::class . ': ' . $error->getMessage());
        return $error;
    }
    check(false, "$class is thrown");
}

/** A folder of its own, removed at the end. */
function folder(): string
{
    static $folder = null;
    if ($folder === null) {
        $folder = sys_get_temp_dir() . '/crm-php-' . bin2hex(random_bytes(6));
        mkdir($folder, 0700);
        $owner = getmypid();
        register_shutdown_function(static function () use ($folder, $owner): void {
            if (getmypid() === $owner) {
                array_map('unlink', glob("$folder/*") ?: []);
                rmdir($folder);
            }
        });
    }
    return $folder;
}
