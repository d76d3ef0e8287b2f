"""Tables: many rows, column by column, that go to pyarrow, Polars or pandas without a copy."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from crm._crm import ArrowTable
from crm.record import html_table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Table"]

ROWS_AT_ONCE = 1_000
SHOWN_ROWS = 20


class Table:
    """Rows with named columns.

    Iterating gives named tuples; `.arrow()`, `.df()` and `.pl()` give the whole table to pyarrow, pandas and Polars,
    and anything else that speaks the Arrow PyCapsule interface takes the table itself.
    """

    __slots__ = ("_native",)

    def __init__(self, native: ArrowTable) -> None:
        self._native = native

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._native.columns

    def arrow(self) -> pyarrow.Table:
        """The table as a `pyarrow.Table`."""
        table: pyarrow.Table = _library("pyarrow").table(self)
        return table

    def pl(self) -> polars.DataFrame:
        """The table as a `polars.DataFrame`."""
        frame: polars.DataFrame = _library("polars").DataFrame(self)
        return frame

    def df(self) -> pandas.DataFrame:
        """The table as a `pandas.DataFrame`; amounts stay exact, in a column of Arrow's decimals."""
        arrow_type, is_decimal = _library("pandas").ArrowDtype, _library("pyarrow").types.is_decimal
        table = self.arrow()
        exact = {kind: arrow_type(kind) for kind in table.schema.types if is_decimal(kind)}
        frame: pandas.DataFrame = table.to_pandas(types_mapper=exact.get)
        return frame

    def rows(self, start: int = 0, count: int | None = None) -> list[tuple[Any, ...]]:
        """So many rows from a position on, as plain tuples."""
        return self._native.rows(start, len(self) if count is None else count)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Every row as a dict."""
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in self.rows()]

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[Any]:
        row_type = _row_type(tuple(self.columns))
        for start in range(0, len(self), ROWS_AT_ONCE):
            for row in self._native.rows(start, ROWS_AT_ONCE):
                yield row_type._make(row)

    def __getitem__(self, at: int) -> Any:
        """One row; negative positions count from the end."""
        start = at + len(self) if at < 0 else at
        if not 0 <= start < len(self):
            raise IndexError("the table has no such row")
        return _row_type(tuple(self.columns))._make(self._native.rows(start, 1)[0])

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table as an Arrow C stream."""
        return self._native.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows, for notebooks."""
        return html_table(self.columns, self.rows(0, SHOWN_ROWS), len(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self.arrow(),))


def _restore(table: pyarrow.Table) -> Table:
    return Table(ArrowTable(table))


def _library(name: str) -> Any:
    """A library that is not needed for anything else, or a sentence that says how to get it."""
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(f"this needs {missing.name}: pip install {missing.name}", name=missing.name) from None


@lru_cache(maxsize=64)
def _row_type(columns: tuple[str, ...]) -> Any:
    """The named tuple of a table's rows; a column whose name is no name in Python is `_0`, `_1` ... by its position."""
    return namedtuple("Row", columns, rename=True)
