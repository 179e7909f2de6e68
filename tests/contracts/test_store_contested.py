"""What every store promises of what is contested and what was brought back."""

from dataclasses import replace

import pytest

from handrail.adapters.sql.store import SqlStore
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    FindingState,
    KeptFinding,
    Quoted,
)
from handrail.domain.knowledge.history import Pin
from handrail.domain.knowledge.model import ArticleId, PassageId, SourceName, VersionId
from handrail.flow.ports import Store
from handrail.kernel.errors import NotFound
from tests.builders import NOON, REFUNDS, an_entry, published
from tests.fakes import FakeStore

OTHER = ArticleId("help/returns.md")


def a_contradiction(one: PassageId, other: PassageId) -> Finding:
    """Build a finding about two passages."""

    def quoted(article: ArticleId, passage: PassageId, text: str) -> Quoted:
        return Quoted(article=article, version=VersionId("v1"), passage=passage, text=text)

    return Finding(
        kind=FindingKind.CONTRADICTION,
        articles=(REFUNDS, OTHER),
        subject="days",
        why="Five days or six days.",
        quotes=(quoted(REFUNDS, one, "Five days."), quoted(OTHER, other, "Six days.")),
        newer=OTHER,
    )


def dispute(store: Store, finding: Finding) -> None:
    """Keep a finding as a check does."""
    if isinstance(store, FakeStore):
        store.disputed(finding)
        return
    assert isinstance(store, SqlStore)
    with store.write() as writing:
        writing.save_findings((kept(finding),), an_entry())


def kept(
    finding: Finding, state: FindingState = FindingState.OPEN, version: int = 0
) -> KeptFinding:
    """Return a finding as it is kept."""
    return KeptFinding(
        finding=finding,
        state=state,
        owner=None,
        exposure=0,
        first_seen=NOON,
        last_seen=NOON,
        version=version,
    )


def test_a_passage_is_contested_while_both_sides_are_served(store: Store) -> None:
    [one] = published(store, REFUNDS, "v1", "Five days.")
    [other] = published(store, OTHER, "v1", "Six days.")
    dispute(store, a_contradiction(one, other))

    with store.read() as reading:
        found = reading.contested([one, PassageId("unknown")])
    [[dispute_]] = found.values()
    assert set(found) == {one}
    assert [(s.passage.id, s.quote) for s in dispute_.sides] == [
        (one, "Five days."),
        (other, "Six days."),
    ]
    assert dispute_.newer == OTHER

    published(store, OTHER, "v2", "Five days, too.")
    with store.read() as reading:
        assert reading.contested([one]) == {}


@pytest.mark.parametrize("state", [FindingState.INTENDED, FindingState.FIXED])
def test_what_is_settled_is_not_contested(state: FindingState, store: Store) -> None:
    if not isinstance(store, SqlStore):
        pytest.skip("the store in memory holds only what is not settled")
    [one] = published(store, REFUNDS, "v1", "Five days.")
    [other] = published(store, OTHER, "v1", "Six days.")
    finding = a_contradiction(one, other)
    dispute(store, finding)
    with store.write() as writing:
        writing.move_finding(kept(finding, FindingState.ACCEPTED, version=1), an_entry())
        assert writing.contested([one])

        writing.move_finding(kept(finding, state, version=2), an_entry())

        assert writing.contested([one]) == {}


def test_a_pin_is_kept_by_article_replaced_and_lifted(store: Store) -> None:
    pin = Pin(article=REFUNDS, refused=VersionId("v2"), back_to=NOON, at=NOON, by="staff:kim")
    of_wiki = replace(pin, article=ArticleId("wiki/a.md"), refused=None)
    with store.write() as writing:
        writing.pin(replace(pin, refused=None), an_entry())
        writing.pin(pin, an_entry())
        writing.pin(of_wiki, an_entry())

    with store.read() as reading:
        assert reading.pins() == {REFUNDS: pin, of_wiki.article: of_wiki}
        assert reading.pins(SourceName("help")) == {REFUNDS: pin}

    with store.write() as writing:
        writing.lift_pin(REFUNDS, an_entry())
    with store.read() as reading:
        assert set(reading.pins()) == {of_wiki.article}
    with pytest.raises(NotFound, match="as its source has it"), store.write() as writing:
        writing.lift_pin(REFUNDS, an_entry())
