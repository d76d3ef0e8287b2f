"""An embedded CRM for shops: customers, orders, lifecycle and RFM in one SQLite file.

    import crm

    with crm.open("shop.db") as db:
        with db.transaction() as tx:
            wei = tx.customers.create(name="王伟")
        print(db.customers.get(wei.id))

Rooms are attributes of the handle and of a transaction; verbs are methods with typed keyword arguments. Results are
immutable records, amounts `Money`, times aware and in UTC. What goes wrong is a `crm.Error` with its code, its field
and what to do next.
"""

from crm.database import Crm, FixedClock, Snapshot, Transaction, in_memory, open, paged
from crm.errors import (
    Blocked,
    Busy,
    Conflict,
    Corrupt,
    DiskFull,
    Error,
    Forked,
    IdempotencyConflict,
    InputOutput,
    InternalError,
    Interrupted,
    InvalidInput,
    LimitExceeded,
    Misuse,
    NotADatabase,
    NotAllowedTransition,
    NotFound,
    PermissionRefused,
    Poisoned,
    ReadOnly,
    TooNew,
    UnknownOperation,
)
from crm.importing import Progress
from crm.money import Money
from crm.record import Record
from crm.room import KEEP, Keep
from crm.table import Table

__all__ = [
    "KEEP",
    "Blocked",
    "Busy",
    "Conflict",
    "Corrupt",
    "Crm",
    "DiskFull",
    "Error",
    "FixedClock",
    "Forked",
    "IdempotencyConflict",
    "InputOutput",
    "InternalError",
    "Interrupted",
    "InvalidInput",
    "Keep",
    "LimitExceeded",
    "Misuse",
    "Money",
    "NotADatabase",
    "NotAllowedTransition",
    "NotFound",
    "PermissionRefused",
    "Poisoned",
    "Progress",
    "ReadOnly",
    "Record",
    "Snapshot",
    "Table",
    "TooNew",
    "Transaction",
    "UnknownOperation",
    "in_memory",
    "open",
    "paged",
]
