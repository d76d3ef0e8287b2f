"""What rooms have in common, and the few verbs that only make sense in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Final

from crm._crm import ArrowTable
from crm.table import Table
from crm.types import Event, EventBatch

__all__ = ["KEEP", "CustomersVerbs", "EventsVerbs", "Keep", "Room", "changed", "given"]

Call = Callable[[str, dict[str, Any]], Any]
TableCall = Callable[[str, dict[str, Any]], ArrowTable]


class Keep(Enum):
    """The type of `KEEP`."""

    KEEP = "keep"

    def __repr__(self) -> str:
        return "KEEP"


KEEP: Final = Keep.KEEP
"""Leaves a field of a change as it is; `None` makes it empty."""


class Room:
    """The operations of one room, on a handle or in a transaction."""

    __slots__ = ("_call", "_table")

    def __init__(self, call: Call, table: TableCall) -> None:
        self._call = call
        self._table = table

    def __repr__(self) -> str:
        return f"<room {type(self).__name__.lower()}>"


def given(**fields: object) -> dict[str, Any]:
    """The fields that were given; the library has the defaults of the others."""
    return {name: value for name, value in fields.items() if value is not None}


def changed(**fields: object) -> dict[str, Any]:
    """The fields of a change that are not kept."""
    return {name: value for name, value in fields.items() if value is not KEEP}


class CustomersVerbs(Room):
    """All customers at once."""

    __slots__ = ()

    def table(self, *, archived: bool = False) -> Table:
        """Every customer with metrics, stage and label, as a table; amounts in the base currency.

        Args:
            archived: Whether archived customers are in it too.
        """
        return Table(self._table("customers", {"archived": archived}))


class EventsVerbs(Room):
    """Following the journal."""

    __slots__ = ()

    def consume(self, consumer: str, *, limit: int = 100, lease_seconds: int = 60) -> Iterator[Event]:
        """Every event that waits for a named consumer, oldest first.

        An event counts as worked off when the loop comes back for the next one, and is acknowledged at the latest at
        the end of its batch. When the loop is left by an error or `break`, the event in hand is delivered again.

        Args:
            consumer: The name of the consumer, chosen by you.
            limit: Events of one batch at the most.
            lease_seconds: Seconds that one batch may take before its events are delivered again.
        """
        take = {"consumer": consumer, "limit": limit, "lease_seconds": lease_seconds}
        while True:
            batch = EventBatch._of(self._call("events.take", take))
            if not batch.events:
                return
            worked_off = None
            try:
                for event in batch.events:
                    yield event
                    worked_off = event.seq
            finally:
                if worked_off is not None:
                    self._call("events.ack", {"consumer": consumer, "seq": worked_off})
