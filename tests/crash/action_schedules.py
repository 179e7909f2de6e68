"""One schedule: an agreed action, what befalls its request, and where its workers are killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from handrail.adapters.sql.audit_log import SqlAuditLog
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.vault.signing import is_signed
from handrail.domain.actions.card import digest_of
from handrail.domain.actions.model import Action, ActionId, ActionState, Control
from handrail.domain.actions.spec import BackendClass
from handrail.domain.audit.model import AuditEntry, Verdict
from handrail.domain.audit.verify import HeldLog, verify
from handrail.domain.conversation.model import Conversation, ConversationId, ConversationState
from handrail.kernel.clock import SystemClock
from handrail.kernel.ids import RandomIds
from handrail.sample.orders.ledger import Effect
from tests.builders import an_action, an_entry
from tests.crash.action_worker import Task
from tests.crash.forking import Ended, Workers
from tests.crash.till import ARGUMENTS, NAMES
from tests.domain.audit.logs import OPERATOR
from tests.order_system import CUSTOMER, OPEN_ORDER, SMALL_ORDER, OrderSystem
from tests.vault import a_cipher

SOON_SECONDS = 5.0
CONVERSATION = ConversationId("conv_crash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hold where schedules are played: one of our databases, an order system, and workers."""

    url: str
    store: SqlStore
    orders: OrderSystem
    workers: Workers[Task]

    def agree(self, backend: BackendClass) -> Action:
        """Store an action that was approved."""
        order = OPEN_ORDER if backend is BackendClass.B else SMALL_ORDER
        is_money, now = backend is BackendClass.A, datetime.now(UTC)
        action = an_action(
            RandomIds().new("act"),
            name=NAMES[backend],
            conversation=CONVERSATION,
            customer=CUSTOMER,
            resource=f"Order/{order}",
            arguments={"order": order, **ARGUMENTS[backend]},
            amount=1 if is_money else 0,
            pays_out=is_money,
            control=Control.CUSTOMER,
            state=ActionState.APPROVED,
            proposed_at=now,
            expires_at=now + timedelta(hours=1),
        )
        action = replace(action, digest=digest_of(action))
        with self.store.decide() as tx:
            tx.add_action(action, an_entry("action.approved", subject=action.id))
        return action

    def open(self) -> None:
        """Open the conversation that the actions belong to."""
        opened = Conversation(
            id=CONVERSATION,
            state=ConversationState.OPEN,
            version=0,
            opened_at=datetime.now(UTC),
        )
        with self.store.write() as writing:
            writing.open_conversation(opened, an_entry("conversation.opened"))

    def audit(self) -> Verdict:
        """Seal the audit log, and verify it as a sceptic would."""
        log = SqlAuditLog(self.store)
        while log.seal(OPERATOR, SystemClock(), 10_000, is_thorough=True) is not None:
            pass
        heads = log.heads()
        return verify(HeldLog(entries=log.entries, inside=heads, outside=heads), is_signed)

    def action(self, ref: ActionId) -> Action:
        """Return an action as its row has it."""
        with self.store.read() as reading:
            held = reading.action(ref)
        assert held is not None
        return held

    def entries(self, ref: ActionId, after: int) -> list[AuditEntry]:
        """Return the audit entries of an action that follow the one numbered `after`."""
        with self.store.read() as reading:
            return [entry for _, entry in reading.audit_entries(after) if entry.subject == ref]

    def last_entry(self) -> int:
        """Return the number of the newest audit entry."""
        last = 0
        with self.store.read() as reading:
            while found := reading.audit_entries(last):
                last = found[-1][0]
        return last


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Hold what came of a schedule."""

    backend: BackendClass
    fault: str
    ends: tuple[Ended, ...]
    """How each worker ended; the last one was not to be killed."""
    action: Action
    entries: tuple[AuditEntry, ...]
    """Of the action, in order."""
    effects: tuple[Effect, ...]
    """From the order system's own file."""

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of the audit entries."""
        return [entry.kind for entry in self.entries]

    @property
    def noted_tries(self) -> list[datetime]:
        """Return when tries were noted."""
        return [entry.at for entry in self.entries if entry.kind == "action.attempted"]

    @property
    def is_whole(self) -> bool:
        """Tell whether every worker that was to be killed was."""
        return all(end.is_killed for end in self.ends[:-1])

    @property
    def name(self) -> str:
        """Name the schedule, for a failure's message."""
        killed = " then ".join(str(end.at) for end in self.ends[:-1])
        return f"class {self.backend}, {self.fault}, killed at {killed}"


