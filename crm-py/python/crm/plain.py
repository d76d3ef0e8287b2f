"""Between Python's types and the plain values (those of JSON) that cross into the library."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from os import PathLike, fspath

from crm.money import Money
from crm.record import Record

__all__ = ["day", "decimal", "instant", "plain", "time_text"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAYS_BEFORE_EPOCH = date(1970, 1, 1).toordinal()


def plain(value: object) -> object:
    """The plain form of a value that is not one of JSON's types; called by the native module.

    Raises `TypeError` or `ValueError` with a sentence that names the type and never the value.
    """
    if isinstance(value, Record | Money):
        return value.to_dict()
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return {"hex": bytes(value).hex()}
    if isinstance(value, PathLike):
        return fspath(value)
    if hasattr(value, "__index__"):
        return int(value)
    if hasattr(value, "__iter__") and not isinstance(value, Set):
        return list(value)
    raise TypeError(f"a {type(value).__name__} cannot be given to the library")


def decimal_text(value: Decimal) -> str:
    """A decimal number as the library reads it: plain, without an exponent."""
    if not value.is_finite():
        raise ValueError("the number is not finite")
    return f"{value:f}"


def time_text(value: datetime) -> str:
    """An instant as RFC 3339; a time without a zone is refused, because it names no instant."""
    if value.tzinfo is None:
        raise ValueError("a datetime needs a time zone, such as tzinfo=datetime.UTC")
    utc = value.astimezone(UTC)
    # As the library writes it, which knows milliseconds.
    return utc.isoformat(timespec="milliseconds" if utc.microsecond >= 1000 else "seconds")[:-6] + "Z"


def day(days: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return date.fromordinal(days + DAYS_BEFORE_EPOCH)


def instant(millis: int) -> datetime:
    """The instant of a number of milliseconds since 1970-01-01 UTC."""
    return EPOCH + timedelta(milliseconds=millis)


def decimal(unscaled: int, scale: int) -> Decimal:
    """A decimal number from its digits and the number of decimals."""
    return Decimal(unscaled).scaleb(-scale)


def cell_text(value: object) -> str | None:
    """A cell of a row as the text that an import reads."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        # As Python writes it, which is the shortest text that means the number; a missing number is no text.
        return None if value != value else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(plain(value))
