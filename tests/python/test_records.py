"""Records and tables: typed, immutable, equal, pickled, shown."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal

import crm
import pandas
import polars
import pyarrow
import pytest
from crm.types import Product


@pytest.fixture
def tea(db: crm.Crm) -> Product:
    return db.catalog.upsert("A", name="Tea <green>", price=crm.Money("3.50", "EUR"), substitutes=["B"])


def test_fields_have_the_types_of_python(tea: Product) -> None:
    assert (tea.id, tea.sku, tea.state, tea.serialised) == (1, "A", "active", False)
    assert tea.price == crm.Money(Decimal("3.5"), "EUR")
    assert tea.price is not None
    assert isinstance(tea.price.amount, Decimal)
    assert tea.created_at == dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    assert tea.created_at.utcoffset() == dt.timedelta(0)
    assert tea.substitutes == ("B",)
    assert tea.cost is None


def test_inputs_take_the_types_of_python(db: crm.Crm) -> None:
    db.shop.set_rates([{"currency": "EUR", "day": dt.date(2026, 1, 1), "rate": Decimal("1.0825")}])
    rate = db.shop.rate("EUR", day=dt.date(2026, 2, 1))
    assert rate == Decimal("1.0825")
    assert isinstance(rate, Decimal)


def test_records_are_immutable_values(db: crm.Crm, tea: Product) -> None:
    same = db.catalog.get(tea.id)
    assert same == tea
    assert hash(same) == hash(tea)
    assert {tea, same} == {tea}
    assert db.catalog.upsert("B", name="Coffee") != tea
    assert pickle.loads(pickle.dumps(tea)) == tea
    with pytest.raises(AttributeError, match="immutable"):
        tea.sku = "C"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        tea.anything = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="immutable"):
        del tea.sku


def test_a_record_is_plain_data_too(db: crm.Crm, tea: Product) -> None:
    plain = tea.to_dict()
    assert plain["price"] == {"amount": "3.50", "currency": "EUR"}
    assert plain["created_at"] == "2026-01-01T12:00:00Z"
    plain["sku"] = "changed"
    plain["substitutes"].append("C")
    assert (tea.sku, tea.substitutes) == ("A", ("B",))
    assert tea.to_dict() == db.call("catalog.get", {"id": tea.id})


def test_a_record_can_be_made_by_hand(tea: Product) -> None:
    fields = {name: getattr(tea, name) for name in tea.to_dict()}
    assert Product(**fields) == tea
    with pytest.raises(TypeError, match="needs"):
        Product(id=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no field"):
        Product(**fields, colour="green")  # type: ignore[call-arg]


def test_records_and_pages_are_shown(db: crm.Crm, tea: Product) -> None:
    assert repr(tea).startswith("Product(id=1, name='Tea <green>', sku='A'")
    assert len(repr(tea)) < 200
    assert "Tea &lt;green&gt;" in tea._repr_html_()
    page = db.catalog.list()
    assert len(page) == 1
    assert list(page) == [tea]
    assert page.next is None
    assert "<th>sku</th>" in page._repr_html_()


def test_pages_follow_each_other(db: crm.Crm) -> None:
    db.catalog.upsert_many([{"sku": f"{at:03}", "name": "x"} for at in range(25)])
    page = db.catalog.list(limit=10)
    assert len(page) == 10
    assert page.next is not None
    assert next(iter(db.catalog.list(limit=10, after=page.next))).sku == "010"
    assert [product.sku for product in crm.paged(db.catalog.list, limit=10)] == [f"{at:03}" for at in range(25)]
    assert pickle.loads(pickle.dumps(page)) == page


def test_sql_gives_a_table(db: crm.Crm, tea: Product) -> None:
    db.catalog.upsert("B", name="Coffee")
    table = db.sql(
        "SELECT id, sku, price_minor, price_minor / 2.0 AS half FROM crm_products WHERE id < ?1",
        [10],
    )
    assert table.columns == ["id", "sku", "price_minor", "half"]
    assert len(table) == 2
    assert [row.sku for row in table] == ["A", "B"]
    assert table[0].half == 175.0
    assert table[-1] == (2, "B", None, None)
    with pytest.raises(IndexError):
        table[2]
    assert table.to_dicts()[0] == {
        "id": 1,
        "sku": "A",
        "price_minor": 350,
        "half": 175.0,
    }
    assert "<td>A</td>" in table._repr_html_()
    assert "2 rows" in repr(table)


def test_a_table_goes_to_every_library(db: crm.Crm, tea: Product) -> None:
    table = db.sql("SELECT id, sku FROM crm_products")
    assert table.arrow().to_pydict() == {"id": [1], "sku": ["A"]}
    assert isinstance(table.arrow(), pyarrow.Table)
    assert table.pl().equals(polars.DataFrame({"id": [1], "sku": ["A"]}))
    pandas.testing.assert_frame_equal(table.df(), pandas.DataFrame({"id": [1], "sku": ["A"]}), check_dtype=False)
    assert pyarrow.table(table).num_rows == 1
    again = pickle.loads(pickle.dumps(table))
    assert again.to_dicts() == table.to_dicts()


def test_columns_of_mixed_cells_stay_readable(db: crm.Crm) -> None:
    db.host.execute("CREATE TABLE shop_mixed (a, b, c, d)")
    db.host.execute("INSERT INTO shop_mixed VALUES (1, 1, x'00ff', NULL), (2.5, 'two', NULL, NULL)")
    table = db.sql("SELECT 1 AS a, NULL AS b UNION ALL SELECT 2.5, 'two' ORDER BY 1")
    assert table.to_dicts() == [{"a": 1.0, "b": None}, {"a": 2.5, "b": "two"}]
    assert db.sql("SELECT x'00ff' AS bytes").to_dicts() == [{"bytes": b"\x00\xff"}]
    assert db.sql("SELECT 1 AS n UNION ALL SELECT 'two'").to_dicts() == [
        {"n": "1"},
        {"n": "two"},
    ]
    assert db.sql("SELECT sku FROM crm_products").to_dicts() == []


def test_sql_reads_views_only(db: crm.Crm) -> None:
    for query in (
        "SELECT * FROM crm_event",
        "DELETE FROM crm_products",
        "PRAGMA user_version",
        "nonsense",
    ):
        with pytest.raises((crm.PermissionRefused, crm.InvalidInput)):
            db.sql(query)
    with pytest.raises(crm.InvalidInput) as caught:
        db.sql("SELECT ?1", [{"a": 1}])
    assert caught.value.path == "/params"


def test_a_missing_library_is_named(db: crm.Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(ModuleNotFoundError, match="pip install polars"):
        db.sql("SELECT 1 AS a").pl()
