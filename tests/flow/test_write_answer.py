"""What is promised of answers that a language model writes, whatever it writes."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.domain.answering.model import ClaimCheck, Draft, Grounding
from handrail.domain.conversation.model import Event
from handrail.domain.decision.calibration import Promise, Threshold
from handrail.domain.decision.model import (
    Abstain,
    Answer,
    Clarify,
    HandOff,
    HandOffReason,
    TurnRecord,
)
from handrail.domain.decision.reply_json import claims_of
from handrail.domain.decision.topics import Topic
from handrail.flow.handle_message import handle_message
from handrail.flow.language_model import FaultKind, ModelFault, Understood
from handrail.kernel.errors import Conflict
from tests.builders import a_calibration, an_entry, an_inbound
from tests.flow.desk import Desk
from tests.flow.writers import (
    QUOTES,
    ScriptedJudge,
    ScriptedReader,
    ScriptedWriter,
    calibrated,
    gives_models,
)

REFUND = "How long does a refund take?"
QUOTE = "A refund takes 5 days to reach your bank."
WELL_SAID = ("Your refund takes 5 days to reach your bank.", QUOTE)
ALSO = ("You can ask for it within 30 days.", "Ask for a refund within 30 days.")
INVENTED = ("Your refund takes 2 days to reach your bank.", QUOTE)
FORGED = ("Refunds are instant.", "Refunds are instant.")
UNREADABLE = ModelFault(FaultKind.UNREADABLE, "Model scripted-1: it cannot be read.")
DOWN = ModelFault(FaultKind.UNREACHABLE, "Model scripted-1: it cannot be reached.")


@pytest.fixture
def desk() -> Desk:
    return _desk()


def _desk(threshold: float = 0.0) -> Desk:
    made = Desk()
    calibrated(made, "scripted-1", threshold)
    made.knows("help/refunds.md", "Refunds", f"{QUOTE} {ALSO[1]}")
    made.knows("help/shipping.md", "Shipping", "Shipping a parcel costs 4 euros.")
    return made


def heard(desk: Desk, text: str = REFUND) -> tuple[TurnRecord, list[Event]]:
    told: list[Event] = []
    first = desk.hears("Hello!")
    inbound = an_inbound(text, conversation=first.conversation)
    return handle_message(inbound, desk.ports, told.append), told


def texts(record: TurnRecord) -> list[str]:
    return [claim.text for claim in claims_of(record.outcome)]


def events_of(desk: Desk, record: TurnRecord) -> list[Event]:
    with desk.store.read() as reading:
        return list(reading.events_after(record.conversation, 0))


def test_an_answer_is_said_in_the_model_s_words_and_carried_by_a_quote(desk: Desk) -> None:
    gives_models(desk, ScriptedWriter([[WELL_SAID, ALSO]]))

    record, _ = heard(desk)

    assert texts(record) == [WELL_SAID[0], ALSO[0]]
    assert [c.citations[0].quote for c in claims_of(record.outcome)] == [QUOTE, ALSO[1]]
    assert record.models["wrote"] == "scripted-1"


def test_a_claim_that_is_refused_is_sent_back_once_with_what_speaks_against_it(
    desk: Desk,
) -> None:
    writer = ScriptedWriter([[INVENTED, ALSO], [WELL_SAID]])
    gives_models(desk, writer)

    record, _ = heard(desk)

    assert texts(record) == [ALSO[0], WELL_SAID[0]]
    [check] = writer.asked[1].refused
    assert check.claim.text == INVENTED[0]
    assert any("2 day" in fault for fault in check.faults)


def test_what_is_refused_again_is_never_said_and_stands_in_the_record(desk: Desk) -> None:
    writer = ScriptedWriter([[ALSO, INVENTED, FORGED], [FORGED]])
    gives_models(desk, writer)

    record, _ = heard(desk)

    assert texts(record) == [ALSO[0]]
    assert len(writer.asked) == 2
    assert record.grounding is not None
    refused = [check.claim.text for check in record.grounding.checks if check.faults]
    assert refused == [INVENTED[0], FORGED[0], FORGED[0]]


def test_where_no_claim_is_left_the_articles_are_quoted(desk: Desk) -> None:
    desk.answers_from(0.0)
    calibrated(desk, QUOTES, 0.0)
    gives_models(desk, ScriptedWriter([[INVENTED], [FORGED]]))

    record, _ = heard(desk)

    assert isinstance(record.outcome, Answer)
    assert QUOTE.rstrip(".") in record.reply
    assert INVENTED[0] not in record.reply
    assert record.models["wrote"] == QUOTES


def test_a_writer_that_was_not_calibrated_needs_the_conservative_confidence(desk: Desk) -> None:
    gives_models(desk, ScriptedWriter([[DOWN]]))

    record, _ = heard(desk)

    assert record.threshold == 0.9
    assert record.warning is not None
    assert "writer changed" in record.warning


def test_a_model_that_finds_no_answer_means_an_honest_abstention(desk: Desk) -> None:
    writer = ScriptedWriter([[]])
    gives_models(desk, writer)

    record, told = heard(desk)

    assert isinstance(record.outcome, Abstain)
    assert len(writer.asked) == 1
    assert told == []


def test_a_reply_that_cannot_be_read_is_asked_for_once_more(desk: Desk) -> None:
    writer = ScriptedWriter([[UNREADABLE], [WELL_SAID]])
    gives_models(desk, writer)

    record, _ = heard(desk)

    assert texts(record) == [WELL_SAID[0]]
    assert record.fault == str(UNREADABLE)


def test_a_model_that_never_can_be_read_is_asked_twice_and_then_the_next(desk: Desk) -> None:
    first, second = ScriptedWriter([[UNREADABLE]]), ScriptedWriter([[WELL_SAID]], name="second-1")
    calibrated(desk, "second-1", 0.0)
    gives_models(desk, first, second)

    record, _ = heard(desk)

    assert len(first.asked) == 2
    assert texts(record) == [WELL_SAID[0]]
    assert record.models["wrote"] == "second-1"


def test_a_model_that_is_down_gives_way_to_the_next_and_in_the_end_to_the_articles(
    desk: Desk,
) -> None:
    calibrated(desk, QUOTES, 0.0)
    first, second = ScriptedWriter([[DOWN]]), ScriptedWriter([[DOWN]], name="second-1")
    gives_models(desk, first, second)

    record, _ = heard(desk)

    assert (len(first.asked), len(second.asked)) == (1, 1)
    assert QUOTE.rstrip(".") in record.reply
    assert record.fault is not None


def test_what_was_told_before_a_model_broke_off_is_the_answer(desk: Desk) -> None:
    writer = ScriptedWriter([[WELL_SAID, DOWN]])
    gives_models(desk, writer, ScriptedWriter([[ALSO]], name="second-1"))

    record, told = heard(desk)

    assert texts(record) == [WELL_SAID[0]]
    assert [event.facts["text"] for event in told] == [WELL_SAID[0]]


def test_what_was_not_sure_when_a_model_broke_off_is_left_to_the_next(desk: Desk) -> None:
    calibrated(desk, "scripted-1", 1.0)
    second = ScriptedWriter([[WELL_SAID]], name="second-1")
    gives_models(desk, ScriptedWriter([[WELL_SAID, DOWN]]), second)

    _, told = heard(desk)

    assert len(second.asked) == 1
    assert told == []


def test_nothing_is_told_of_an_answer_that_is_not_sure_enough(desk: Desk) -> None:
    calibrated(desk, "scripted-1", 1.0)
    gives_models(desk, ScriptedWriter([[WELL_SAID, ALSO]]))

    record, told = heard(desk)

    assert isinstance(record.outcome, Abstain)
    assert told == []
    assert [event.kind for event in events_of(desk, record)][-2:] == [
        "reply.started",
        "reply.finished",
    ]


def test_each_claim_is_told_as_an_event_before_the_next_is_written(desk: Desk) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        with desk.store.read() as reading:
            [ref] = desk.store._state.conversations
            seen.append([event.kind for event in reading.events_after(ref, 3)])

    gives_models(desk, ScriptedWriter([[WELL_SAID, ALSO]], before_each=look))

    record, told = heard(desk)

    assert seen == [[], ["message.received", "reply.started", "reply.claim"]]
    kinds = [event.kind for event in events_of(desk, record)]
    assert kinds[3:] == [
        "message.received",
        "reply.started",
        "reply.claim",
        "reply.claim",
        "reply.finished",
    ]
    assert {event.facts["record"] for event in events_of(desk, record)[4:]} == {record.id}
    assert [event.kind for event in told] == ["reply.claim", "reply.claim"]


def test_where_a_person_took_over_while_claims_were_told_they_are_withdrawn(desk: Desk) -> None:
    first = desk.hears("Hello!")
    visits = []

    def meanwhile() -> None:
        visits.append(1)
        if len(visits) == 2:
            desk.hears("I want a human", after=first)

    gives_models(desk, ScriptedWriter([[WELL_SAID, ALSO]], before_each=meanwhile))

    with pytest.raises(Conflict):
        desk.hears(REFUND, after=first)

    events = events_of(desk, first)
    withdrawn = [event for event in events if event.kind == "reply.withdrawn"]
    begun = [e for e in events if e.kind == "reply.claim"]
    assert [event.facts["record"] for event in withdrawn] == [begun[0].facts["record"]]
    assert ALSO[0] not in [event.facts["text"] for event in begun]


def test_a_first_message_is_told_here_and_stored_whole(desk: Desk) -> None:
    gives_models(desk, ScriptedWriter([[WELL_SAID]]))
    told: list[Event] = []

    record = handle_message(an_inbound(REFUND, conversation=None), desk.ports, told.append)

    assert [event.facts["text"] for event in told] == [WELL_SAID[0]]
    assert [event.kind for event in events_of(desk, record)] == [
        "message.received",
        "reply.started",
        "reply.claim",
        "reply.finished",
    ]


def test_two_questions_in_one_message_tell_nothing_before_both_are_answered(desk: Desk) -> None:
    writer = ScriptedWriter([[WELL_SAID]])
    gives_models(desk, writer)

    _, told = heard(desk, "How long does a refund take? And what does shipping a parcel cost?")

    assert len(writer.asked) >= 2
    assert told == []


def test_a_request_for_a_person_is_honoured_before_any_model_is_asked(desk: Desk) -> None:
    writer = ScriptedWriter([[WELL_SAID]])
    gives_models(desk, writer)

    record = desk.hears("I want to talk to a human")

    assert record.outcome == HandOff(reason=HandOffReason.CUSTOMER_REQUEST)
    assert writer.asked == []


def test_a_question_that_means_several_things_is_asked_back_without_a_model(desk: Desk) -> None:
    writer = ScriptedWriter([[WELL_SAID]])
    gives_models(desk, writer)

    record = desk.hears("???")

    assert isinstance(record.outcome, Abstain)
    assert writer.asked == []


def test_more_claims_than_a_person_reads_are_not_taken(desk: Desk) -> None:
    marks = [" " * spaces + "!" * signs for spaces in range(5) for signs in range(1, 9)]
    many = [(f"{WELL_SAID[0].rstrip('.')}{mark}", QUOTE) for mark in marks]
    gives_models(desk, ScriptedWriter([many]))

    record, _ = heard(desk)

    assert len(texts(record)) == 8


SCRIPTS = st.lists(
    st.one_of(
        st.sampled_from([WELL_SAID, ALSO, INVENTED, FORGED]),
        st.sampled_from([UNREADABLE, DOWN]),
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(
    first=SCRIPTS,
    second=SCRIPTS,
    third=SCRIPTS,
    threshold=st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]),
)
def test_whatever_models_write_what_was_told_is_exactly_what_is_answered(
    first: list[tuple[str, str] | ModelFault],
    second: list[tuple[str, str] | ModelFault],
    third: list[tuple[str, str] | ModelFault],
    threshold: float,
) -> None:
    desk = _desk(threshold)
    other = ScriptedWriter([third, first], name="second-1")
    gives_models(desk, ScriptedWriter([first, second, third]), other)

    record, told = heard(desk)

    said = [event.facts["text"] for event in told]
    assert INVENTED[0] not in record.reply
    assert FORGED[0] not in record.reply
    kinds = [event.kind for event in events_of(desk, record)]
    assert "reply.withdrawn" not in kinds
    assert kinds.count("reply.finished") == 2
    if said:
        assert said == texts(record)
    else:
        by_model = record.models["wrote"] != QUOTES
        assert not (by_model and isinstance(record.outcome, Answer))
    assert kinds.count("reply.claim") == len(texts(record))


def test_the_surest_claim_says_how_sure_the_answer_is_whatever_the_threshold(desk: Desk) -> None:
    confidences = set()

    for threshold in (0.0, 0.5, 1.0):
        other = _desk(threshold)
        gives_models(other, ScriptedWriter([[ALSO, WELL_SAID]]))
        record, _ = heard(other)
        assert record.confidence is not None
        confidences.add(record.confidence.value)

    assert len(confidences) == 1


@dataclass
class FickleChecker:
    """Let everything pass at first, and nothing later."""

    passes: int
    name: str = "fickle-1"

    def check(self, draft: Draft, _passages: object) -> Grounding:
        self.passes -= 1
        faults = () if self.passes >= 0 else ("changed its mind",)
        checks = tuple(ClaimCheck(claim=claim, faults=faults) for claim in draft.claims)
        return Grounding(checks=checks, checker=self.name)


def test_a_check_that_changes_its_mind_takes_back_what_was_told(desk: Desk) -> None:
    gives_models(desk, ScriptedWriter([[WELL_SAID]]))
    think = replace(desk.ports.think, checker=FickleChecker(passes=1))
    desk.ports = replace(desk.ports, think=think)

    record, told = heard(desk)

    kinds = [event.kind for event in events_of(desk, record)][3:]
    assert len(told) == 1
    assert isinstance(record.outcome, Abstain)
    assert kinds == [
        "message.received",
        "reply.started",
        "reply.claim",
        "reply.withdrawn",
        "reply.started",
        "reply.finished",
    ]


def test_a_claim_that_brings_in_a_stricter_promise_than_the_answer_keeps_is_left_out(
    desk: Desk,
) -> None:
    held = Threshold(value=0.0, answered=200, wrong=2, upper_bound=0.03)
    strict = replace(held, value=1.0)
    made = a_calibration(
        threshold=held, by_topic={"shipping": strict}, bound_to={"writer": "scripted-1"}
    )
    with desk.store.write() as writing:
        writing.save_calibration(made, an_entry())
    promise = Promise(max_wrong=0.01, confidence=0.95)
    topic = Topic(name="shipping", promise=promise, articles=("help/shipping",))
    postage = ("Shipping costs 4 euros.", "Shipping a parcel costs 4 euros.")
    gives_models(desk, ScriptedWriter([[WELL_SAID, postage, ALSO]]))
    think = replace(desk.ports.think, topics=(topic,))
    desk.ports = replace(desk.ports, think=think)

    record, told = heard(desk, "How long does a refund and a parcel take?")

    assert texts(record) == [WELL_SAID[0], ALSO[0]]
    assert len(told) == 2


def test_a_reading_that_was_chosen_is_written_about_from_its_article_alone(desk: Desk) -> None:
    writer = ScriptedWriter([[WELL_SAID]])
    gives_models(desk, writer)
    desk.knows("help/cancel-order.md", "Cancel an order", "Orders are cancelled on the order page.")
    desk.knows("help/cancel-plan.md", "Cancel a plan", "Plans are cancelled in the settings.")
    asked_back = desk.hears("How do I cancel?")
    assert isinstance(asked_back.outcome, Clarify)
    chosen = asked_back.outcome.choices[0]

    desk.hears(chosen.label, after=asked_back)

    assert {passage.article for passage in writer.asked[0].passages} == {chosen.article}


def test_who_writes_reads_and_judges_is_said_in_an_operator_s_words(desk: Desk) -> None:
    gives_models(
        desk,
        ScriptedWriter([[]]),
        ScriptedWriter([[]], name="second-1"),
        reader=ScriptedReader(Understood(question="")),
        judge=ScriptedJudge("x"),
    )
    models = desk.ports.think.models
    assert models is not None

    assert models.names == {"writer": "scripted-1", "reader": "reader-1", "judge": "judge-1"}
    assert models.said() == (
        "scripted-1, then second-1, then the articles' own words; messages are read by reader-1; "
        "claims are judged by judge-1; at most 4 seconds a turn."
    )


def test_a_judge_may_refuse_what_the_check_let_pass(desk: Desk) -> None:
    judge = ScriptedJudge("within 30 days")
    gives_models(desk, ScriptedWriter([[WELL_SAID, ALSO], [ALSO]]), judge=judge)

    record, told = heard(desk)

    assert texts(record) == [WELL_SAID[0]]
    assert [event.facts["text"] for event in told] == [WELL_SAID[0]]


def test_a_judge_is_never_asked_about_what_the_check_refused(desk: Desk) -> None:
    judge = ScriptedJudge("nothing")
    gives_models(desk, ScriptedWriter([[INVENTED, WELL_SAID], []]), judge=judge)

    record, _ = heard(desk)

    assert judge.asked == [WELL_SAID[0]]
    assert texts(record) == [WELL_SAID[0]]


def test_where_a_judge_does_not_answer_the_articles_are_quoted(desk: Desk) -> None:
    calibrated(desk, QUOTES, 0.0)
    gives_models(desk, ScriptedWriter([[WELL_SAID]]), judge=ScriptedJudge(DOWN))

    record, told = heard(desk)

    assert told == []
    assert record.models["wrote"] == QUOTES


def test_a_turn_s_models_share_one_deadline(desk: Desk) -> None:
    writer = ScriptedWriter([[INVENTED], [WELL_SAID]], before_each=lambda: desk.clock.advance(3.8))
    gives_models(desk, writer)

    heard(desk)

    assert len(writer.asked) == 1


def test_without_models_nothing_changes(desk: Desk) -> None:
    desk.answers_from(0.0)

    record, told = heard(desk)

    assert QUOTE.rstrip(".") in record.reply
    assert told == []
    assert record.calls == ()
    assert "wrote" not in record.models