def play(place: Place, backend: BackendClass, fault: str, kills: tuple[int, ...]) -> Played:
    """Play a schedule: workers are killed one after another, and a last one is left to end."""
    before, after = effects(place, backend), place.last_entry()
    if fault != "none":
        place.orders.fault(NAMES[backend], fault)
    action = place.agree(backend)
    task = Task(database=place.url, orders=place.orders.address, action=action.id)
    ends = []
    for kill_at in kills:
        ends.append(place.workers.run(replace(task, kill_at=kill_at)))
        if not ends[-1].is_killed:
            break
    ends.append(place.workers.run(task))
    if fault != "none":
        place.orders.client.delete("/faults").raise_for_status()
    return Played(
        backend=backend,
        fault=fault,
        ends=tuple(ends),
        action=place.action(action.id),
        entries=tuple(place.entries(action.id, after)),
        effects=tuple(effects(place, backend)[len(before) :]),
    )


def effects(place: Place, backend: BackendClass) -> list[Effect]:
    """Return the effects of a class from the order system's own file."""
    return [effect for effect in place.orders.effects() if effect.action == NAMES[backend]]


def wrongs(played: Played) -> list[str]:
    """Return what is wrong with what came of a schedule; empty where every promise was kept."""
    action, tries, count_ = played.action, played.noted_tries, len(played.effects)
    untouched = played.kinds.count("action.untouched")
    is_once = played.backend is not BackendClass.C
    is_done = action.state is ActionState.SUCCEEDED
    is_with_person = action.state is ActionState.NEEDS_PERSON
    last = "action.succeeded" if is_done else "action.needs_person"
    found = {
        f"{count_} effects": count_ != 1 if is_once else count_ > 1,
        f"it is {action.state.value}": not (is_done or (not is_once and is_with_person)),
        "done without an effect": is_done and count_ == 0,
        "an effect before its try was noted": any(
            sum(at <= effect.at for at in tries) <= place
            for place, effect in enumerate(played.effects)
        ),
        "tries were not all noted": action.attempts != len(tries),
        "tried more than once": not is_once and len(tries) - untouched > 1,
        "no task says why": is_with_person and not action.why,
        f"last noted is {played.kinds[-1]}": played.kinds[-1] != last,
        f"resumed after {played.ends[-1].seconds:.1f} s": played.ends[-1].seconds > SOON_SECONDS,
        f"ended with {played.ends[-1].status}": played.ends[-1].status != 0,
    }
    return [what for what, is_wrong in found.items() if is_wrong]


def one_crash(place: Place, backend: BackendClass, fault: str) -> Iterator[Played]:
    """Play every schedule with one crash: at each failpoint that a worker reaches."""
    yield from _until_none_is_reached(place, backend, fault, ())


def two_crashes(place: Place, backend: BackendClass, fault: str) -> Iterator[Played]:
    """Play every schedule with two: at each failpoint, and at each that then is reached."""
    for first in count(1):
        again = list(_until_none_is_reached(place, backend, fault, (first,)))
        if not again:
            return
        yield from again


def _until_none_is_reached(
    place: Place, backend: BackendClass, fault: str, before: tuple[int, ...]
) -> Iterator[Played]:
    for number in count(1):
        played = play(place, backend, fault, (*before, number))
        if not played.is_whole:
            return
        yield played


@contextmanager
def place_on(url: str, orders: OrderSystem, workers: Workers[Task]) -> Iterator[Place]:
    """Open a place on a database that is empty."""
    store = open_store(url, upgrade, cipher=a_cipher)
    try:
        place = Place(url=url, store=store, orders=orders, workers=workers)
        place.open()
        yield place
    finally:
        store.close()
