"""Imports from files and from tables of pandas, Polars and pyarrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import PathLike, fspath
from typing import Any, NamedTuple, TypedDict, Unpack

from crm import _crm
from crm.types import Entity, Format, ImportReport, NumberFormat, Policy, TimeFormat

__all__ = ["Imports", "Progress"]


class Progress(NamedTuple):
    """How far an import is."""

    done: int
    """Bytes of a file, or rows of a table, that are done."""
    of: int | None
    """Of how many, where that is known."""
    rows: int
    """Rows that are done."""


Watcher = Callable[[Progress], object]
Data = str | PathLike[str] | Iterable[Mapping[str, object]] | Any


class ImportOptions(TypedDict, total=False):
    """The options of `Crm.import_rows`, for the methods that name the entity."""

    mapping: Mapping[str, str] | str | None
    source: str | None
    currency: str | None
    policy: Policy | None
    time_format: TimeFormat | None
    time_zone: str | None
    number_format: NumberFormat | None
    format: Format | None
    delimiter: str | None
    verdicts: str | PathLike[str] | None
    dry_run: bool
    exclusive: bool
    progress: Watcher | None


class Imports:
    """One method per entity; made for `crm.Crm`."""

    _native: _crm.Handle

    def import_customers(self, data: Data, **options: Unpack[ImportOptions]) -> ImportReport:
        """Imports customers; as `import_rows`."""
        return self.import_rows("customers", data, **options)

    def import_products(self, data: Data, **options: Unpack[ImportOptions]) -> ImportReport:
        """Imports products; as `import_rows`."""
        return self.import_rows("products", data, **options)

    def import_orders(self, data: Data, **options: Unpack[ImportOptions]) -> ImportReport:
        """Imports orders; rows that share an order key are its lines. As `import_rows`."""
        return self.import_rows("orders", data, **options)

    def import_refunds(self, data: Data, **options: Unpack[ImportOptions]) -> ImportReport:
        """Imports refunds; as `import_rows`."""
        return self.import_rows("refunds", data, **options)

    def import_interactions(self, data: Data, **options: Unpack[ImportOptions]) -> ImportReport:
        """Imports contacts; as `import_rows`."""
        return self.import_rows("interactions", data, **options)

    def import_rows(
        self,
        entity: Entity,
        data: Data,
        *,
        mapping: Mapping[str, str] | str | None = None,
        source: str | None = None,
        currency: str | None = None,
        policy: Policy | None = None,
        time_format: TimeFormat | None = None,
        time_zone: str | None = None,
        number_format: NumberFormat | None = None,
        format: Format | None = None,
        delimiter: str | None = None,
        verdicts: str | PathLike[str] | None = None,
        dry_run: bool = False,
        exclusive: bool = False,
        progress: Watcher | None = None,
    ) -> ImportReport:
        """Imports rows batch by batch; the same rows again change nothing.

        Args:
            entity: What the rows are.
            data: The path of a CSV or JSONL file, a pandas, Polars or pyarrow table, anything else that speaks the
                Arrow C stream, or dicts.
            mapping: Which column means what: `{"customer": "customer_id", "placed_at": "date", "total": "amount"}`, or
                `customer=customer_id,placed_at=date,total=amount`. Columns named like fields by default.
            source: The system that the rows come from; `import` by default.
            currency: The currency of amounts without one; the shop's base currency by default.
            policy: What happens to a row whose key is known; `skip` by default.
            time_format: How times are written; `iso` by default.
            time_zone: The zone of times without one; the shop's by default.
            number_format: How numbers are written; `plain` by default.
            format: The format of a file; by the ending of its name by default.
            delimiter: The delimiter of a CSV file; the header decides by default.
            verdicts: A new file for one verdict per row, as JSON lines; for files only.
            dry_run: Judge every row and keep nothing.
            exclusive: Keep other writers out for longer than 250 ms at a time, for speed.
            progress: Called after every batch. What it raises ends the import; what was committed stays.

        Raises:
            InvalidInput: The mapping does not fit the columns.
            NotFound: There is no such file.
        """
        request: dict[str, Any] = {
            "entity": entity,
            "mapping": mapping,
            "source": source,
            "currency": currency,
            "policy": policy,
            "time_format": time_format,
            "time_zone": time_zone,
            "number_format": number_format,
            "dry_run": dry_run,
        }
        watcher = None if progress is None else lambda *told: progress(Progress(*told))
        if isinstance(data, str | PathLike):
            request |= {"path": fspath(data), "format": format, "delimiter": delimiter, "exclusive": exclusive}
            request |= {"verdicts": None if verdicts is None else fspath(verdicts)}
            return ImportReport._of(self._native.import_file(_given(request), watcher))
        if format or delimiter or verdicts:
            raise TypeError("format, delimiter and verdicts are for files")
        table = data if hasattr(data, "__arrow_c_stream__") else _table_of(data)
        request |= {"rows": []}
        return ImportReport._of(self._native.import_table(table, _given(request), exclusive, watcher))


def _given(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if value is not None}


def _table_of(rows: Iterable[Mapping[str, object]]) -> object:
    """Dicts as a table: columns in the order in which they first come up, cells as text."""
    from crm.plain import cell_text

    taken = [dict(row) for row in rows]
    names = list(dict.fromkeys(name for row in taken for name in row))
    return _crm.ArrowTable.of_text(names, [[cell_text(row.get(name)) for name in names] for row in taken])
