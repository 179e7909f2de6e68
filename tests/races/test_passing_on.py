"""Two pass a conversation on while a third speaks: one wins, and nobody speaks out of turn."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.model import Handoff
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.pass_on import PassOn, pass_on
from handrail.flow.take_over import say_as_agent, take_conversation
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import Conflict, Forbidden
from handrail.kernel.ids import RandomIds
from tests.builders import a_conversation, an_entry
from tests.flow.test_one_speaker import spoken_out_of_turn
from tests.vault import a_cipher

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

_ROUNDS = int(os.environ.get("RACE_ROUNDS", "100"))
"""`make races` runs 1,000."""
KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)
LEADS = [StaffSession(staff=StaffId(f"lead{n}"), role=Role.LEAD) for n in range(2)]
AGENTS = [StaffSession(staff=StaffId(f"agent{n}"), role=Role.AGENT) for n in range(2)]


@pytest.fixture(params=["sqlite", "postgres"])
def ports(request: pytest.FixtureRequest) -> Iterator[DeskPorts]:
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    with store.decide() as tx:
        for member in (KIM, *LEADS, *AGENTS):
            tx.add_staff(member, f"token {member.staff}", an_entry())
    yield DeskPorts(store=store, clock=SystemClock(), ids=RandomIds())
    store.close()


def done(act: Callable[[], object]) -> str:
    try:
        act()
    except (Conflict, Forbidden) as error:
        return type(error).__name__
    return "done"


def passing(number: int, held: Handoff) -> PassOn:
    return PassOn(to=AGENTS[number].staff, hands=held.hands)


def test_of_two_who_pass_it_on_at_once_one_wins_and_nobody_speaks_out_of_turn(
    ports: DeskPorts,
) -> None:
    start = threading.Barrier(3)
    passes, wrong, kept = [], list[str](), []

    def acts(act: Callable[[], object]) -> str:
        start.wait()
        return done(act)

    with ThreadPoolExecutor(3) as crowd:
        for number in range(_ROUNDS):
            ref = ConversationId(f"conv_{number}")
            with ports.store.write() as writing:
                writing.open_conversation(a_conversation(ref), an_entry())
            say_as_agent(ref, "Kim here.", KIM, ports)
            held = take_conversation(ref, KIM, ports)
            racing = [
                crowd.submit(acts, partial(pass_on, held.id, passing(n, held), LEADS[n], ports))
                for n in range(2)
            ]
            speaking = crowd.submit(acts, partial(say_as_agent, ref, "One moment.", KIM, ports))
            passes.append(sorted(one.result(30) for one in racing))
            speaking.result(30)
            for agent in AGENTS:
                done(partial(say_as_agent, ref, "Hello.", agent, ports))
            with ports.store.read() as reading:
                wrong += spoken_out_of_turn(reading.events_after(ref, 0))
                kept.append(len(reading.notes_of(ref)))

    assert passes == [["Conflict", "done"]] * _ROUNDS
    assert (wrong, kept) == ([], [1] * _ROUNDS)
