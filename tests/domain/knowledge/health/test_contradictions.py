"""Two articles that cannot both be true are found, and what differs for a reason is left alone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.health.aligned import Vectors
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.model import Finding, Knowledge
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Audience,
    Block,
    BlockKind,
    SourceName,
    VersionId,
)
from handrail.domain.knowledge.units import sentences
from handrail.kernel.ids import digest

_AROUND = (
    "Write to us whenever something is unclear.",
    "Our shop is open to visitors in the old harbour.",
    "A newsletter tells what is new every season.",
    "Payment is taken when the parcel leaves the house.",
    "Colours on a screen are never quite those of the cloth.",
    "The workshop mends what a customer brings along.",
)


def test_an_old_and_a_new_line_contradict_each_other_and_both_are_quoted() -> None:
    old = "A gift voucher that was bought in the shop stays valid for 12 months."
    new = "A gift voucher that was bought in the shop stays valid for 24 months."

    (found,) = _found({"help/vouchers.md": old, "help/faq.md": new})

    assert found.articles == ("help/faq.md", "help/vouchers.md")
    assert [quote.text for quote in found.quotes] == [new, old]
    assert "24 months" in found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [("1-2x", "2x"), ("2x", "3x"), ("3-fold", "4-fold"), ("5-7 days", "6 days"), ("2-4", "4-6")],
)
def test_a_range_or_a_factor_that_leaves_room_for_both_is_never_certain(
    one: str, other: str
) -> None:
    texts = (f"Plan the loom's storage with a safety margin of {one} each." for one in (one, other))

    found = _found(dict(zip(("help/looms.md", "help/storage.md"), texts, strict=True)))

    assert [finding.is_certain for finding in found] == [False]


@pytest.mark.parametrize(("one", "other"), [("2 days", "6 days"), ("2-4 days", "5-7 days")])
def test_values_of_which_no_figure_fits_both_are_certain(one: str, other: str) -> None:
    texts = (f"Plan the loom's delivery with a margin of {one} each." for one in (one, other))

    found = _found(dict(zip(("help/looms.md", "help/storage.md"), texts, strict=True)))

    assert [finding.is_certain for finding in found] == [True]


def test_what_is_said_in_other_words_is_never_certain() -> None:
    one = "Repair tickets for bicycles are answered within 2 days."
    other = "You wait 5 days at most until repair tickets for bicycles get an answer."

    found = _found({"help/tickets.md": one, "help/bicycles.md": other})

    assert [finding.is_certain for finding in found] == [False]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Repair tickets for bicycles are answered within 2 days.",
            "You wait 5 days at most until repair tickets for bicycles get an answer.",
        ),
        (
            "The rental deposit for a kayak is $80.00.",
            "For a kayak we ask a rental deposit of $120.00.",
        ),
        (
            "Harbour parking permits can be transferred to another car.",
            "Harbour parking permits cannot be transferred to another car.",
        ),
        (
            "Only the owner can change the crew list.",
            "The crew list can be changed by editors too.",
        ),
    ],
)
def test_what_is_said_of_one_thing_in_other_words_is_compared(one: str, other: str) -> None:
    assert len(_found({"help/one.md": one, "help/other.md": other})) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "On the Premium plan, log files are kept for 90 days.",
            "On the Starter plan, log files are kept for 14 days.",
        ),
        (
            "Customers in Germany return a parcel within 14 days.",
            "Customers in Canada return a parcel within 30 days.",
        ),
        (
            "Until 1 March 2024 a crew list held 5 names.",
            "Since 1 March 2024 a crew list holds 20 names.",
        ),
        (
            "The upload of a sail plan is limited to 10 MB.",
            "The upload of a crew photo is limited to 25 MB.",
        ),
        ("A hull survey takes one week.", "A hull survey takes 7 days."),
        ("Is there a maximum age for a skipper?", "There is no maximum age for a skipper."),
        ("Step 2 tells how the mast is stepped.", "Step 4 tells how the mast is stepped."),
    ],
)
def test_what_differs_for_a_reason_is_no_contradiction(one: str, other: str) -> None:
    assert _found({"help/one.md": one, "help/other.md": other}) == ()


def test_steps_in_another_order_are_found() -> None:
    steps = ["Close the sea valve.", "Drain the water tank.", "Lift the engine cover."]

    found = _found({"help/one.md": steps, "help/other.md": [steps[1], steps[0], steps[2]]})

    assert [one.subject.split(":")[0] for one in found] == ["order"]


def test_names_in_code_have_no_order() -> None:
    steps = ["extras;android;repository", "extras;google;repository", "build;tools;platform"]

    found = _found({"help/one.md": steps, "help/other.md": [steps[1], steps[0], steps[2]]})

    assert found == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Four jobs that run tests.", "Two jobs that run tests."),
        (
            "Tests of the harbour were made with the v9.5 Extended Support Release.",
            "Tests of the harbour were not made with the v10.6 Extended Support Release.",
        ),
        (
            "No. Private moorings with a shared gate cannot have guests.",
            "Private moorings with a shared gate cannot have guests.",
        ),
    ],
)
def test_a_caption_a_release_and_an_answer_to_a_heading_contradict_nothing(
    one: str, other: str
) -> None:
    found = _found({"help/one.md": one, "help/other.md": other})

    assert found == ()


def test_pages_of_a_log_are_not_held_against_each_other() -> None:
    found = _found(
        {
            "help/update-2023-04-01.md": "The build image holds the compiler in version 12.1.0.",
            "help/update-2024-04-01.md": "The build image holds the compiler in version 13.2.0.",
        }
    )

    assert found == ()


def test_a_changed_article_is_checked_without_the_others() -> None:
    texts = {
        "help/one.md": "A mooring contract ends after 12 months.",
        "help/two.md": "A mooring contract ends after 24 months.",
        "help/three.md": "The crane hire is free for 2 hours on arrival.",
        "help/four.md": "The crane hire is free for 3 hours on arrival.",
    }

    everything = _found(texts)
    changed = _found(texts, {ArticleId("help/four.md")})

    assert len(everything) == 2
    assert [one.articles for one in changed] == [("help/four.md", "help/three.md")]
    assert set(changed) <= set(everything)


def test_a_finding_keeps_its_id_when_a_value_is_edited() -> None:
    one = "A mooring contract ends after {} months."

    (before,) = _found({"help/one.md": one.format(12), "help/two.md": one.format(24)})
    (after,) = _found({"help/one.md": one.format(18), "help/two.md": one.format(24)})

    assert before.id == after.id


def test_the_article_that_was_written_later_is_named() -> None:
    one = "A mooring contract ends after {} months."

    (found,) = _found(
        {"help/one.md": one.format(12), "help/two.md": one.format(24)},
        dates={"help/one.md": date(2025, 5, 1), "help/two.md": date(2023, 5, 1)},
    )

    assert found.newer == "help/one.md"


def test_a_support_model_that_sees_two_subjects_has_the_last_word() -> None:
    texts = {
        "help/one.md": "Repair tickets for bicycles are answered within 2 days.",
        "help/two.md": "You wait 5 days at most until repair tickets for bicycles get an answer.",
    }

    assert find_contradictions(_knowledge(texts), None, _Seen(0.0)) == ()
    assert find_contradictions(_knowledge(texts), None, _Seen(0.9))


@dataclass(frozen=True, slots=True)
class _Seen:
    """See one likeness everywhere."""

    likeness: float

    def alike(self, _one: str, _other: str) -> float:
        return self.likeness

    def words(self, _text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        return np.full((len(spans), 1), math.sqrt(self.likeness), np.float32)


def _found(
    texts: Mapping[str, str | list[str]],
    changed: set[ArticleId] | None = None,
    dates: Mapping[str, date] | None = None,
) -> tuple[Finding, ...]:
    return find_contradictions(_knowledge(texts, dates), changed, None)


def _knowledge(
    texts: Mapping[str, str | list[str]], dates: Mapping[str, date] | None = None
) -> Knowledge:
    around = {f"about/{number}.md": text for number, text in enumerate(_AROUND)}
    articles = [
        _article(ref, text, (dates or {}).get(ref))
        for ref, text in sorted({**around, **texts}.items())
    ]
    passages = tuple(passage for article in articles for passage in cut(article))
    return Knowledge(articles=articles, passages=passages, today=date(2026, 1, 1))


def _article(ref: str, text: str | list[str], updated: date | None) -> Article:
    return Article(
        id=ArticleId(ref),
        version=VersionId(digest(ref, str(text))),
        source=SourceName("help"),
        title="",
        audience=Audience.PUBLIC,
        locale="en",
        product=None,
        site=None,
        owner=None,
        updated=updated,
        review_by=None,
        url=None,
        blocks=(_block(text),),
    )


def _block(text: str | list[str]) -> Block:
    if isinstance(text, str):
        assert sentences(text)
        return Block(kind=BlockKind.PARAGRAPH, text=text)
    items = []
    start = 0
    for step in text:
        items.append((start, start + len(step)))
        start += len(step) + 1
    return Block(kind=BlockKind.LIST, text="\n".join(text), items=tuple(items))
