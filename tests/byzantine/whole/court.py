"""The court: from what people really did and the order system's books, was each step legal?

It shares no code with gate, flows or policies. It knows which cards people really looked at and
clicked on, who of the staff did, when, what was switched; the books say the rest. What it cannot
know it takes in the product's favour, so that every violation is one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.byzantine.cases import Case
from tests.byzantine.oracle import verdict
from tests.byzantine.whole.books import Books
from tests.byzantine.whole.wire import Request

DAY, HOUR, MINUTE = 86_400, 3_600, 60
STRENGTH = {"none": 0, "customer": 1, "staff": 2, "two_staff": 3}
OPEN = ("awaiting_customer", "awaiting_staff", "approved")
SETTLED = ("succeeded", "failed", "refused", "declined", "expired", "cancelled")
AGENT_MONEY = 20_000
LIMITS: Mapping[str, int] = {
    "customer_money_a_day": 150_000,
    "action_money_a_day": 400_000,
    "staff_money_a_day": 120_000,
}
ENDED = tuple(state for state in SETTLED if state != "succeeded")
KEYED, ASKED, NEITHER = ("refund", "cancel_order"), ("change_address", "change_email"), "C"


_STANDS_IN = {"refund": ("amount", "refundable"), "change_address": ("country", "country")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold what the product answered to whoever asked or clicked."""

    ref: str
    state: str
    control: str | None = None
    amount: int = 0
    is_repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """Hold one click as it was sent, and what the person had really before their eyes."""

    ref: str
    """Which action the click names."""
    of: str
    """Which action's card the person looked at."""
    drawn: int
    """How many decisions had been taken on it when that card was drawn."""
    is_true: bool
    """The click says what the card said, and nothing was forged."""
    yes: bool
    words: str
    """The click, as it was sent."""


@dataclass(slots=True, kw_only=True)
class Matter:
    """Hold all that the court knows of one action."""

    ref: str
    name: str
    asker: str
    proposed_by: str
    arguments: Mapping[str, object]
    amount: int
    at: int
    told: str
    decisions: int = 0
    confirmed_at: int | None = None
    answered: Clicked | None = None
    approvals: list[tuple[str, int]] = field(default_factory=list)
    sends: int = 0
    is_in_doubt: bool = False
    """Something was sent that may have had its effect."""
    first: Request | None = None
    first_at: int = 0
    lands_until: int = 0
    effects: int = 0
    is_tampered: bool = False
    """Somebody changed its row behind the product's back."""

    @property
    def target(self) -> str:
        """Return the order or the customer."""
        return self.asker if self.name == "change_email" else str(self.arguments.get("order"))


