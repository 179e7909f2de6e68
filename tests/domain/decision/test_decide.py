"""Answer, ask back, or say honestly that the answer is not known."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handrail.domain.answering.model import ClaimCheck, Confidence, Grounding
from handrail.domain.decision.decide import decide, nearest_articles
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    Clarify,
    Outcome,
)
from handrail.domain.knowledge.model import ArticleId, Audience, PassageId
from handrail.domain.retrieval.model import Hit, SearchResult, SnapshotId
from tests.builders import a_claim, a_grounding, a_passage

EMPTY = Grounding(checks=(), checker="verbatim-1")
REJECTED = Grounding(
    checks=(ClaimCheck(claim=a_claim(), faults=("not in the passage",)),), checker="verbatim-1"
)


def a_hit(
    title: str,
    *,
    dense: float = 0.6,
    article: str = "",
    text: str = "What it says.",
    headings: tuple[str, ...] = (),
    audience: Audience = Audience.PUBLIC,
) -> Hit:
    passage = a_passage(
        text,
        id=PassageId(f"p-{title}-{article}-{headings}"),
        article=ArticleId(article or f"help/{title}.md"),
        title=title,
        headings=headings,
        audience=audience,
    )
    return Hit(passage=passage, rank=1, score=1.0, signals={"dense": dense})


def found(question: str, *hits: Hit, first_stage: Sequence[str] = ()) -> SearchResult:
    return SearchResult(
        question=question,
        hits=hits,
        snapshot=SnapshotId("snap"),
        first_stage=tuple(map(PassageId, first_stage)),
    )


def decided(
    result: SearchResult, grounding: Grounding | None = None, *, sure: float = 0.9
) -> Outcome:
    return decide(result, grounding or a_grounding(), Confidence(value=sure), 0.7)


def asked_back(question: str, *hits: Hit, earlier: Sequence[str] = ()) -> list[str]:
    outcome = decide(
        found(question, *hits), a_grounding(), Confidence(value=0.9), 0.7, earlier=earlier
    )
    return [choice.label for choice in outcome.choices] if isinstance(outcome, Clarify) else []


REFUND = a_hit("Refunds")
ORDER, CLUB = a_hit("Cancelling an order"), a_hit("Cancel or pause your Club membership")


def test_a_sure_and_grounded_answer_is_given() -> None:
    outcome = decided(found("How long does a refund take?", REFUND))

    assert outcome == Answer(claims=(a_claim(),))


def test_confidence_at_the_threshold_is_enough() -> None:
    assert isinstance(decided(found("How long do refunds take?", REFUND), sure=0.7), Answer)


@pytest.mark.parametrize(
    ("result", "grounding", "sure", "reason"),
    [
        (found("How long do refunds take?", REFUND), a_grounding(), 0.6, "low_confidence"),
        (found("How long do refunds take?", REFUND), REJECTED, 0.9, "not_grounded"),
        (found("How long do refunds take?", REFUND), EMPTY, 0.9, "no_evidence"),
        (found("How long do refunds take?"), EMPTY, 0.0, "no_evidence"),
        (found("?!"), EMPTY, 0.0, "not_understood"),
        (
            found("How long do refunds take?", REFUND, first_stage=["p-1", "p-2"]),
            a_grounding(),
            0.2,
            "knowledge_changed",
        ),
    ],
)
def test_otherwise_it_abstains_and_knows_why(
    result: SearchResult, grounding: Grounding, sure: float, reason: str
) -> None:
    outcome = decided(result, grounding, sure=sure)

    assert isinstance(outcome, Abstain)
    assert outcome.reason is AbstainReason(reason)


def test_only_plausible_public_articles_are_worth_reading() -> None:
    result = found(
        "How long do refunds take?",
        a_hit("Refunds", dense=0.2),
        a_hit("Refunds", dense=0.2, headings=("For gifts",)),
        a_hit("Refund approvals", audience=Audience.INTERNAL),
        a_hit("Choosing a cello", dense=0.3),
        a_hit("When your money is back", dense=0.55),
    )

    assert nearest_articles(result) == ("help/Refunds.md", "help/When your money is back.md")


@pytest.mark.parametrize("question", ["How do I cancel?", "I want to cancel", "cancel"])
def test_an_activity_without_an_object_is_asked_back(question: str) -> None:
    choices = asked_back(question, ORDER, CLUB, a_hit("Refunds"))

    assert choices == ["Cancelling an order", "Cancel or pause your Club membership"]


@pytest.mark.parametrize(
    ("question", "hits"),
    [
        ("How do I cancel my order?", (ORDER, CLUB)),
        ("How do refunds work?", (a_hit("Refunds"), a_hit("Refunds for gifts"))),
        ("How do I cancel?", (ORDER,)),
        ("How do I cancel?", (ORDER, a_hit("Repairs", headings=("Cancel a booking",)))),
        ("How do I cancel?", (ORDER, a_hit("Cancel a booking", dense=0.3))),
        ("How do I cancel?", (a_hit("Cancel an order", dense=0.3), a_hit("Cancel it", dense=0.3))),
        ("What is DMCA?", (a_hit("DMCA takedown"), a_hit("DMCA counter notice"))),
        ("How do I cancel?", (ORDER, a_hit("Cancel a lease", audience=Audience.INTERNAL))),
    ],
)
def test_a_question_that_means_one_thing_is_not_asked_back(
    question: str, hits: tuple[Hit, ...]
) -> None:
    assert asked_back(question, *hits) == []


def test_headings_are_readings_where_no_title_names_what_is_asked() -> None:
    repairs = a_hit("Repairs", headings=("Cancel a booking",))
    rentals = a_hit("Rentals", headings=("Cancel a lease",))

    assert asked_back("How do I cancel?", repairs, rentals) == [
        "Repairs › Cancel a booking",
        "Rentals › Cancel a lease",
    ]


LIBRARIES = (
    a_hit("Monterey Park", text="The library lends books."),
    a_hit("State archive", text="This library is open to all."),
)


def test_a_thing_that_was_pointed_at_and_never_named_is_asked_back() -> None:
    choices = asked_back("When does this library open?", *LIBRARIES)

    assert choices == ["Monterey Park", "State archive"]


@pytest.mark.parametrize(
    "question",
    [
        "When does the library open?",  # the only one of its kind, as far as titles tell
        "Is it true that library cards expire?",
        "When does this app open the library?",
        "When does that of the library open?",
        "When will it open this week?",
    ],
)
def test_pointing_words_that_leave_nothing_open_are_not_asked_back(question: str) -> None:
    assert asked_back(question, *LIBRARIES) == []


def test_the_only_one_of_its_kind_is_not_asked_back_unless_titles_name_several() -> None:
    clinics = (a_hit("Causeway clinic"), a_hit("Jamaica Plain clinic"))

    assert asked_back("What services does the clinic provide?", *clinics) == [
        "Causeway clinic",
        "Jamaica Plain clinic",
    ]
    assert asked_back("What services does the clinic provide to old sailors?", *clinics) == []


def test_what_was_named_earlier_is_not_asked_back() -> None:
    earlier = ["Where is the Monterey Park library?"]

    assert asked_back("When does this library open?", *LIBRARIES, earlier=earlier) == []


def test_equal_titles_are_told_apart_by_their_headings() -> None:
    twins = (
        a_hit("Cancelling", article="help/a.md", headings=("An order",)),
        a_hit("Cancelling", article="help/b.md", headings=("A plan",)),
    )

    # "Cancelling" alone says all of "cancel", so only an unnamed thing makes twins a choice
    texts = [
        a_hit(
            h.passage.title,
            article=h.passage.article,
            headings=h.passage.headings,
            text="That ticket.",
        )
        for h in twins
    ]
    assert asked_back("Can I return this ticket?", *texts) == [
        "Cancelling › An order",
        "Cancelling › A plan",
    ]


def test_nobody_is_asked_twice_in_a_row() -> None:
    result = found("How do I cancel?", ORDER, CLUB)

    outcome = decide(result, a_grounding(), Confidence(value=0.9), 0.7, may_ask=False)

    assert isinstance(outcome, Answer)


def test_asking_back_does_not_depend_on_the_threshold() -> None:
    result = found("How do I cancel?", ORDER, CLUB)

    for threshold in (0.0, 0.5, 1.0):
        assert isinstance(decide(result, EMPTY, Confidence(value=0.0), threshold), Clarify)


def test_candidates_that_ranked_too_low_to_be_read_have_not_changed() -> None:
    kept = replace(found("refunds", first_stage=["p-low"]), beyond=(PassageId("p-low"),))
    gone = found("refunds", first_stage=["p-low"])

    reasons = [decided(result, EMPTY) for result in (kept, gone)]

    assert reasons == [
        Abstain(reason=AbstainReason.NO_EVIDENCE),
        Abstain(reason=AbstainReason.KNOWLEDGE_CHANGED),
    ]
