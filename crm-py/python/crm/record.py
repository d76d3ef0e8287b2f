"""Records: what operations return.

A record holds the answer as it came and turns a field into its Python type when the field is looked at, so that a
look-up that needs one field pays for one field.
"""

from __future__ import annotations

import copy
import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from keyword import iskeyword
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

__all__ = ["Record"]

Converter = Callable[[Any], Any]

SHOWN_FIELDS = 5
"""Fields that `repr` shows at the most."""
SHOWN_FIRST = ("id", "name")
"""Fields that `repr` shows before the others."""
SHOWN_ROWS = 20
"""Rows that a notebook shows of a page."""


class _Field:
    """Reads one field of a record, converting it the first time."""

    __slots__ = ("convert", "name")

    def __init__(self, name: str, convert: Converter | None) -> None:
        self.name = name
        self.convert = convert

    def __get__(self, record: Record | None, owner: type[Record]) -> Any:
        if record is None:
            return self
        value = record._data.get(self.name)
        if self.convert is None or value is None:
            return value
        seen = record._seen
        if self.name not in seen:
            seen[self.name] = self.convert(value)
        return seen[self.name]

    def __set__(self, record: Record, value: object) -> None:
        raise AttributeError(f"{type(record).__name__} is immutable; call an operation to change what is stored")


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """An immutable result of an operation."""

    __slots__ = ("_data", "_seen")

    if TYPE_CHECKING:
        _data: dict[str, Any]
        _seen: dict[str, Any]
    _fields: ClassVar[Mapping[str, Converter | None]] = {}
    """The fields in their order, each with what turns its plain value into a Python type."""

    def __init_subclass__(cls) -> None:
        for name, convert in cls._fields.items():
            setattr(cls, _attribute(name), _Field(name, convert))

    if not TYPE_CHECKING:

        def __init__(self, **values: object) -> None:
            from crm.plain import plain

            names = {_attribute(name): name for name in self._fields}
            unknown = values.keys() - names.keys()
            missing = names.keys() - values.keys()
            if unknown or missing:
                what = f"has no field {sorted(unknown)[0]}" if unknown else f"needs {sorted(missing)[0]}"
                raise TypeError(f"{type(self).__name__} {what}")
            object.__setattr__(self, "_data", {name: _deeply(plain, values[key]) for key, name in names.items()})
            object.__setattr__(self, "_seen", {})

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(f"{type(self).__name__} is immutable; call an operation to change what is stored")

        def __delattr__(self, name: str) -> None:
            raise AttributeError(f"{type(self).__name__} is immutable; call an operation to change what is stored")

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Self:
        """The record of an answer; takes the dict over."""
        record = cls.__new__(cls)
        _set_data(record, data)
        _set_seen(record, {})
        return record

    def to_dict(self) -> dict[str, Any]:
        """A copy as plain data, as in JSON: times, days and decimals are strings."""
        return copy.deepcopy(self._data)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        return type(self) is type(other) and self._data == other._data

    def __hash__(self) -> int:
        return hash((type(self).__name__, _frozen(self._data)))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (type(self), self._data))

    def __repr__(self) -> str:
        by_interest = sorted(self._fields, key=lambda name: name not in SHOWN_FIRST)
        shown = [name for name in by_interest if _is_short(self._data.get(name))][:SHOWN_FIELDS]
        fields = ", ".join(f"{_attribute(name)}={getattr(self, _attribute(name))!r}" for name in shown)
        rest = ", …" if len(shown) < len(self._fields) else ""
        return f"{type(self).__name__}({fields}{rest})"

    def _repr_html_(self) -> str:
        """The record as a table of its fields, for notebooks."""
        rows = [(_attribute(name), getattr(self, _attribute(name))) for name in self._fields]
        return html_table(("field", "value"), rows, len(rows))


_set_data = Record.__dict__["_data"].__set__
_set_seen = Record.__dict__["_seen"].__set__


class PageRecord(Record):
    """One page of a list: iterate over it, and ask for the next page with `after=page.next`."""

    __slots__ = ()

    def __len__(self) -> int:
        return len(self._data["items"])

    def __iter__(self) -> Iterator[Any]:
        items: Sequence[Any] = getattr(self, "items")  # noqa: B009 - only subclasses have the field
        return iter(items)

    def _repr_html_(self) -> str:
        """The rows as a table, for notebooks."""
        items = list(self)[:SHOWN_ROWS]
        if not items or not isinstance(items[0], Record):
            return html_table(("item",), [(item,) for item in items], len(self))
        names = [_attribute(name) for name in items[0]._fields]
        return html_table(names, [[getattr(item, name) for name in names] for item in items], len(self))


def _restore(cls: type[Record], data: dict[str, Any]) -> Record:
    return cls._of(data)


def _attribute(name: str) -> str:
    """The attribute of a field: Python's keywords get an underscore."""
    return f"{name}_" if iskeyword(name) else name


def _is_short(value: object) -> bool:
    """Whether a field says something in a `repr`."""
    return value is not None and not isinstance(value, list) and not (isinstance(value, dict) and "amount" not in value)


def _frozen(value: object) -> object:
    """A hashable stand-in for plain data."""
    if isinstance(value, dict):
        return tuple(sorted((key, _frozen(item)) for key, item in value.items()))
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value


def _deeply(plain: Converter, value: object) -> object:
    """Plain data of a value with everything in it."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: _deeply(plain, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_deeply(plain, item) for item in value]
    return _deeply(plain, plain(value))


def html_table(columns: Sequence[str], rows: Sequence[Sequence[object]], total: int) -> str:
    """A table for notebooks."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    cells = (("" if cell is None else html.escape(str(cell)) for cell in row) for row in rows)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    more = f"<p>{len(rows)} of {total} rows</p>" if total > len(rows) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def many(convert: Converter) -> Converter:
    """The items of a list, each converted; a tuple, because records are immutable."""
    return lambda items: tuple(None if item is None else convert(item) for item in items)


def cell(value: Any) -> Any:
    """A cell of one of the host's tables: bytes cross as their hexadecimal digits."""
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def same(items: Sequence[Any]) -> tuple[Any, ...]:
    """The items of a list as they are."""
    return tuple(items)


def by_name(convert: Converter) -> Converter:
    """The values of a map, each converted."""
    return lambda items: MappingProxyType({key: convert(item) for key, item in items.items()})
