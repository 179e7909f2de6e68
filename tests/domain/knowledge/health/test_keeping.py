"""What a check makes of what was found before: a table of rules."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handrail.domain.knowledge.health.keeping import Checked, Settled, settle
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    FindingState,
    KeptFinding,
    Quoted,
    Severity,
)
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from tests.builders import NOON

A, B = ArticleId("help/a.md"), ArticleId("help/b.md")


def a_finding(words: str = "A refund takes 5 days.", **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "kind": FindingKind.CONTRADICTION,
        "articles": (A, B),
        "subject": "refund:days",
        "why": "5 days here, 9 days there.",
        "quotes": tuple(
            Quoted(article=article, version=VersionId("v"), passage=PassageId(article), text=text)
            for article, text in ((A, words), (B, "A refund takes 9 days."))
        ),
    }
    return Finding(**(values | changes))


def kept(state: FindingState = FindingState.OPEN, **changes: Any) -> KeptFinding:
    values: dict[str, Any] = {
        "finding": a_finding(),
        "state": state,
        "owner": "kim",
        "exposure": 0,
        "first_seen": NOON,
        "last_seen": NOON,
        "version": 3,
    }
    return KeptFinding(**(values | changes))


def settled(found: list[Finding], *held: KeptFinding, **changes: Any) -> Settled:
    values: dict[str, Any] = {
        "found": found,
        "compared": {FindingKind.CONTRADICTION: None},
        "owners": {A: None, B: "lee"},
        "exposure": {},
        "at": NOON + timedelta(days=1),
    }
    return settle(Checked(**(values | changes)), {one.finding.id: one for one in held})


def test_what_is_found_first_is_open_and_belongs_to_an_articles_owner() -> None:
    (new,) = settled([a_finding()]).new

    assert (new.state, new.owner, new.version) == (FindingState.OPEN, "lee", 0)


def test_the_older_side_of_a_contradiction_is_the_one_to_change() -> None:
    (new,) = settled([a_finding(newer=A)], owners={A: "kim", B: "lee"}).new

    assert new.owner == "lee"


def test_what_is_found_again_as_it_was_is_only_noted() -> None:
    again = settled([a_finding()], kept(FindingState.ACCEPTED))

    assert again.changed == ()
    assert list(again.seen) == [a_finding().id]


def test_what_is_found_no_more_is_fixed() -> None:
    for state in (FindingState.OPEN, FindingState.ACCEPTED):
        (fixed,) = settled([], kept(state)).fixed
        assert fixed.state is FindingState.FIXED
    assert settled([], kept(FindingState.INTENDED)).changed == ()
    assert settled([], kept(FindingState.FIXED)).changed == ()


def test_what_was_not_looked_for_is_not_fixed() -> None:
    other = {FindingKind.CONTRADICTION: frozenset({ArticleId("help/c.md")})}
    touched = {FindingKind.CONTRADICTION: frozenset({B})}

    assert settled([], kept(), compared=other).changed == ()
    assert settled([], kept(), compared={}).changed == ()
    assert len(settled([], kept(), compared=touched).fixed) == 1


def test_what_was_fixed_and_is_found_again_is_open_again() -> None:
    (back,) = settled([a_finding()], kept(FindingState.FIXED)).returned

    assert (back.state, back.owner, back.version) == (FindingState.OPEN, "kim", 3)


def test_an_intended_difference_comes_back_only_when_a_side_is_worded_anew() -> None:
    intended = kept(FindingState.INTENDED, note="Another plan.")

    same = settled([a_finding("A  refund takes\n5 days.", severity=Severity.HIGH)], intended)
    (back,) = settled([a_finding("A refund takes 6 days.")], intended).returned

    assert same.returned == ()
    assert [one.state for one in same.reworded] == [FindingState.INTENDED]
    assert (back.state, back.note) == (FindingState.OPEN, "Another plan.")


def test_an_owner_that_a_person_named_stays() -> None:
    (moved,) = settled([a_finding(why="Now 6 days.")], kept()).reworded
    (filled,) = settled([a_finding()], kept(owner=None)).reworded

    assert (moved.owner, moved.finding.why) == ("kim", "Now 6 days.")
    assert filled.owner == "lee"


def test_what_many_customers_were_shown_matters_more() -> None:
    assert replace(kept(), exposure=9).severity is Severity.MEDIUM
    assert replace(kept(), exposure=10).severity is Severity.HIGH
    assert replace(kept(), exposure=10, finding=a_finding(severity=Severity.HIGH)).severity is (
        Severity.HIGH
    )
