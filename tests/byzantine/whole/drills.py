"""Short attacks, each aimed at one thing that has to hold; all are judged as they happen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from handrail.domain.actions.model import Action, ActionState, Role
from handrail.kernel.errors import HandrailError
from tests.byzantine.whole.attacker import Attack
from tests.byzantine.whole.court import DAY, MINUTE
from tests.byzantine.whole.people import STAFF, Seat

KIM, LEE, NOA, OKI, PAT = STAFF[0], STAFF[1], STAFF[3], STAFF[4], STAFF[5]
BEN = ("cus-1002", Role.LEAD)
PLACE = {"street": "14 Eyre Lane", "postcode": "H91 X2", "city": "Galway"}


@dataclass(slots=True, kw_only=True)
class Drill(Attack):
    """Attack by plan: every customer and order is new, so that what is legal is known exactly."""

    made: int = field(default=0)

    def somebody(self) -> Seat:
        """Return the seat of a customer whom nobody knew before."""
        self.made += 1
        name = f"cus-9{self.made:05}"
        with self.world.ledger.transaction() as held:
            held.execute(
                "INSERT INTO customers (id, name, email, country, is_member, joined_at)"
                " VALUES (?, 'N. N.', ?, 'IE', 0, '2020-01-01T00:00:00.000000Z')",
                (name, f"{name}@mail.example"),
            )
        return self.people.seat_of(name)

    def order(self, seat: Seat, **changes: Any) -> str:
        """Write an order of theirs: delivered, back, 90.00 paid, unless said otherwise."""
        self.made += 1
        number, now = f"CC-8{self.made:06}", self.world.now()
        made, freight = changes.pop("made", False), changes.pop("freight", False)
        row: dict[str, Any] = {
            "id": number,
            "customer": seat.customer,
            "state": "delivered",
            "placed_at": now - 3 * DAY,
            "delivered_at": now - DAY,
            **{"street": "1 Mill Lane", "postcode": "V94", "city": "Limerick", "country": "IE"},
            **{"payment": "Visa", "shipping": 0, "paid": 9_000, "is_back": 1},
        } | changes
        row |= {k: self._spelled(row[k]) for k in ("placed_at", "delivered_at")}
        marks = ", ".join("?" * len(row))
        with self.world.ledger.transaction() as held:
            held.execute(
                f"INSERT INTO orders ({', '.join(row)}) VALUES ({marks})", (*row.values(),)
            )
            held.execute(
                "INSERT INTO items (order_id, position, sku, title, quantity, price,"
                " is_made_for_you, is_freight) VALUES (?, 1, 'X', 'X', 1, 1, ?, ?)",
                (number, made, freight),
            )
            if row["state"] in ("on_its_way", "delivered"):
                held.execute(
                    "INSERT INTO invoices (id, order_id, issued_at, amount) VALUES (?, ?, '', 1)",
                    (f"INV-{number}", number),
                )
        return number

    def change(self, order: str, what: str) -> None:
        """Change an order, as the warehouse would."""
        with self.world.ledger.transaction() as held:
            held.execute(f"UPDATE orders SET {what} WHERE id = ?", (order,))

    def refund(self, seat: Seat, amount: int = 2_000, order: str | None = None) -> Action:
        """Ask for a refund that is legal, of a new order unless one is named."""
        named = order or self.order(seat, paid=max(amount, 9_000))
        return self.asked(seat, "refund", order=named, amount=amount)

    def asked(self, seat: Seat, name: str, **arguments: Any) -> Action:
        """Ask; the drill ends where nothing came of it."""
        action = self.ask(seat, name, arguments)
        if action is None:
            raise DrillOver(name)
        return action

    def agreed(self, seat: Seat, amount: int = 2_000, *staff: tuple[str, Role]) -> Action:
        """Ask for a refund, confirm it, and let staff approve it."""
        return self.agree(self.refund(seat, amount), *staff)

    def agree(self, action: Action, *staff: tuple[str, Role]) -> Action:
        """Confirm, and let staff approve."""
        self.confirm_one(self.state(action.id), yes=True)
        return self.agree_staff(action, *staff)

    def agree_staff(self, action: Action, *staff: tuple[str, Role]) -> Action:
        """Let staff approve."""
        for who in staff:
            self.approve_one(self.state(action.id), who, yes=True)
        return self.state(action.id)

    def done(self, action: Action, *staff: tuple[str, Role]) -> Action:
        """Agree, and let a worker do it."""
        self.agree(action, *staff)
        self.carry(action.id)
        return self.state(action.id)

    def tamper(self, action: Action) -> None:
        """Change an action's row, as somebody with the database's password could."""
        with self.world.store.writing_connection() as connection:
            connection.exec_driver_sql(
                f"UPDATE actions SET compensates = 'act_0' WHERE id = '{action.id}'"
            )
        self.world.court.matters[action.id].is_tampered = True

    def calm(self) -> None:
        """Let a minute pass, so that nobody asks too often."""
        self.world.advance(MINUTE + 1)

    def expect(self, action: Action, state: ActionState) -> None:
        """Note where an action that surely had to come so far did not."""
        now = self.state(action.id)
        if now.state is not state:
            self.world.court.stopped.append(f"{now.name} is {now.state.value}, not {state.value}")

    @contextmanager
    def meanwhile(self, what: Callable[[], None], door: str = "wire") -> Iterator[None]:
        """Let something happen once, when somebody waits next."""
        waiting = [what]

        def once() -> None:
            while waiting:
                waiting.pop()()

        place = self.world.wire if door == "wire" else self.world.doors
        kept, place.between = place.between, once
        try:
            yield
        finally:
            place.between = kept

    def _spelled(self, at: object) -> str | None:
        if not isinstance(at, int):
            return None
        return datetime.fromtimestamp(at, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class DrillOver(HandrailError):
    """Report that a drill cannot go on, as the product refused to hear of it."""
