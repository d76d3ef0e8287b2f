"""Errors: one exception per code, bad input that names its field, files that are refused."""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import crm
import pytest
from crm import errors

ROOT = Path(__file__).parents[2]


def test_every_code_has_an_exception() -> None:
    table = json.loads((ROOT / "include" / "ops.json").read_text())
    assert set(errors.BY_CODE) == {error["code"] for error in table["errors"]}
    assert len(set(errors.BY_CODE.values())) == len(errors.BY_CODE)
    for exception in errors.BY_CODE.values():
        assert getattr(crm, exception.__name__) is exception


def test_an_exception_tells_what_where_and_what_next(db: crm.Crm) -> None:
    with pytest.raises(crm.InvalidInput) as caught:
        db.call("catalog.upsert", {"sku": "A", "name": "Tea", "state": "gone"})
    error = caught.value
    assert isinstance(error, ValueError)
    assert (error.code, error.path, error.field) == ("invalid_input", "/state", "state")
    assert error.allowed == ("active", "discontinued")
    assert "gone" not in str(error)
    assert pickle.loads(pickle.dumps(error)).allowed == error.allowed
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_get_raises_and_find_returns_none(db: crm.Crm) -> None:
    with pytest.raises(crm.NotFound) as caught:
        db.catalog.get(7)
    assert isinstance(caught.value, LookupError)
    assert db.catalog.find("A") is None


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": "\ud800"}, "/name"),
        ({"name": "a\0b"}, "/name"),
        ({"name": "x" * 600}, "/name"),
        ({"nmae": "Tea"}, "/nmae"),
        ({"price": 3.5}, "/price"),
        ({"price": {"amount": 3.5, "currency": "EUR"}}, "/price/amount"),
        ({"price": crm.Money("1.999", "EUR")}, "/price"),
        ({"price": crm.Money("99999999999999999999", "EUR")}, "/price"),
        ({"price": crm.Money("1", "EURO")}, "/price/currency"),
        ({"price": crm.Money("1", "eur")}, "/price/currency"),
        ({"warranty_days": -1}, "/warranty_days"),
        ({"warranty_days": 2**70}, "/warranty_days"),
        ({"warranty_days": float("nan")}, "/warranty_days"),
        ({"warranty_days": object()}, "/warranty_days"),
        ({"substitutes": {"A"}}, "/substitutes"),
        ({"substitutes": ["A", 7]}, "/substitutes/1"),
        ({"price": {1: 2}}, "/price"),
    ],
    ids=lambda value: value.strip("/").replace("/", ".") if isinstance(value, str) else "",
)
def test_bad_input_names_its_field(db: crm.Crm, fields: dict[str, Any], pointer: str) -> None:
    with pytest.raises((crm.InvalidInput, crm.LimitExceeded)) as caught:
        db.call("catalog.upsert", {"sku": "A", "name": "Tea"} | fields)
    assert caught.value.path == pointer
    assert db.catalog.find("A") is None


def test_input_without_end_is_refused(db: crm.Crm) -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(crm.LimitExceeded):
        db.call("catalog.upsert", {"sku": loop})
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(crm.LimitExceeded):
        db.call("catalog.upsert", {"sku": deep})


def test_sql_in_a_text_is_a_text(db: crm.Crm) -> None:
    attack = "'); DROP TABLE crm_product; --"
    db.catalog.upsert("A", name=attack)
    found = db.catalog.find("A")
    assert found is not None
    assert found.name == attack


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        crm.FixedClock(dt.datetime(2026, 1, 1))
    with pytest.raises(crm.InvalidInput):
        crm.FixedClock("yesterday")


def test_an_unknown_operation_lists_the_room(db: crm.Crm) -> None:
    with pytest.raises(crm.UnknownOperation) as caught:
        db.call("catalog.destroy")
    assert "catalog.upsert" in caught.value.allowed


