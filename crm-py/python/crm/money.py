"""Exact money: a `Decimal` amount in one currency. Never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

__all__ = ["Money"]


@dataclass(frozen=True, slots=True, init=False)
class Money:
    """An amount in one currency.

    >>> Money("129.00", "CNY") + Money(1, "CNY")
    Money('130.00', 'CNY')

    Sums, differences and comparisons need one currency; another one raises `ValueError`. Multiplying by a whole number
    is exact; anything that would round is left to the library, which rounds half to even where a rate is applied.
    """

    amount: Decimal
    """The amount in units of the currency."""
    currency: str
    """The ISO 4217 code, such as `CNY`."""

    def __init__(self, amount: Decimal | int | str, currency: str) -> None:
        if isinstance(amount, float):
            raise TypeError("an amount is a Decimal, an int or a str; a float is not exact")
        try:
            exact = Decimal(amount)
        except InvalidOperation:
            raise ValueError("an amount is a plain decimal number such as '12.50'") from None
        if not exact.is_finite():
            raise ValueError("an amount is a finite number")
        object.__setattr__(self, "amount", exact)
        object.__setattr__(self, "currency", currency)

    @classmethod
    def _of(cls, data: dict[str, str]) -> Money:
        """The money of a result."""
        return cls(data["amount"], data["currency"])

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be combined")

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __radd__(self, other: Money | int) -> Money:
        # So that `sum()` works, which begins with 0.
        return self if other == 0 else NotImplemented

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: int) -> Money:
        if not isinstance(factor, int):
            return NotImplemented
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount <= other.amount

    def __gt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount > other.amount

    def __ge__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount >= other.amount

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __repr__(self) -> str:
        return f"Money({str(self.amount)!r}, {self.currency!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Money, (self.amount, self.currency))

    def to_dict(self) -> dict[str, str]:
        """The amount as the library writes it: `{"amount": "129.00", "currency": "CNY"}`."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}
