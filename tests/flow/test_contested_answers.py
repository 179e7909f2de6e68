"""What is contested is never stated flatly, whenever the contradiction is found."""

from datetime import date

import pytest

from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    HandOff,
    HandOffReason,
    TurnRecord,
)
from handrail.domain.decision.reply_json import reply_as_json
from handrail.domain.knowledge.health.model import Finding, FindingKind, Quoted
from handrail.domain.knowledge.model import Article, Audience
from tests.flow.desk import Desk

QUESTION = "How many days until a refund is paid out?"
ONE = "A refund is paid out within 14 days after we have your parcel."
OTHER = "A refund is paid out within 30 days after we have your parcel."


@pytest.fixture
def desk() -> Desk:
    open_desk = Desk()
    open_desk.answers_from(0.0)
    open_desk.knows("help/shipping.md", "Shipping", "Shipping a parcel costs 4 euros.")
    return open_desk


def refunds(desk: Desk) -> Article:
    return desk.knows("help/refunds.md", "Refunds", ONE, updated=date(2026, 5, 3))


def returns(desk: Desk, **more: object) -> Article:
    changed = {"updated": date(2024, 2, 1)} | more
    return desk.knows("help/returns.md", "Sending things back", OTHER, **changed)


def contradict(desk: Desk, *articles: Article, quotes: tuple[str, str] = (ONE, OTHER)) -> Finding:
    """Find that two articles contradict each other, as a check does."""
    with desk.store.read() as reading:
        sides = [reading.passages_of(article.id)[0] for article in articles]
    finding = Finding(
        kind=FindingKind.CONTRADICTION,
        articles=tuple(sorted(article.id for article in articles)),
        subject="refund",
        why="14 days or 30 days",
        quotes=tuple(
            Quoted(article=side.article, version=side.version, passage=side.id, text=quote)
            for side, quote in zip(sides, quotes, strict=True)
        ),
        newer=articles[0].id,
    )
    desk.store.disputed(finding)
    return finding


def outcome_of(record: TurnRecord) -> Abstain:
    assert isinstance(record.outcome, Abstain)
    assert record.outcome.reason is AbstainReason.CONTESTED_KNOWLEDGE
    return record.outcome


def test_both_sides_are_shown_and_neither_is_stated(desk: Desk) -> None:
    finding = contradict(desk, refunds(desk), returns(desk))

    record = desk.hears(QUESTION)

    said = outcome_of(record)
    assert said.findings == (finding.id,)
    assert [(side.citation.quote, side.is_newer) for side in said.differing] == [
        (ONE, True),
        (OTHER, False),
    ]
    assert record.reply == (
        "Our articles do not agree on this. Here is what each of them says; I would rather not "
        "guess which of them is right.\n\n"
        f"“{ONE}”\n– Refunds, last changed 3 May 2026\n\n"
        f"“{OTHER}”\n– Sending things back, last changed 1 February 2024\n\n"
        "If you would like to talk to a person, just say so."
    )


def test_a_program_reads_that_it_is_no_answer_and_what_each_side_says(desk: Desk) -> None:
    contradict(desk, refunds(desk), returns(desk))

    reply = reply_as_json(desk.hears(QUESTION))

    assert (reply["outcome"], reply["reason"]) == ("abstained", "contested_knowledge")
    assert reply["claims"] == []
    differing = reply["differing"]
    assert isinstance(differing, list)
    assert [side["article"] for side in differing] == ["help/refunds.md", "help/returns.md"]
    assert differing[0]["updated"] == "2026-05-03"


def test_a_contradiction_found_while_the_answer_is_thought_of_counts(desk: Desk) -> None:
    one, other = refunds(desk), returns(desk)
    desk.writer.first = lambda: contradict(desk, one, other)

    record = desk.hears(QUESTION)

    assert outcome_of(record).differing
    assert [text for who, text in desk.said_in(record) if who == "assistant"] == [record.reply]


def test_an_article_retired_while_the_answer_is_thought_of_is_not_quoted(desk: Desk) -> None:
    article = refunds(desk)
    desk.writer.first = lambda: desk.retires(article)

    record = desk.hears(QUESTION)

    assert isinstance(record.outcome, Abstain)
    assert record.outcome.reason is AbstainReason.KNOWLEDGE_CHANGED
    assert "14 days" not in record.reply


def test_what_a_customer_may_not_see_is_not_quoted_and_still_stands_in_the_way(
    desk: Desk,
) -> None:
    contradict(desk, refunds(desk), returns(desk, audience=Audience.INTERNAL))

    record = desk.hears(QUESTION)

    assert outcome_of(record).differing == ()
    assert "14 days" not in record.reply
    assert "30 days" not in record.reply


def test_other_words_of_the_same_passage_are_stated(desk: Desk) -> None:
    text = f"{ONE} Refunds go back to the card that paid."
    article = desk.knows("help/refunds.md", "Refunds", text)
    contradict(desk, article, returns(desk))

    record = desk.hears("Which card do refunds go back to?")

    assert isinstance(record.outcome, Answer)
    assert "card that paid" in record.reply


def test_an_edit_of_one_side_ends_the_dispute_until_it_is_checked_again(desk: Desk) -> None:
    contradict(desk, refunds(desk), returns(desk))
    desk.knows("help/returns.md", "Sending things back", "Send the parcel back with the label.")

    record = desk.hears(QUESTION)

    assert isinstance(record.outcome, Answer)
    assert record.reply == ONE


def test_whoever_asks_on_is_passed_to_a_person_for_that_reason(desk: Desk) -> None:
    contradict(desk, refunds(desk), returns(desk))

    first = desk.hears(QUESTION)
    second = desk.hears("So in how many days is my refund paid out?", after=first)

    assert isinstance(second.outcome, HandOff)
    assert second.outcome.reason is HandOffReason.CONTESTED_KNOWLEDGE