@pytest.mark.parametrize("options", [{"timeout": -1.0}, {"timeout": float("nan")}, {"durability": "none"}])
def test_bad_options_are_refused(path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(crm.InvalidInput):
        crm.open(path, **options)
    assert not path.exists()


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "letter.txt"
    text.write_text("Dear customer, " * 1000)
    with pytest.raises(crm.NotADatabase):
        crm.open(text)
    assert text.read_text().startswith("Dear customer")
    with pytest.raises(crm.NotADatabase):
        crm.open(tmp_path)
    with pytest.raises(crm.NotFound):
        crm.open(tmp_path / "missing.db", create=False)
    with pytest.raises(crm.NotFound):
        crm.open(tmp_path / "no" / "folder.db")


def test_a_read_only_handle_refuses_to_write(path: Path, db: crm.Crm) -> None:
    db.catalog.upsert("A", name="Tea")
    with crm.open(path, read_only=True) as reader:
        assert reader.catalog.find("A") is not None
        with pytest.raises(crm.ReadOnly):
            reader.catalog.upsert("B", name="Coffee")


def test_a_closed_handle_says_so(path: Path) -> None:
    db = crm.open(path)
    rooms = db.catalog
    with db:
        assert not db.closed
    assert db.closed
    db.close()
    for call in (
        lambda: db.catalog.find("A"),
        lambda: rooms.find("A"),
        lambda: db.sql("SELECT 1"),
    ):
        with pytest.raises(crm.Misuse):
            call()
    assert "closed" in repr(db)


def test_a_handle_is_not_pickled(db: crm.Crm) -> None:
    for refuse in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="open the file again"):
            refuse(db)
    with db.transaction() as tx, pytest.raises(TypeError):
        pickle.dumps(tx)


def refusals_in_a_child(path: Path, db: crm.Crm, tx: crm.Transaction, moment: crm.Snapshot) -> int:
    """Calls that were refused as they should; 100 when anything else happened."""
    refused = 0
    calls = (
        db.catalog.find,
        tx.catalog.find,
        moment.catalog.find,
        lambda _: tx.commit(),
    )
    try:
        for call in calls:
            try:
                call("A")
            except crm.Forked:
                refused += 1
        tx.rollback()
        with crm.open(path, read_only=True) as own:
            found = own.catalog.find("A") is not None and own.catalog.find("B") is None
        return refused if found else 100
    except BaseException:
        return 100


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_is_refused_and_harms_nothing(path: Path, db: crm.Crm) -> None:
    db.catalog.upsert("A", name="Tea")
    with db.transaction() as tx, db.snapshot() as moment:
        tx.catalog.upsert("B", name="Coffee")
        child = os.fork()
        if child == 0:
            os._exit(refusals_in_a_child(path, db, tx, moment))
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 4
        tx.catalog.upsert("C", name="Cocoa")
    assert [product.sku for product in db.catalog.list()] == ["A", "B", "C"]
    assert db.system.check().ok


def test_money_is_exact() -> None:
    tea = crm.Money("3.50", "EUR")
    assert tea + tea == crm.Money(7, "EUR") == 2 * tea
    assert sum([tea, tea], start=crm.Money(0, "EUR")) == sum([tea, tea])
    assert tea - crm.Money(Decimal("0.5"), "EUR") == crm.Money("3", "EUR")
    assert -tea < tea <= tea
    assert not crm.Money(0, "EUR")
    assert str(tea) == "3.50 EUR"
    assert pickle.loads(pickle.dumps(tea)) == tea
    assert hash(crm.Money("3.5", "EUR")) == hash(tea)
    with pytest.raises(TypeError):
        crm.Money(3.5, "EUR")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        _ = tea * 1.5  # type: ignore[operator]
    with pytest.raises(ValueError, match="combined"):
        _ = tea + crm.Money(1, "USD")
    with pytest.raises(ValueError, match="finite"):
        crm.Money("NaN", "EUR")
    with pytest.raises(ValueError, match="decimal"):
        crm.Money("three", "EUR")
    with pytest.raises(AttributeError):
        tea.amount = Decimal(4)  # type: ignore[misc]