@dataclass(slots=True, kw_only=True)
class Court:
    """Judge as it happens."""

    books: Books
    now: int
    off: set[str] = field(default_factory=set)
    shadow: set[str] = field(default_factory=set)
    matters: dict[str, Matter] = field(default_factory=dict)
    violations: list[tuple[str, str]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    """What was refused, or put under too strong a control, though surely legal."""
    counts: Counter[str] = field(default_factory=Counter)
    agent_money: int | None = AGENT_MONEY
    is_calm: bool = False
    """Nothing goes wrong on the wire: then what is settled was settled when it happened."""
    _by_customer: dict[str, list[Matter]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _moved: set[str] = field(default_factory=set)

    def proposed(
        self, proposal: Case, proposed_by: str, told: Told | None, without: str | None = None
    ) -> None:
        """Judge what became of a proposal; the case holds what was said, and who really asked.

        `without` names a fact that the order system left out when it was asked.
        """
        case = self._case(self._completed(proposal, without), None)
        if case.facts is not None and without is not None:
            case = replace(case, facts={k: v for k, v in case.facts.items() if k != without})
        legal = verdict(case)
        self.counts["proposals"] += 1
        self.counts["legal proposals"] += legal in STRENGTH
        is_fresh = self._is_fresh(case)
        if told is not None and told.is_repeated:
            return
        if told is not None:
            self._remember(case, proposed_by, told)
        is_in = told is not None and told.state in OPEN
        self.counts["let in"] += is_in
        self.counts["agreed"] += told is not None and told.state == "approved"
        if told is not None and is_in:
            self._judge_control(f"{told.ref} {case.name}", legal, told.control)
            if case.name in self.shadow:
                self._red("let in while it only pretends", told.ref)
        elif is_fresh and legal in STRENGTH and case.name not in self.shadow:
            self.stopped.append(f"{case.name} {dict(case.arguments)}: {legal}, told {told}")
        if told is not None and is_in and is_fresh and told.control != legal:
            self.stopped.append(f"{case.name}: {legal} was enough, told {told.control}")

    def confirmed(self, click: Clicked, who: str, session_ends: int, told: Told | None) -> None:
        """Judge what became of a customer's click; None where it was not taken."""
        self.counts["clicks"] += 1
        if told is None:
            return
        matter = self.matters[click.ref]
        if matter.answered is not None and _same(matter.answered, click, who, matter):
            return  # the same click again finds what the first one did
        is_taken_back = _is_taken_back(matter, click, told)
        until = (matter.confirmed_at or 0) + DAY if is_taken_back else matter.at + 15 * MINUTE
        flaw = self._flaw(click, matter, until)
        if who != matter.asker:
            flaw = "somebody else's click"
        elif session_ends <= self.now:
            flaw = "a click after the session"
        elif matter.answered is not None and not is_taken_back:
            flaw = "a second answer"
        if flaw is not None:
            self._red(f"taken: {flaw}", f"{click.ref} by {who}")
        matter.answered, matter.told = click, told.state
        matter.decisions += 1
        self.counts["confirmed"] += click.yes
        if click.yes and flaw is None and told.state in OPEN:
            matter.confirmed_at = self.now
            self._judge_agreed(matter, session_ends, told)

    def approved(self, click: Clicked, who: str, role: str, told: Told | None) -> None:
        """Judge what became of a click of the staff."""
        self.counts["clicks"] += 1
        if told is None:
            return
        matter = self.matters[click.ref]
        flaw = self._flaw(click, matter, (matter.confirmed_at or 0) + DAY)
        flaw = flaw or _flaw_of(matter, who, role, self.agent_money)
        if flaw is not None:
            self._red(f"taken: {flaw}", f"{click.ref} by staff {who}")
        matter.told = told.state
        matter.decisions += 1
        self.counts["approved"] += click.yes
        if not click.yes or flaw is not None or told.state not in OPEN:
            return
        matter.approvals.append((who, self.now))
        self._judge_agreed(matter, self.now + 1, told, staff=who)

    def signed_in(self, wanted: str, is_genuine: bool, told: str | None) -> None:
        """Judge who the product took somebody for."""
        self.counts["sign-ins"] += 1
        if told is not None and (not is_genuine or told != wanted):
            self._red("signed in without a token", f"{told} for {wanted}")

    def settled(self, ref: str, state: str) -> None:
        """Take note of what the product says has become of an action."""
        if ref not in self.matters:
            return
        self.matters[ref].told = state
        if state in ENDED and self.matters[ref].effects:
            self._red("told: it was not done, and it was", f"{ref} is {state}")

    def sent(self, request: Request) -> None:
        """Judge a request before it reaches the desk."""
        self.counts["requests"] += 1
        matter = self.matters.get(request.work or "")
        if matter is None:
            self._red("sent: of nobody's asking", str(request))
            return
        for flaw in (*self._content(request, matter), *self._circumstances(matter)):
            self._red(f"sent: {flaw}", f"{matter.ref} {matter.name}")
        if not matter.is_in_doubt or matter.name in ASKED:
            self._judge_send(matter)
        matter.sends += 1
        if matter.first is None:
            matter.first, matter.first_at = request, self.now
            self._keys.setdefault(request.key or matter.ref, matter.ref)

    def landed(self, request: Request, *, is_untouched: bool, is_held: bool) -> None:
        """Compare what came into the books with what was sent."""
        matter = self.matters.get(request.work or "")
        if matter is None:
            return
        if is_untouched:
            matter.sends -= 1
        matter.is_in_doubt |= not is_untouched
        if is_held and request.deadline is not None:
            matter.lands_until = max(matter.lands_until, int(request.deadline.timestamp()))
        for effect in self.books.new_effects():
            self.counts["effects"] += 1
            self.counts[f"effects: {effect.action}"] += 1
            matter.effects += 1
            is_it = (effect.action, effect.target, effect.customer) == (
                matter.name,
                matter.target,
                matter.asker,
            )
            # A cancellation names no amount. Sent again, as nobody knew whether it was done, it
            # pays what is left by then: others may have paid meanwhile, and it is never more.
            is_again = matter.name == "cancel_order" and matter.sends > 1
            is_it &= effect.amount <= matter.amount if is_again else effect.amount == matter.amount
            if not is_it:
                self._red("effect: another than agreed to", f"{matter.ref} {effect}")
            if effect.action == "change_address" and effect.target in self._moved:
                self._red("effect: a second address for one order", matter.ref)
            self._moved |= {effect.target} if effect.action == "change_address" else set()
            if matter.effects > 1:
                self._red("effect: twice", f"{matter.ref} {matter.name}")

    def judge_books(self) -> None:
        """Look at the whole ledger once more, as nobody's but the order system's."""
        seen: set[str] = set()
        for effect in self.books.effects:
            if effect.key is not None and effect.key in seen:
                self._red("effect: twice under one key", str(effect))
            seen.add(effect.key or "")
        agreed = sum(matter.effects for matter in self.matters.values())
        if agreed != len(self.books.effects):
            self._red("effect: of nobody's asking", f"{agreed} of {len(self.books.effects)}")
        with self.books.ledger.transaction() as held:
            wrong = held.execute("SELECT id FROM orders WHERE refunded > paid").fetchall()
        for row in wrong:
            self._red("effect: more than was paid", str(row["id"]))

    def _judge_agreed(
        self, matter: Matter, session_ends: int, told: Told, staff: str | None = None
    ) -> None:
        """Judge that an agreement counts: it must be legal now, under no stronger control."""
        legal = verdict(self._case(self._asked(matter, session_ends), matter, staff))
        self._judge_control(f"{matter.ref} {matter.name} agreed", legal, told.control)
        if told.state == "approved" and _lacks(matter, legal):
            self._red("approved: too few people", f"{matter.ref} {matter.name}: {legal}")
        self.counts["agreed"] += told.state == "approved"

    def _judge_send(self, matter: Matter) -> None:
        legal = verdict(self._case(self._asked(matter, self.now + 1), matter))
        if legal not in STRENGTH:
            self._red(f"sent: {legal}", f"{matter.ref} {matter.name}")
        elif _lacks(matter, legal):
            self._red("sent: too few people agreed", f"{matter.ref} {matter.name}: {legal}")
        if self._pays(matter) != matter.amount:
            self._red("sent: another amount than agreed to", f"{matter.ref} {matter.name}")
        moments = [matter.at, matter.confirmed_at or 0, *(at for _, at in matter.approvals)]
        if self.now >= max(moments) + HOUR:
            self._red("sent: what was agreed to had run out", f"{matter.ref} {matter.name}")

    def _content(self, request: Request, matter: Matter) -> list[str]:
        is_it = (request.action, request.target) == (matter.name, matter.target)
        said = {k: v for k, v in matter.arguments.items() if k != "order"}
        flaws = [] if is_it and dict(request.body) == said else ["another thing than agreed to"]
        first = matter.first
        if first is not None and (first.key, first.body) != (request.key, request.body):
            flaws.append("another key or other bytes on a retry")
        if matter.name != "resend_invoice" and not request.key:
            flaws.append("no key")
        if request.key and self._keys.get(request.key, matter.ref) != matter.ref:
            flaws.append("another action's key")
        return flaws

    def _circumstances(self, matter: Matter) -> list[str]:
        is_class_b = matter.name in ASKED and matter.is_in_doubt
        is_class_a = matter.name in KEYED and matter.is_in_doubt
        flaws = {
            "its row was changed behind everybody's back": matter.is_tampered,
            "switched off": bool({"*", matter.name} & self.off),
            "it only pretends": matter.name in self.shadow,
            f"it is {matter.told}": matter.told in SETTLED,
            "class C was tried already": matter.name == "resend_invoice" and matter.sends > 0,
            "class B again, and the effect is there": is_class_b and matter.effects > 0,
            "class B again, and the first may still land": (
                is_class_b and self.now < matter.lands_until
            ),
            "class A again, and the key is forgotten": (
                is_class_a and self.now > matter.first_at + DAY
            ),
        }
        return [flaw for flaw, is_one in flaws.items() if is_one]

    def _pays(self, matter: Matter) -> int:
        if matter.name == "refund":
            held = matter.arguments.get("amount")
            return held if isinstance(held, int) else -1
        if matter.name != "cancel_order":
            return 0
        facts = self.books.facts(matter.name, matter.target, self.now)
        left = None if facts is None else facts["refundable"]
        return left if isinstance(left, int) else -1

    def _asked(self, matter: Matter, token_ends: int) -> Case:
        return Case(
            name=matter.name,
            arguments=matter.arguments,
            asker=matter.asker,
            token_ends=token_ends,
        )

    def _completed(self, said: Case, without: str | None) -> Case:
        """Add what the company says stands in for a value that its own customer did not name."""
        name, fact = _STANDS_IN.get(said.name, ("", ""))
        case = self._case(said, None)
        if not name or name in said.arguments or case.owner != said.asker or fact == without:
            return said
        value = (case.facts or {}).get(fact)
        return said if value is None else replace(said, arguments={**said.arguments, name: value})

    def _case(self, said: Case, matter: Matter | None, staff: str | None = None) -> Case:
        """Return what was said with what is true: facts, totals and switches from the books."""
        asker = said.asker or ""
        named = asker if said.name == "change_email" else str(said.arguments.get("order"))
        return Case(
            name=said.name,
            arguments=said.arguments,
            asker=said.asker,
            token_ends=said.token_ends,
            owner=self.books.owner(said.name, named),
            facts=self.books.facts(said.name, named, self.now),
            totals=self._totals(said.name, asker, matter, staff),
            limits=LIMITS,
            off=tuple(self.off),
            all_off="*" in self.off,
            now=self.now,
        )

    def _totals(
        self, name: str, asker: str, matter: Matter | None, staff: str | None
    ) -> Mapping[str, int]:
        """Return what was surely done: what may only be under way is not counted."""
        day = self.now - DAY
        today = self.books.of_customer(asker, day)
        theirs = self._by_customer.get(asker, [])
        recent = [m for m in theirs[-30:] if m is not matter and m.at > self.now - MINUTE]
        emails = self.books.of_customer(asker, self.now - 9 * DAY, "change_email")
        totals = {
            "customer_money_today": sum(e.amount for e in today),
            # how often is looked at when something is asked for, and not when it is agreed to
            "customer_actions_today": len(today) if matter is None else 0,
            "customer_actions_last_minute": len(recent) if matter is None else 0,
            "action_money_today": self._paid_by(name, day),
            "staff_money_today": 0 if staff is None else self._approved_by(staff, matter, day),
        }
        return {**totals, "contact_changed_at": emails[-1].at} if emails else totals

    def _paid_by(self, name: str, since: int) -> int:
        total = 0
        for effect in reversed(self.books.effects):
            if effect.at <= since:
                break
            total += effect.amount if effect.action == name else 0
        return total

    def _approved_by(self, staff: str, now_deciding: Matter | None, since: int) -> int:
        return sum(
            m.amount
            for m in self.matters.values()
            if m is not now_deciding and m.effects
            if any(who == staff and at > since for who, at in m.approvals)
        )

    def _is_fresh(self, case: Case) -> bool:
        """Tell whether nothing else can bear on it: then what is legal is known exactly."""
        since = self.now - 9 * DAY
        theirs = [m for m in self._by_customer.get(case.asker or "", [])[-40:] if m.at > since]
        if any(not (self.is_calm and m.told in SETTLED) for m in theirs):
            return False
        target = str(case.arguments.get("order"))
        last = [m for m in list(self.matters.values())[-400:] if m.at > since]
        if any(m.target == target and m.told not in SETTLED for m in last):
            return False
        pays = case.arguments.get("amount") or (case.facts or {}).get("refundable") or 0
        paid = sum(m.amount for m in last if m.name == case.name and m.told not in ENDED)
        return isinstance(pays, int) and paid + pays <= LIMITS["action_money_a_day"]

    def _remember(self, case: Case, proposed_by: str, told: Told) -> None:
        matter = Matter(
            ref=told.ref,
            name=case.name,
            asker=case.asker or "",
            proposed_by=proposed_by,
            arguments=dict(case.arguments),
            amount=told.amount,
            at=self.now,
            told=told.state,
        )
        self.matters[told.ref] = matter
        self._by_customer.setdefault(matter.asker, []).append(matter)

    def _flaw(self, click: Clicked, matter: Matter, until: int) -> str | None:
        if not click.is_true:
            return "a forged click"
        if click.of != click.ref:
            return "another card's click"
        if click.drawn != matter.decisions:
            return "a click on an old card"
        return "a click too late" if self.now >= until else None

    def _judge_control(self, what: str, legal: str, given: str | None) -> None:
        if legal not in STRENGTH:
            self._red(f"let through: {legal}", what)
        elif given is None or STRENGTH[given] < STRENGTH[legal]:
            self._red("let through: too weak a control", f"{what}: {legal}, told {given}")

    def _red(self, kind: str, detail: str) -> None:
        self.violations.append((kind, detail))


def _same(answered: Clicked, click: Clicked, who: str, matter: Matter) -> bool:
    is_it = (answered.words, answered.yes) == (click.words, click.yes)
    return who == matter.asker and is_it


def _lacks(matter: Matter, legal: str) -> bool:
    """Tell whether somebody is missing who has to agree."""
    if legal not in STRENGTH or legal == "none":
        return False
    people = {who for who, _ in matter.approvals}
    needed = {"customer": 0, "staff": 1, "two_staff": 2}[legal]
    return matter.confirmed_at is None or len(people) < needed


def _is_taken_back(matter: Matter, click: Clicked, told: Told) -> bool:
    """Tell whether a customer no longer wants what still waits for the staff."""
    is_waiting = matter.answered is not None and matter.answered.yes
    is_waiting = is_waiting and matter.told == "awaiting_staff"
    return is_waiting and not click.yes and told.state == "cancelled"


def _flaw_of(matter: Matter, who: str, role: str, limit: int | None) -> str | None:
    if who == matter.asker or f"staff:{who}" == matter.proposed_by:
        return "one's own approval"
    if any(who == before for before, _ in matter.approvals):
        return "a second approval of the same person"
    is_large = limit is not None and matter.name in KEYED and matter.amount > limit
    if role == "agent" and is_large:
        return "an agent's approval above the limit"
    return "an approval before the customer's" if matter.confirmed_at is None else None
