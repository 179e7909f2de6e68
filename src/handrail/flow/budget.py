"""What may be spent on language models, by whom, and where it is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from handrail.flow.language_model import Spender

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """Hold an amount: tokens, and money in millionths of the price list's currency."""

    tokens_in: int = 0
    tokens_out: int = 0
    micros: int = 0

    @property
    def tokens(self) -> int:
        """Return all tokens."""
        return self.tokens_in + self.tokens_out

    def less(self, other: "Spending") -> "Spending":
        """Return the difference."""
        return Spending(
            tokens_in=self.tokens_in - other.tokens_in,
            tokens_out=self.tokens_out - other.tokens_out,
            micros=self.micros - other.micros,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Name who spends, and how much may be spent."""

    scope: str
    subject: str
    day: str
    """Empty for an account that no day ends."""
    most_tokens: int
    most_micros: int | None = None


class Ledger(Protocol):
    """Keep what was spent, so that no limit is passed however many spend at once."""

    def reserve(self, accounts: tuple[Account, ...], amount: Spending) -> bool:
        """Spend the amount on every account, or on none where one has not enough left."""
        ...

    def settle(self, accounts: tuple[Account, ...], change: Spending) -> None:
        """Add the difference between what was used and what was reserved, on every account."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Hold the limits of a project."""

    per_conversation: int
    per_customer_day: int
    per_day: int
    cost_per_day: float | None = None

    def accounts(self, spender: Spender, today: date) -> tuple[Account, ...]:
        """Return the accounts that a call goes on; always in one order, so that none waits."""
        day = today.isoformat()
        most = None if self.cost_per_day is None else int(self.cost_per_day * _MILLION)
        held = [
            Account(scope="day", subject="", day=day, most_tokens=self.per_day, most_micros=most)
        ]
        if spender.customer is not None:
            limit = self.per_customer_day
            subject = spender.customer
            held.append(Account(scope="customer", subject=subject, day=day, most_tokens=limit))
        if spender.conversation is not None:
            limit = self.per_conversation
            subject = spender.conversation
            held.append(Account(scope="conversation", subject=subject, day="", most_tokens=limit))
        return tuple(held)
