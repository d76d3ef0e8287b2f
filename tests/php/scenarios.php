<?php

/** Runs every scenario through the PHP package. Their form: the head of tests/scenarios.rs. */

declare(strict_types=1);

require __DIR__ . '/check.php';

use Crm\Crm;

/** Replaces "$name.path" by what was bound. */
function bound(mixed $value, array $names): mixed
{
    if (is_string($value) && str_starts_with($value, '$') && $value !== '$any') {
        $found = $names;
        foreach (explode('.', substr($value, 1)) as $part) {
            check(is_array($found) && array_key_exists($part, $found), "something is bound to $value");
            $found = $found[$part];
        }
        return $found;
    }
    if ($value instanceof stdClass) {
        return (object) array_map(static fn(mixed $item): mixed => bound($item, $names), (array) $value);
    }
    return is_array($value) ? array_map(static fn(mixed $item): mixed => bound($item, $names), $value) : $value;
}

/** Where a result differs from what is expected, or null. */
function difference(mixed $expected, mixed $found, string $path = ''): ?string
{
    if ($expected === '$any') {
        return $found === null ? "$path: null" : null;
    }
    if ($expected instanceof stdClass) {
        foreach ((array) $expected as $name => $item) {
            if (!is_array($found) || !array_key_exists($name, $found)) {
                return "$path/$name: missing";
            }
            $difference = difference($item, $found[$name], "$path/$name");
            if ($difference !== null) {
                return $difference;
            }
        }
        return is_array($found) ? null : "$path: no object";
    }
    if (is_array($expected)) {
        if (!is_array($found) || !array_is_list($found) || count($found) !== count($expected)) {
            return "$path: " . json_encode($found);
        }
        foreach ($expected as $at => $item) {
            $difference = difference($item, $found[$at], "$path/$at");
            if ($difference !== null) {
                return $difference;
            }
        }
        return null;
    }
    $same = $expected === $found
        || (is_numeric($expected) && is_numeric($found) && !is_string($expected) && !is_string($found) && $expected == $found);
    return $same ? null : "$path: expected " . json_encode($expected) . ', found ' . json_encode($found);
}

function run(stdClass $scenario): ?string
{
    $crm = Crm::inMemory(strtotime($scenario->clock ?? '2026-01-01T00:00:00Z') * 1000, $scenario->seed ?? 1);
    $names = [];
    foreach ($scenario->given ?? [] as $step) {
        try {
            $result = $crm->call($step->op, (array) bound($step->input ?? new stdClass(), $names));
        } catch (\Crm\Exception $error) {
            return "given {$step->op}: {$error->getMessage()}";
        }
        if (isset($step->as)) {
            $names[$step->as] = $result;
        }
    }
    $has = static fn(string $field): bool => property_exists($scenario, $field);
    if ($has('then') === $has('error')) {
        return 'a scenario has either `then` or `error`';
    }
    try {
        $step = $scenario->when;
        $result = $crm->call($step->op, (array) bound($step->input ?? new stdClass(), $names));
    } catch (\Crm\Exception $error) {
        $found = [
            'code' => $error->token,
            'path' => $error->path,
            'hint' => $error->hint,
            'allowed' => $error->allowed,
            'existing_id' => $error->existingId,
            'message' => $error->getMessage(),
        ];
        if (!$has('error')) {
            return "failed: {$error->getMessage()}";
        }
        check($error::class === \Crm\Generated\Codes::CLASSES[$error->token], 'an exception of the class of its code');
        return difference(bound($scenario->error, $names), $found);
    }
    return $has('then') ? difference(bound($scenario->then, $names), $result) : 'an error was expected';
}

$ran = $wrong = 0;
foreach (glob(__DIR__ . '/../scenarios/*.json') ?: [] as $file) {
    foreach (json_decode(file_get_contents($file), false, 512, JSON_THROW_ON_ERROR) as $scenario) {
        $ran++;
        $why = run($scenario);
        if ($why !== null) {
            $wrong++;
            fwrite(STDERR, basename($file) . ": $scenario->name\n    $why\n");
        }
    }
}
printf("%d of %d scenarios hold in PHP\n", $ran - $wrong, $ran);
exit($wrong === 0 && $ran > 0 ? 0 : 1);
