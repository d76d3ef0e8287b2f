"""The handle on a customer base, and its transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from os import PathLike, fspath
from types import TracebackType
from typing import Any, Literal, NoReturn, Self

from crm import _crm
from crm.importing import Imports
from crm.plain import time_text
from crm.record import PageRecord
from crm.rooms import Rooms
from crm.table import Table

__all__ = ["Crm", "FixedClock", "Snapshot", "Transaction", "in_memory", "open", "paged"]

Durability = Literal["full", "relaxed"]


class FixedClock(_crm.FixedClock):
    """A clock that stands still until it is moved; for tests, replays and imports."""

    def __new__(cls, at: datetime | str) -> Self:
        return super().__new__(cls, _time(at))  # type: ignore[return-value]

    def now(self) -> datetime:
        """The instant that the clock shows."""
        return datetime.fromisoformat(self.text())

    def set(self, at: datetime | str) -> None:
        """Moves the clock to an instant."""
        self.set_text(_time(at))

    def advance(self, by: timedelta) -> None:
        """Moves the clock by a length of time."""
        self.set(self.now() + by)

    def __repr__(self) -> str:
        return f"FixedClock({self.text()!r})"


def _time(at: datetime | str) -> str:
    return at if isinstance(at, str) else time_text(at)


def _clock(clock: FixedClock | datetime | None) -> FixedClock | None:
    return FixedClock(clock) if isinstance(clock, datetime) else clock


def open(
    path: str | PathLike[str],
    *,
    clock: FixedClock | datetime | None = None,
    seed: int | None = None,
    timeout: float = 5.0,
    durability: Durability = "full",
    create: bool = True,
    read_only: bool = False,
    cache_kib: int = 16_384,
) -> Crm:
    """Opens a customer base, creating the file when it is missing.

    Args:
        path: The file.
        clock: A clock that stands still, or an instant at which time stands; the machine's clock by default.
        seed: Makes random ids follow from this number.
        timeout: Seconds that a writer waits for other writers before `crm.Busy`.
        durability: `full` waits for the disk at every commit; `relaxed` survives a crash of the program, but a power
            loss may take the latest changes.
        create: Whether a missing file is created.
        read_only: Opens for reading only.
        cache_kib: The page cache of each connection.

    Raises:
        NotADatabase: The file is something else; it was not touched.
        TooNew: A newer library wrote the file; it was not touched.
        Corrupt: The file is damaged; it was not touched.
        Busy: Another process held the file for longer than the timeout.
    """
    handle = _crm.open(
        path,
        clock=_clock(clock),
        seed=seed,
        timeout=timeout,
        durability=durability,
        create=create,
        read_only=read_only,
        cache_kib=cache_kib,
    )
    return Crm(handle, fspath(path))


def in_memory(*, clock: FixedClock | datetime | None = None, seed: int | None = None, timeout: float = 5.0) -> Crm:
    """A private customer base in memory, for tests and experiments; gone when it is closed."""
    handle = _crm.open(
        None,
        clock=_clock(clock),
        seed=seed,
        timeout=timeout,
        durability="full",
        create=True,
        read_only=False,
        cache_kib=16_384,
    )
    return Crm(handle, None)


class _Door(Rooms):
    """What a handle and both transactions can do."""

    _native: _crm.Handle | _crm.Transaction | _crm.Snapshot

    def __init__(self, native: _crm.Handle | _crm.Transaction | _crm.Snapshot) -> None:
        self._native = native
        super().__init__(native.call, native.table)

    def call(self, op: str, input: Mapping[str, object] | None = None) -> Any:
        """Calls any operation by name, with plain data in and out.

        Args:
            op: The name, such as `customers.create`.
            input: Its input; Python's dates, decimals, `Money` and records are taken too.
        """
        return self._native.call(op, input)

    def sql(self, query: str, params: Sequence[object] = ()) -> Table:
        """Runs a read-only query over the documented views; 10,000 rows at the most.

        Args:
            query: One SELECT over `crm_customers`, `crm_orders` and the other views.
            params: The values of `?1`, `?2` ….

        Raises:
            PermissionRefused: The query reaches for something else than the views.
            InvalidInput: SQLite cannot compile it, or it would change something.
            LimitExceeded: There are more rows.
        """
        return Table(self._native.sql(query, params))

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} belongs to its process and cannot be pickled; open the file again there"
        )


class Crm(_Door, Imports):
    """An open customer base: rooms as attributes, each call in a transaction of its own.

    Safe to use from any number of threads. It does not survive a fork: open the file again in each process.
    """

    _native: _crm.Handle

    def __init__(self, native: _crm.Handle, path: str | None) -> None:
        super().__init__(native)
        self.path = path
        """The file; None in memory."""

    @contextmanager
    def transaction(self, *, actor: str | None = None, source: str | None = None) -> Iterator[Transaction]:
        """A transaction: it commits at the end of the block, and an exception undoes all of it.

        Args:
            actor: Who writes, for the journal, such as `staff:7`.
            source: From which system, such as `woocommerce`.

        Raises:
            Busy: Other writers held the file for longer than the timeout.
            Conflict: This thread is in another transaction of this handle already.
        """
        transaction = Transaction(self._native.begin(actor, source))
        try:
            yield transaction
        except BaseException:
            transaction.rollback()
            raise
        if not transaction.ended:
            transaction.commit()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """A view of one moment: everything that is read in the block belongs together."""
        snapshot = Snapshot(self._native.snapshot())
        try:
            yield snapshot
        finally:
            snapshot.close()

    def once(self, key: str) -> Rooms:
        """The rooms, each writing call done once per key: the same key and input again replays the first answer.

        Raises:
            IdempotencyConflict: The key came with another input before.
        """
        return _once(self._native, key)

    def interrupt(self) -> None:
        """Ends the calls of this handle that run now in other threads; they raise `Interrupted` and change nothing."""
        self._native.interrupt()

    def close(self) -> None:
        """Closes the handle; calling it again does nothing."""
        self._native.close()

    @property
    def closed(self) -> bool:
        """Whether the handle was closed."""
        return self._native.closed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = " closed" if self.closed else ""
        return f"<crm.Crm {self.path or 'in memory'}{state}>"


class Transaction(_Door):
    """One change of the file; made by `db.transaction()`."""

    _native: _crm.Transaction

    def __init__(self, native: _crm.Transaction) -> None:
        super().__init__(native)
        self.ended = False
        """Whether it was committed or rolled back."""

    def once(self, key: str) -> Rooms:
        """The rooms, each writing call done once per key; as `Crm.once`."""
        return _once(self._native, key)

    def set_deadline(self, seconds: float | None) -> None:
        """Ends calls that still run after so many seconds from now with `Interrupted`."""
        self._native.set_deadline(seconds)

    def commit(self) -> None:
        """Makes the change permanent before the end of the block."""
        self.ended = True
        self._native.commit()

    def rollback(self) -> None:
        """Undoes the change before the end of the block."""
        self.ended = True
        self._native.rollback()

    def __repr__(self) -> str:
        return f"<crm.Transaction{' ended' if self.ended else ''}>"


class Snapshot(_Door):
    """One moment of the file; made by `db.snapshot()`."""

    _native: _crm.Snapshot

    def set_deadline(self, seconds: float | None) -> None:
        """Ends calls that still run after so many seconds from now with `Interrupted`."""
        self._native.set_deadline(seconds)

    def close(self) -> None:
        """Ends the snapshot before the end of the block."""
        self._native.close()

    def __repr__(self) -> str:
        return "<crm.Snapshot>"


def _once(native: _crm.Handle | _crm.Transaction, key: str) -> Rooms:
    return Rooms(lambda op, input: native.call_once(op, key, input), native.table)


def paged(listing: Callable[..., PageRecord], **filters: object) -> Iterator[Any]:
    """Every row of a list, page by page: `for product in crm.paged(db.catalog.list, state="active")`."""
    after: str | None = None
    while True:
        page = listing(after=after, **filters)
        yield from page
        after = page._data["next"]
        if after is None:
            return
