"""A request is ruled on in the transaction that writes its turn: all of it is there, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import ActionId, ActionState, Control, RefusalReason
from handrail.domain.conversation.model import ConversationId, ConversationState
from handrail.domain.decision.model import ActionRuled, HandOff, HandOffReason, RecordId, TurnRecord
from handrail.domain.decision.progress import steps_of
from handrail.flow.act_in_turn import Asking, act_in_turn
from handrail.flow.failed_action import has_failed_action
from handrail.flow.open_turn import OpenTurn
from handrail.flow.propose_action import propose_action
from handrail.flow.record_turn import Turned
from handrail.flow.tell_claims import Telling
from handrail.flow.thought import Thought
from handrail.kernel.errors import Conflict, NotFound, StorageUnavailable, Unavailable
from tests.action_world import CONV, World, a_refund, a_world, click_on, signed_in
from tests.builders import NOON, a_conversation, an_entry, an_inbound
from tests.fakes import CountingIds
from tests.vault import a_cipher

THOUGHT = Thought(
    question="Refund 20.00 for 1001",
    searched="",
    outcome=HandOff(reason=HandOffReason.MODEL_FAILURE),  # nothing that is said before the ruling
    proposal=a_refund(),
    dropped=("colour",),
)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    store = open_store(sqlite_url, upgrade, cipher=a_cipher)
    yield a_world(store, ids=CountingIds())
    store.close()


def a_turn(world: World, ref: str = CONV, *, is_new: bool = False) -> Turned:
    """Build a turn of the conversation as it stands now, or of one that begins."""
    with world.store.read() as reading:
        held = reading.conversation(ConversationId(ref))
    conversation = a_conversation(ref) if held is None else held
    turn = OpenTurn(conversation=conversation, is_new=is_new)
    record = RecordId(f"rec_{conversation.version}_{ref}")
    telling = Telling(record, THOUGHT.question, turn, world.store, world.clock)
    inbound = an_inbound(THOUGHT.question, conversation=None if is_new else conversation.id)
    return Turned(
        inbound=inbound,
        turn=turn,
        telling=telling,
        clock=world.clock,
        ids=world.ports.ids,
        started=0.0,
    )


def asks(world: World, turned: Turned | None = None) -> TurnRecord:
    asking = Asking(proposal=a_refund(), session=signed_in())
    return act_in_turn(asking, THOUGHT, turned or a_turn(world), world.ports)


def kinds(world: World) -> tuple[list[str], list[str]]:
    """Return the kinds of all entries after the first, and of all events."""
    with world.store.read() as reading:
        entries = [entry.kind for _, entry in reading.audit_entries()][1:]
        return entries, [event.kind for event in reading.events_after(CONV, 0)]


def test_the_reply_tells_of_the_card_that_was_written_with_it(world: World) -> None:
    record = asks(world)

    action = world.action("act_1")
    assert record.outcome == ActionRuled(
        name="refund",
        title="Refund an order",
        state=ActionState.AWAITING_CUSTOMER,
        action=ActionId("act_1"),
        control=Control.CUSTOMER,
        version=action.version,
        digest=action.digest,
        rows=(("Order", "1001"), ("Amount", "20.00 EUR")),
        expires_at=action.expires_at,
    )
    assert (record.question, record.at, record.fault) == (THOUGHT.question, NOON, None)
    entries, events = kinds(world)
    assert sorted(entries) == ["action.proposed", "action.ruled", "turn.recorded"]
    assert events[-1] == "action.proposed"
    assert events.count("action.proposed") == 1
    assert click_on(action).version == record.outcome.version


def test_a_refusal_says_why_and_shows_no_card_to_confirm(world: World) -> None:
    world.rules.weakest.clear()

    outcome = asks(world).outcome

    assert isinstance(outcome, ActionRuled)
    assert (outcome.state, outcome.refusal) == (ActionState.REFUSED, RefusalReason.POLICY)
    assert outcome.control is None
    assert "action.proposed" not in kinds(world)[1]


def test_a_second_refusal_running_brings_a_person_who_may_decide_otherwise(world: World) -> None:
    world.rules.weakest.clear()
    refused = asks(world)
    asking = Asking(proposal=a_refund(), session=signed_in(), steps=steps_of([refused]))

    again = act_in_turn(asking, THOUGHT, a_turn(world), world.ports)

    assert again.outcome == HandOff(reason=HandOffReason.POLICY_RESTRICTION)
    assert world.action("act_2").state is ActionState.REFUSED


def test_an_action_that_nobody_can_vouch_for_is_seen_when_the_customer_writes_again(
    world: World,
) -> None:
    record = asks(world)
    assert not has_failed_action([record], world.ports)

    walk_to(world, ActionState.APPROVED, ActionState.EXECUTING, ActionState.UNKNOWN)

    assert has_failed_action([record], world.ports)
    assert not has_failed_action([record], None)
    assert not has_failed_action([record, replace(record, outcome=THOUGHT.outcome)], world.ports)


def walk_to(world: World, *states: ActionState) -> None:
    for state in states:
        with world.store.decide() as tx:
            tx.move_action(replace(world.action("act_1"), state=state), an_entry())


def test_the_same_request_again_tells_of_the_card_that_waits(world: World) -> None:
    first = asks(world).outcome

    again = asks(world).outcome

    assert isinstance(first, ActionRuled)
    assert again == replace(first, is_repeated=True)


def test_a_first_message_opens_its_conversation_with_it(world: World) -> None:
    record = asks(world, a_turn(world, "conv_new", is_new=True))

    assert isinstance(record.outcome, ActionRuled)
    assert world.action("act_1").conversation == "conv_new"
    assert kinds(world)[0][0] == "conversation.opened"


def test_where_a_person_took_over_meanwhile_nothing_is_there(world: World) -> None:
    stale = a_turn(world)
    asks(world)
    before = kinds(world)

    with pytest.raises(Conflict):
        asks(world, stale)

    assert kinds(world) == before


def test_facts_that_moved_meanwhile_are_read_again(world: World) -> None:
    class Meddling(type(world.shop)):  # type: ignore[misc]
        def resource(self, *asked: object) -> object:
            found = super().resource(*asked)
            if self.reads == 1:
                propose_action(a_refund(1), signed_in(), CONV, world.ports)
            return found

    shop = Meddling()
    ports = replace(world.ports, systems=dict.fromkeys(world.ports.systems, shop))
    asking = Asking(proposal=a_refund(), session=signed_in())

    record = act_in_turn(asking, THOUGHT, a_turn(world), ports)

    assert isinstance(record.outcome, ActionRuled)
    assert shop.reads == 2


@pytest.mark.parametrize(("ref", "is_new"), [(CONV, False), ("conv_new", True)])
def test_where_the_system_does_not_answer_a_person_is_asked_and_nothing_proposed(
    world: World, ref: str, *, is_new: bool
) -> None:
    world.shop.is_down = True

    record = asks(world, a_turn(world, ref, is_new=is_new))

    assert record.outcome == HandOff(reason=HandOffReason.TOOL_FAILURE)
    assert record.fault == "The shop does not answer."
    assert record.question == THOUGHT.question
    opening = ["conversation.opened"] * is_new
    assert kinds(world)[0] == [*opening, "turn.recorded", "handoff.requested"]
    with world.store.read() as reading:
        assert reading.actions() == ()
        held = reading.conversation(ConversationId(ref))
    assert held is not None
    assert held.state is ConversationState.HANDED_OFF


@dataclass
class Broken:
    """A system that fails whenever it is asked."""

    fault: Exception

    def resource(self, *_asked: object) -> object:
        raise self.fault


@pytest.mark.parametrize("fault", [StorageUnavailable("The disk is full."), NotFound("Gone.")])
def test_what_a_person_could_not_be_asked_for_either_is_raised(
    world: World, fault: Exception
) -> None:
    systems = {name: Broken(fault) for name in world.ports.systems}
    ports = replace(world.ports, systems=systems)  # type: ignore[arg-type]
    asking = Asking(proposal=a_refund(), session=signed_in())

    with pytest.raises(type(fault)):
        act_in_turn(asking, THOUGHT, a_turn(world), ports)

    assert kinds(world) == ([], [])


def test_a_fault_of_any_other_outside_thing_brings_a_person(world: World) -> None:
    broken = Broken(Unavailable("Too slow.", hint="Wait."))
    systems = dict.fromkeys(world.ports.systems, broken)
    ports = replace(world.ports, systems=systems)  # type: ignore[arg-type]
    asking = Asking(proposal=a_refund(), session=signed_in())

    record = act_in_turn(asking, THOUGHT, a_turn(world), ports)

    assert record.fault == "Too slow. Wait."
