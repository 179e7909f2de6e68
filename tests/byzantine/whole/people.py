"""Customers and staff: who is signed in where, and what people do when a card is before them."""

from dataclasses import dataclass, field
from random import Random

import jwt

from handrail.domain.actions.model import Action, CustomerSession, Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.flow.identify_customer import identify_customer, session_of
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.kernel.errors import HandrailError
from handrail.kernel.ids import digest
from tests.byzantine.whole.world import AUDIENCE, SECRET, World

STAFF = (
    *(("kim", Role.AGENT), ("lee", Role.AGENT), ("mo", Role.AGENT)),
    *(("noa", Role.LEAD), ("oki", Role.LEAD), ("pat", Role.ADMIN)),
    ("cus-1002", Role.LEAD),
)
"""One of them is a customer too."""


@dataclass(slots=True, kw_only=True)
class Seat:
    """Hold a conversation, and who is really signed in there."""

    conversation: ConversationId
    customer: str
    session: CustomerSession | None = None
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Hold a card as somebody once saw it."""

    action: Action
    drawn: int


@dataclass(slots=True, kw_only=True)
class People:
    """Sign in, and keep the seats."""

    world: World
    chance: Random
    customers: tuple[str, ...]
    seats: list[Seat] = field(default_factory=list)
    _nonces: int = 0

    def seat(self) -> Seat:
        """Return a seat whose session holds, mostly; now and then one that has run out."""
        if not self.seats or self.chance.random() < 0.05:
            return self._sit_down(self.chance.choice(self.customers))
        return self._awake(self.chance.choice(self.seats[-14:]))

    def seat_of(self, customer: str) -> Seat:
        """Return a seat of this customer."""
        theirs = [seat for seat in self.seats[-40:] if seat.customer == customer]
        return self._awake(theirs[-1]) if theirs else self._sit_down(customer)

    def attack_sign_in(self) -> None:
        """Show a token that is old, used, forged, or somebody else's host's."""
        seat, other = self.seat(), self.chance.choice(self.customers)
        token = self.chance.choice(
            (
                seat.token,
                self._token(other, secret="x" * 40),
                self._token(other, audience="another company"),
                self._token(other, age=3_600),
                self._token(other, algorithm="none"),
                self._token(other).rsplit(".", 1)[0] + ".",
                other,
            )
        )
        self._identify(seat.conversation, token, other, is_genuine=False)

    def _awake(self, seat: Seat) -> Seat:
        """Sign in again where the session ran out, unless nobody notices."""
        session = seat.session
        ended = session is None or session.expires_at <= self.world.clock.now()
        if ended and self.chance.random() < 0.8:
            self._sign_in(seat)
        return seat

    def _sit_down(self, customer: str) -> Seat:
        ports = OpeningPorts(
            store=self.world.store, clock=self.world.clock, ids=self.world.ports.ids
        )
        opening = Opening(token_digest=digest("a token"))
        opened = open_conversation(opening, ports)
        seat = Seat(conversation=opened.id, customer=customer)
        self.seats.append(seat)
        self._sign_in(seat)
        return seat

    def _sign_in(self, seat: Seat) -> None:
        seat.token = self._token(seat.customer)
        self._identify(seat.conversation, seat.token, seat.customer, is_genuine=True)
        seat.session = session_of(seat.conversation, self.world.identity)

    def _identify(
        self, where: ConversationId, token: str, wanted: str, *, is_genuine: bool
    ) -> None:
        told = None
        try:
            told = identify_customer(where, token, digest("t"), self.world.identity).customer
        except HandrailError:
            if is_genuine:
                raise
        self.world.court.signed_in(wanted, is_genuine, told)

    def _token(
        self,
        customer: str,
        *,
        secret: str = SECRET,
        audience: str = AUDIENCE,
        age: int = 0,
        algorithm: str = "HS256",
    ) -> str:
        self._nonces += 1
        at = self.world.now() - age
        claims = {"sub": customer, "aud": audience, "iat": at, "exp": at + 600}
        return jwt.encode(
            {**claims, "jti": f"nonce-{self._nonces}"},
            "" if algorithm == "none" else secret,
            algorithm=algorithm,
        )


def staff_session(name: str, role: Role) -> StaffSession:
    """Return somebody's session."""
    return StaffSession(staff=StaffId(name), role=role)
