"""Runs every scenario twice: by the generic call with plain data, and by the typed method that was generated for it.

The format of a scenario is described at the head of `tests/scenarios.rs`.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from keyword import iskeyword
from pathlib import Path
from typing import Any

import crm
import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "scenarios").glob("*.json"))
OPERATIONS = {
    operation["name"]: operation for operation in json.loads((ROOT / "include" / "ops.json").read_text())["operations"]
}
TABLES = {"rfm.score"}
"""Operations whose methods return everything as a table instead of a page."""

Call = Callable[[crm.Crm, str, dict[str, Any]], Any]


def scenarios() -> list[Any]:
    return [
        pytest.param(scenario, id=f"{file.stem}: {scenario['name']}")
        for file in FILES
        for scenario in json.loads(file.read_text())
    ]


def bind(value: Any, bound: dict[str, Any]) -> Any:
    """Replaces "$name.path" by what was bound."""
    if isinstance(value, str) and value.startswith("$") and value != "$any":
        name, *parts = value[1:].split(".")
        found = bound[name]
        for part in parts:
            found = found[int(part)] if isinstance(found, list) else found.get(part)
        return found
    if isinstance(value, list):
        return [bind(item, bound) for item in value]
    if isinstance(value, dict):
        return {key: bind(item, bound) for key, item in value.items()}
    return value


def difference(expected: Any, actual: Any, path: str = "") -> str | None:
    """Where the result differs from the expectation, which is a subset of it."""
    if expected == "$any":
        return f"{path}: null" if actual is None else None
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, item in expected.items():
            if key not in actual:
                return f"{path}/{key}: missing"
            if found := difference(item, actual[key], f"{path}/{key}"):
                return found
        return None
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(expected, actual, strict=True))
        return next(
            (found for at, (item, value) in pairs if (found := difference(item, value, f"{path}/{at}"))),
            None,
        )
    same = expected == actual and isinstance(expected, bool) == isinstance(actual, bool)
    return None if same else f"{path}: expected {expected!r}, found {actual!r}"


def generic(db: crm.Crm, op: str, input: dict[str, Any]) -> Any:
    return db.call(op, input)


def typed(db: crm.Crm, op: str, input: dict[str, Any]) -> Any:
    """Calls the method of an operation, and gives its result back as plain data."""
    method = method_of(db, op)
    parameters = inspect.signature(method).parameters
    fields = dict(input)
    if op in TABLES:
        return generic(db, op, input)
    for spread in ("page", "patch"):
        if spread in fields and spread not in parameters:
            fields |= fields.pop(spread)
    arguments = {f"{name}_" if iskeyword(name) else name: value for name, value in fields.items()}
    if arguments.keys() - parameters.keys() or any(
        parameter.default is parameter.empty and name not in arguments for name, parameter in parameters.items()
    ):
        # The scenario is about an input that no method has.
        return generic(db, op, input)
    return plain(method(**arguments), OPERATIONS[op]["output"].get("$ref", ""))


def method_of(db: crm.Crm, op: str) -> Callable[..., Any]:
    room, verb = op.split(".")
    method: Callable[..., Any] = getattr(getattr(db, room), f"{verb}_" if iskeyword(verb) else verb)
    return method


def plain(result: Any, output: str) -> Any:
    """The answer as the generic call would have given it."""
    if output.endswith("/Done"):
        assert result is None
        return {"done": True}
    if output.endswith("/Count"):
        return {"count": result}
    if isinstance(result, crm.Record | crm.Money):
        return result.to_dict()
    if isinstance(result, list):
        return [plain(item, "") for item in result]
    return str(result) if output and not isinstance(result, int | str | None) else result


def run(scenario: dict[str, Any], call: Call) -> str | None:
    """What is wrong, or nothing."""
    clock = crm.FixedClock(scenario.get("clock", "2026-01-01T00:00:00Z"))
    with crm.in_memory(clock=clock, seed=scenario.get("seed", 1)) as db:
        bound: dict[str, Any] = {}
        for step in scenario.get("given", []):
            result = call(db, step["op"], bind(step.get("input", {}), bound))
            if "as" in step:
                bound[step["as"]] = result
        when = scenario["when"]
        try:
            result = call(db, when["op"], bind(when.get("input", {}), bound))
        except crm.Error as error:
            if "error" not in scenario:
                raise
            names = ("code", "message", "path", "hint", "existing_id")
            found = {name: getattr(error, name) for name in names} | {"allowed": list(error.allowed)}
            return difference(bind(scenario["error"], bound), found)
        assert "error" not in scenario, f"an error was expected, found {result!r}"
        return difference(bind(scenario["then"], bound), result)


@pytest.mark.parametrize("call", [generic, typed])
@pytest.mark.parametrize("scenario", scenarios())
def test_scenario(scenario: dict[str, Any], call: Call) -> None:
    assert run(scenario, call) is None


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_a_method_that_takes_its_input(db: crm.Crm, name: str) -> None:
    table = json.loads((ROOT / "include" / "ops.json").read_text())
    schema = OPERATIONS[name]["input"]
    while "$ref" in schema:
        schema = table["definitions"][schema["$ref"].rsplit("/", 1)[-1]]
    method = method_of(db, name)
    parameters = set(inspect.signature(method).parameters)
    fields = {f"{field}_" if iskeyword(field) else field for field in schema.get("properties", {})}
    if name in TABLES:
        fields -= {"label", "page"}
    if "page" in fields - parameters:
        fields = fields - {"page"} | {"limit", "after"}
    if "patch" in fields - parameters:
        patch = table["definitions"][schema["properties"]["patch"]["$ref"].rsplit("/", 1)[-1]]
        fields = fields - {"patch"} | set(patch["properties"])
    assert fields == parameters
    assert method.__doc__ is not None
    assert method.__doc__.startswith(OPERATIONS[name]["about"][:15])


def test_the_table_of_the_library_is_the_committed_one() -> None:
    from crm import _crm

    assert _crm.describe() == json.loads((ROOT / "include" / "ops.json").read_text())
