"""The tables of scores and customers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import crm
import polars
import pyarrow
import pytest


@pytest.fixture
def shop(db: crm.Crm) -> crm.Crm:
    placed = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    with db.transaction() as tx:
        for at in range(1, 41):
            customer = tx.customers.create(name=f"Customer {at}", country="CN" if at % 2 else "DE")
            for order in range(at % 4):
                tx.orders.record(
                    placed_at=placed + dt.timedelta(days=at * 3 + order),
                    customer=customer.id,
                    total=crm.Money(Decimal(at) / 4, "EUR"),
                    paid=True,
                )
    return db


def test_scores_are_those_of_the_pages(shop: crm.Crm) -> None:
    table = shop.rfm.score(as_of=dt.date(2025, 12, 1))
    pages = shop.call("rfm.score", {"as_of": "2025-12-01", "page": {"limit": 1000}})["items"]
    assert len(table) == len(pages) == 30
    for row, expected in zip(table, pages, strict=True):
        assert row.customer_id == expected["customer_id"]
        assert (row.recency_days, row.frequency) == (expected["recency_days"], expected["frequency"])
        assert (row.r, row.f, row.m, row.label) == tuple(expected[name] for name in ("r", "f", "m", "label"))
        assert row.monetary == Decimal(expected["monetary"]["amount"])
        assert isinstance(row.monetary, Decimal)


def test_scores_reach_every_library_exactly(shop: crm.Crm) -> None:
    table = shop.rfm.score(as_of="2025-12-01")
    total = sum((row.monetary for row in table), Decimal(0))
    arrow, frame, pandas_frame = table.arrow(), table.pl(), table.df()
    assert pyarrow.types.is_decimal(arrow.schema.field("monetary").type)
    assert sum(arrow["monetary"].to_pylist()) == total
    assert frame["monetary"].sum() == total
    assert pandas_frame["monetary"].sum() == total
    assert frame.group_by("label").len()["len"].sum() == len(pandas_frame) == len(table)
    assert isinstance(frame["monetary"].dtype, polars.Decimal)
    assert "<th>label</th>" in table._repr_html_()


def test_a_table_belongs_to_its_moment(shop: crm.Crm) -> None:
    with shop.snapshot() as moment:
        before = moment.rfm.score(as_of="2025-12-01").to_dicts()
        shop.orders.record(
            placed_at=dt.datetime(2025, 11, 1, tzinfo=dt.UTC), customer=4, total=crm.Money(5, "EUR"), paid=True
        )
        assert moment.rfm.score(as_of="2025-12-01").to_dicts() == before
    assert len(shop.rfm.score(as_of="2025-12-01")) == len(before) + 1
    with shop.transaction() as tx:
        tx.orders.record(
            placed_at=dt.datetime(2025, 11, 1, tzinfo=dt.UTC), customer=8, total=crm.Money(5, "EUR"), paid=True
        )
        assert len(tx.rfm.score(as_of="2025-12-01")) == len(before) + 2
        tx.rollback()


def test_customers_come_with_metrics(shop: crm.Crm) -> None:
    table = shop.customers.table()
    assert len(table) == 40
    row = table[2]
    assert (row.customer_id, row.name, row.country, row.orders) == (3, "Customer 3", "CN", 3)
    assert row.net == Decimal("2.25")
    assert row.last_order_at == dt.datetime(2025, 6, 12, tzinfo=dt.UTC)
    assert row.archived_at is None
    frame = table.pl()
    assert frame["orders"].sum() == 60
    assert frame["created_at"].dtype == polars.Datetime("ms", "UTC")


def test_an_empty_shop_has_empty_tables(db: crm.Crm) -> None:
    for table in (db.rfm.score(), db.customers.table()):
        assert len(table) == 0
        assert list(table) == []
        assert table.pl().is_empty()


def test_bad_options_name_their_field(db: crm.Crm) -> None:
    with pytest.raises(crm.InvalidInput) as caught:
        db.rfm.score(method="best")  # type: ignore[arg-type]
    assert caught.value.field == "method"
    assert "quantile" in caught.value.allowed
