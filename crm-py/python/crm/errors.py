"""One exception per error code, each also a kind of Python's own exceptions where there is one that fits.

Every exception says what happened (`code`, `message`), where (`path`, a JSON pointer into the input; `field`, its last
name) and what to do next (`hint`, `allowed`, `existing_id`). None carries a value that could be personal data.
"""

from __future__ import annotations

from collections.abc import Sequence


class Error(Exception):
    """What went wrong in a call; nothing was changed by it."""

    code: str
    """The stable token of the error, the same in all languages, such as `not_found`."""
    message: str
    """One sentence for people."""
    path: str | None
    """The field as a JSON pointer into the input, such as `/lines/0/quantity`."""
    hint: str | None
    """What to do next."""
    allowed: tuple[str, ...]
    """What would have been allowed: states after a forbidden move, tokens after an unknown one."""
    existing_id: int | None
    """The id of the row that is there already, for conflicts."""

    def __init__(
        self,
        code: str,
        message: str,
        path: str | None = None,
        hint: str | None = None,
        allowed: Sequence[str] = (),
        existing_id: int | None = None,
    ) -> None:
        super().__init__(code, message, path, hint, tuple(allowed), existing_id)
        self.code = code
        self.message = message
        self.path = path
        self.hint = hint
        self.allowed = tuple(allowed)
        self.existing_id = existing_id

    @property
    def field(self) -> str | None:
        """The last name of the path: `quantity` of `/lines/0/quantity`."""
        if not self.path:
            return None
        return self.path.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")

    def __str__(self) -> str:
        """The message with its field and what to do next."""
        parts = [self.message]
        if self.path:
            parts.append(f" (at {self.path})")
        if self.allowed:
            parts.append(f"; allowed: {', '.join(self.allowed)}")
        if self.existing_id is not None:
            parts.append(f"; existing id {self.existing_id}")
        if self.hint:
            parts.append(f"; {self.hint}")
        return "".join(parts)


class NotFound(Error, LookupError):
    """The named thing does not exist."""


class InvalidInput(Error, ValueError):
    """The input breaks a rule; `path` and `field` name where."""


class Conflict(Error):
    """The input contradicts what is stored; `existing_id` names the owner where there is one."""


class NotAllowedTransition(Error):
    """The state machine forbids the move; `allowed` lists the states that may follow."""


class IdempotencyConflict(Conflict):
    """The same request key came with another input before."""


class Busy(Error, TimeoutError):
    """Another writer held the file for longer than the timeout; try again later."""


class Interrupted(Error):
    """The call was interrupted or passed its deadline."""


class TooNew(Error):
    """The file was written by a newer library; it was not touched."""


class NotADatabase(Error):
    """The file is no database, or one of another program; it was not touched."""


class Corrupt(Error):
    """The file is damaged; the handle only reads from now on."""


class DiskFull(Error, OSError):
    """The disk is full; earlier data is intact and the handle works when space returns."""


class PermissionRefused(Error, PermissionError):
    """The operating system, or the guard of the host's own tables, refused access."""


class ReadOnly(Error):
    """The file or handle can only be read."""


class InputOutput(Error, OSError):
    """An input or output error of the operating system."""


class Forked(Error):
    """The handle was opened before a fork; open one per process."""


class Poisoned(Error):
    """An earlier panic or failed sync made the handle unusable; open it again."""


class Misuse(Error):
    """The handle or transaction is closed."""


class LimitExceeded(Error):
    """A documented limit was passed (length, depth, number of rows)."""


class UnknownOperation(Error, LookupError):
    """There is no operation of that name."""


class InternalError(Error):
    """A defect of the library; please report it."""


class Blocked(Error):
    """The shop has blocked the customer, or its rules give none of this service; the message names which and why."""


BY_CODE: dict[str, type[Error]] = {
    "not_found": NotFound,
    "invalid_input": InvalidInput,
    "conflict": Conflict,
    "not_allowed_transition": NotAllowedTransition,
    "idempotency_conflict": IdempotencyConflict,
    "busy": Busy,
    "interrupted": Interrupted,
    "too_new": TooNew,
    "not_a_database": NotADatabase,
    "corrupt": Corrupt,
    "disk_full": DiskFull,
    "permission": PermissionRefused,
    "read_only": ReadOnly,
    "io": InputOutput,
    "forked": Forked,
    "poisoned": Poisoned,
    "misuse": Misuse,
    "limit": LimitExceeded,
    "unknown_operation": UnknownOperation,
    "internal": InternalError,
    "blocked": Blocked,
}
"""The exception of every code of the library."""


def exception(
    code: str,
    message: str,
    path: str | None = None,
    hint: str | None = None,
    allowed: Sequence[str] = (),
    existing_id: int | None = None,
) -> Error:
    """The exception of an error of the library."""
    return BY_CODE.get(code, Error)(code, message, path, hint, allowed, existing_id)
