"""Imports from files, data frames and dicts; their progress and their verdicts."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import crm
import pandas
import polars
import pyarrow
import pytest

SAMPLE = Path(__file__).parents[2] / "examples" / "data" / "cdnow_sample.csv"
MAPPING = {"customer": "customer_id", "placed_at": "date", "total": "amount"}
SOME = 400


def pandas_frame() -> Any:
    return pandas.read_csv(SAMPLE, nrows=SOME, parse_dates=["date"])


def polars_frame() -> Any:
    return polars.read_csv(SAMPLE, n_rows=SOME, try_parse_dates=True)


def arrow_table() -> Any:
    return pyarrow.Table.from_pandas(pandas.read_csv(SAMPLE, nrows=SOME, dtype=str))


def arrow_reader() -> Any:
    return arrow_table().to_reader(max_chunksize=7)


def dicts() -> Any:
    frame = pandas_frame()
    amounts = [Decimal(str(amount)) for amount in frame["amount"]]
    rows = zip(frame["customer_id"], frame["date"], amounts, strict=True)
    return ({"customer_id": who, "date": day.date(), "amount": amount} for who, day, amount in rows)


def file_of(folder: Path) -> Path:
    path = folder / "orders.csv"
    path.write_text("".join(SAMPLE.read_text().splitlines(keepends=True)[: SOME + 1]))
    return path


@pytest.mark.parametrize("make", [pandas_frame, polars_frame, arrow_table, arrow_reader, dicts])
def test_every_kind_of_table_says_the_same(db: crm.Crm, tmp_path: Path, make: Any) -> None:
    by_table = db.import_orders(make(), mapping=MAPPING, currency="USD", source="cdnow")
    assert (by_table.rows, by_table.created, by_table.rejected) == (SOME, SOME, 0)
    by_file = db.import_orders(file_of(tmp_path), mapping=MAPPING, currency="USD", source="cdnow")
    assert (by_file.created, by_file.skipped) == (0, SOME), "the same rows by another way change nothing"


def test_a_report_has_a_verdict_per_row(db: crm.Crm, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("who,day,amount\n1,1997-01-01,10.00\n2,yesterday,5.00\n1,1997-01-01,10.00\n")
    verdicts = tmp_path / "verdicts.jsonl"
    mapping = "customer=who,placed_at=day,total=amount"
    dry = db.import_orders(path, mapping=mapping, currency="USD", dry_run=True)
    assert (dry.created, dry.rejected, dry.dry_run) == (2, 1, True)
    assert len(db.orders.list()) == 0
    report = db.import_orders(path, mapping=mapping, currency="USD", verdicts=verdicts)
    assert (report.rows, report.created, report.rejected, report.new_customers) == (3, 2, 1, 1)
    assert report.rejections[0].line == 3
    assert "yesterday" not in (report.rejections[0].reason or "")
    assert [json.loads(line)["verdict"] for line in verdicts.read_text().splitlines()] == [
        "created",
        "rejected",
        "created",
    ]


def test_progress_is_told_and_can_end_an_import(db: crm.Crm) -> None:
    told: list[crm.Progress] = []
    db.import_orders(SAMPLE, mapping=MAPPING, currency="USD", progress=told.append)
    assert told[-1].rows == 6919
    assert told[-1].done == told[-1].of
    assert [step.rows for step in told] == sorted(step.rows for step in told)

    def stop(_: crm.Progress) -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        db.import_orders(SAMPLE, mapping=MAPPING, currency="USD", source="again", progress=stop)
    resumed = db.import_orders(SAMPLE, mapping=MAPPING, currency="USD", source="again")
    assert resumed.rejected == 0
    assert db.system.check().ok


def test_customers_and_products_come_from_dicts(db: crm.Crm) -> None:
    report = db.import_customers(
        [{"name": "王伟", "email": "wei@example.com"}, {"name": "Ann", "phone": "+49 30 901820", "email": None}]
    )
    assert report.created == 2
    found = db.customers.find("email", value="wei@example.com")
    assert found is not None
    assert found.name == "王伟"
    tea = {"sku": "A", "name": "Tea", "price": Decimal("3.50"), "currency": "EUR"}
    db.import_products([tea])
    product = db.catalog.find("A")
    assert product is not None
    assert product.price == crm.Money("3.50", "EUR")


def test_times_of_a_frame_keep_their_zone(db: crm.Crm) -> None:
    db.shop.configure(time_zone="Asia/Shanghai", base_currency="CNY")
    at = dt.datetime(2025, 3, 1, 23, 30, 15, tzinfo=dt.UTC)
    rows = {"order": ["A", "B"], "customer": ["1", "1"], "total": [1.5, 2.25]}
    frame = polars.DataFrame({**rows, "placed_at": [at, at + dt.timedelta(hours=1)]})
    naive = polars.DataFrame({**rows, "order": ["C", "D"], "placed_at": [dt.datetime(2025, 3, 1, 8)] * 2})
    assert db.import_orders(frame).created == 2
    assert db.import_orders(naive).created == 2
    orders = {order.external_id: order for order in crm.paged(db.orders.list)}
    assert orders["A"].placed_at == at
    assert orders["C"].placed_at == dt.datetime(2025, 3, 1, 0, tzinfo=dt.UTC)
    assert orders["B"].total == crm.Money("2.25", "CNY")


def test_what_does_not_fit_is_named(db: crm.Crm, tmp_path: Path) -> None:
    with pytest.raises(crm.InvalidInput) as caught:
        db.import_orders([{"who": 1}], mapping={"customer": "whom"})
    assert caught.value.path == "/mapping/customer"
    assert "who" in caught.value.allowed
    with pytest.raises(crm.InvalidInput, match="LargeList"):
        db.import_orders(polars.DataFrame({"customer": [[1, 2]], "placed_at": ["2025-01-01"], "total": ["1"]}))
    with pytest.raises(crm.NotFound):
        db.import_orders(tmp_path / "missing.csv")
    with pytest.raises(crm.InvalidInput) as unknown:
        db.import_rows("invoices", [])  # type: ignore[arg-type]
    assert unknown.value.field == "entity"
    with pytest.raises(TypeError, match="for files"):
        db.import_orders([], verdicts="x")
    assert len(db.orders.list()) == 0
