"""A brief is read from the rows that are there, and a model never stands in the way of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.conversation.model import ConversationState
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Choice,
    Clarify,
    HandOff,
    HandOffReason,
    Outcome,
    TurnRecord,
)
from handrail.domain.handoff.check_brief import faults_of
from handrail.domain.handoff.facts import BriefFacts, MoodKind
from handrail.domain.handoff.model import Brief, BriefLine, Slot
from handrail.domain.knowledge.model import PassageId
from handrail.flow.language_model import BriefWords, FaultKind, ModelFault, ModelPorts, ModelTurn
from handrail.flow.propose_action import propose_action
from handrail.flow.write_brief import (
    BriefPorts,
    brief_by_rules,
    brief_facts,
    brief_now,
    without_faults,
    worded_brief,
)
from tests.action_world import CONV, World, a_refund, a_world, signed_in
from tests.builders import REFUNDS, a_conversation, a_record, an_entry, an_inbound, published
from tests.fakes import CountingIds, FixedClock
from tests.vault import a_cipher

QUESTION = "Hello! Where is my parcel 4410287? It is late."
PORTS = BriefPorts(clock=FixedClock())


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    store = open_store(sqlite_url, upgrade, cipher=a_cipher)
    yield a_world(store, ids=CountingIds())
    store.close()


@pytest.fixture
def store(world: World) -> SqlStore:
    return world.store


@dataclass
class Worder:
    """Word briefs as a test wants it."""

    words: BriefWords | ModelFault
    name: str = "scripted:one/brief.v1"
    asked: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)

    def worded(
        self, messages: tuple[str, ...], lines: tuple[str, ...], _turn: ModelTurn
    ) -> BriefWords:
        self.asked.append((messages, lines))
        if isinstance(self.words, ModelFault):
            raise self.words
        return self.words


def with_a_model(words: BriefWords | ModelFault) -> BriefPorts:
    models = ModelPorts(
        writers=(), reader=None, clock=FixedClock(), seconds=4.0, briefs=Worder(words)
    )
    return replace(PORTS, models=models)


def takes_a_turn(store: SqlStore, text: str, outcome: Outcome, **more: object) -> TurnRecord:
    with store.read() as reading:
        held = reading.conversation(CONV)
    assert held is not None
    is_over = isinstance(outcome, HandOff)
    state = ConversationState.HANDED_OFF if is_over else ConversationState.OPEN
    record = a_record(f"rec_{held.version}_{text[:9]}", outcome, question=text, **more)
    with store.write() as writing:
        writing.save_turn(replace(held, state=state), an_inbound(text), record, an_entry())
    return record


def handed_over(store: SqlStore, outcome: Outcome | None = None) -> BriefFacts:
    """Return the facts of a conversation in which nothing was answered."""
    nearest = Abstain(reason=AbstainReason.LOW_CONFIDENCE, nearest=(REFUNDS,))
    takes_a_turn(store, QUESTION, outcome or nearest)
    asked = HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language="de")
    takes_a_turn(store, "a person please", asked)
    return the_facts(store)


def the_facts(store: SqlStore, ports: BriefPorts = PORTS) -> BriefFacts:
    with store.read() as reading:
        held = reading.conversation(CONV)
        assert held is not None
        return brief_facts(held, reading, ports)


def said(brief: Brief, slot: Slot) -> list[str]:
    return [line.text for line in brief.of(slot)]


def test_the_facts_are_those_of_the_rows(store: SqlStore) -> None:
    published(store, REFUNDS, "v1", "Refunds take five days.")

    facts = handed_over(store)

    assert [message.text for message in facts.customer_messages] == [QUESTION, "a person please"]
    assert [record.question for record in facts.records] == [QUESTION, "a person please"]
    assert facts.titles == {REFUNDS: "Refunds"}
    assert (facts.reason, facts.language) == (HandOffReason.CUSTOMER_REQUEST, "de")


def test_an_article_that_is_not_kept_any_more_stands_by_its_id(store: SqlStore) -> None:
    facts = handed_over(store)

    assert facts.titles == {}
    assert faults_of(brief_by_rules(facts), facts) == ()


def test_the_choices_of_a_clarifying_question_have_titles(store: SqlStore) -> None:
    published(store, REFUNDS, "v1", "Refunds take five days.")
    choice = Choice(label="Refunds", article=REFUNDS, passage=PassageId("p-1"))

    assert handed_over(store, Clarify(choices=(choice,))).titles == {REFUNDS: "Refunds"}


def test_inside_the_transaction_that_hands_over_all_of_it_is_seen(store: SqlStore) -> None:
    handed_off = a_conversation(CONV, state=ConversationState.HANDED_OFF)
    outcome = HandOff(reason=HandOffReason.MODEL_FAILURE)
    record = a_record("rec_9", outcome, question=QUESTION, fault="No word in 3 s.")
    with store.write() as writing:
        before = writing.conversation(CONV)
        assert before is not None
        handed_off = replace(handed_off, version=before.version)
        writing.save_turn(handed_off, an_inbound(QUESTION), record, an_entry())
        now = writing.conversation(CONV)
        assert now is not None

        brief = brief_now(now, writing, PORTS)

    assert said(brief, Slot.WANTS) == ["“Where is my parcel 4410287? It is late.”"]
    assert said(brief, Slot.WHY) == ["A part of the assistant did not work: “No word in 3 s.”"]


def test_actions_are_told_by_their_cards(world: World) -> None:
    propose_action(a_refund(), signed_in(), CONV, world.ports)
    specs = {spec.name: spec for spec in world.ports.catalogue.specs.values()}
    handed_over(world.store)

    known = the_facts(world.store, replace(PORTS, specs={str(n): s for n, s in specs.items()}))
    taken_out = the_facts(world.store)

    assert known.actions[0].rows
    assert known.session is None or known.session.customer == signed_in().customer
    assert (taken_out.actions[0].title, taken_out.actions[0].rows) == ("refund", ())
    assert faults_of(brief_by_rules(known), known) == ()


def test_a_conversation_without_a_turn_has_a_brief_that_knows_nothing(store: SqlStore) -> None:
    brief = brief_by_rules(the_facts(store))

    assert {line.slot for line in brief.lines} == set(Slot)


def test_a_line_that_the_check_refuses_is_left_out_and_its_slot_is_not_known(
    store: SqlStore,
) -> None:
    facts = handed_over(store)
    brief = brief_by_rules(facts)
    wrong = BriefLine(slot=Slot.MOOD, text="Happy, says Orla.")
    others = tuple(line for line in brief.lines if line.slot is not Slot.MOOD)

    left = without_faults(replace(brief, lines=(wrong, *others)), facts)

    assert said(left, Slot.MOOD) == ["Not known."]
    assert faults_of(left, facts) == ()


def test_without_a_model_the_rules_brief_stands(store: SqlStore) -> None:
    facts = handed_over(store)
    brief = brief_by_rules(facts)

    assert worded_brief(brief, facts, PORTS) is brief
    no_briefs = ModelPorts(writers=(), reader=None, clock=FixedClock(), seconds=4.0)
    assert worded_brief(brief, facts, replace(PORTS, models=no_briefs)) is brief


def test_a_model_that_fails_changes_nothing(store: SqlStore) -> None:
    facts = handed_over(store)
    brief = brief_by_rules(facts)
    ports = with_a_model(ModelFault(FaultKind.TOO_SLOW, "too slow"))

    assert worded_brief(brief, facts, ports) is brief


def test_a_model_chooses_words_and_smooths_lines(store: SqlStore) -> None:
    facts = handed_over(store)
    brief = brief_by_rules(facts)
    quoted = said(brief, Slot.WANTS)[0]
    words = BriefWords(
        quotes=((0, "Where is my parcel 4410287?"),),
        lines={0: f"Still waiting for an answer: {quoted}"},
    )

    better = worded_brief(brief, facts, with_a_model(words))

    assert said(better, Slot.WANTS) == ["“Where is my parcel 4410287?”"]
    assert said(better, Slot.NEXT_STEP) == said(brief, Slot.NEXT_STEP)
    assert better.writer == "rules-1 + scripted:one/brief.v1"
    assert faults_of(better, facts) == ()


@pytest.mark.parametrize(
    "words",
    [
        BriefWords(),
        BriefWords(quotes=((7, "Where is my parcel 4410287?"), (-1, "a person please"))),
        BriefWords(quotes=((0, "Approve the refund."),)),
        BriefWords(lines={0: "Approve the refund of 5000 EUR.", 9: "x"}),
    ],
)
def test_what_the_check_refuses_of_a_model_is_left_out(store: SqlStore, words: BriefWords) -> None:
    facts = handed_over(store)
    brief = brief_by_rules(facts)

    assert worded_brief(brief, facts, with_a_model(words)) is brief


def test_whoever_took_it_over_unasked_reads_that_nobody_asked(store: SqlStore) -> None:
    takes_a_turn(store, QUESTION, Abstain(reason=AbstainReason.LOW_CONFIDENCE))

    facts = the_facts(store)

    assert facts.reason is None
    assert said(brief_by_rules(facts), Slot.WHY) == [
        "A person took it over without being asked for."
    ]


def test_a_mood_is_noticed_where_something_notices_it(store: SqlStore) -> None:
    handed_over(store)

    def late(text: str) -> MoodKind | None:
        return MoodKind.WORRIED if "late" in text else None

    facts = the_facts(store, replace(PORTS, notice=late))

    assert said(brief_by_rules(facts), Slot.MOOD) == ["Worried: “It is late.”"]
