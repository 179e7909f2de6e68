"""What was compared is carried on by the next process, where it can be sure of it."""

from collections.abc import Mapping, Set
from pathlib import Path

import pytest

from handrail.adapters.sql.knowledge_comparison import SqlComparisonStore
from handrail.domain.knowledge.health.carried_on import Carried
from handrail.domain.knowledge.health.comparison import compared_by
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.health.statements import Statement, statements_of
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.check_knowledge import check_knowledge, get_ready
from handrail.flow.comparison_memory import ComparisonMemory
from tests.domain.knowledge.health.centre import a_centre
from tests.domain.knowledge.health.test_carried_on import CENTRE, GULLS, LAMPS, ROPES, TIDES
from tests.kept_comparison import FakeComparisonStore
from tests.projects import a_project, opened, synced, write_article

A, C = ArticleId("help/a.md"), ArticleId("help/c.md")
EDITED = CENTRE | {"a.md": CENTRE["a.md"].replace(LAMPS, GULLS)}
BY = "these weights"


@pytest.fixture
def kept() -> FakeComparisonStore:
    """Return what a process kept that looked at everything."""
    store = FakeComparisonStore()
    find_contradictions(_served(CENTRE, store), None, None, ComparisonMemory(store, BY))
    return store


def test_a_process_that_starts_knows_what_stays_and_what_went(kept: FakeComparisonStore) -> None:
    known = _known(EDITED, {A}, kept)

    assert {one.text for one in known.seen.values()} == {ROPES, LAMPS, TIDES}
    assert known.is_whole


def test_what_was_compared_by_other_weights_or_another_embedder_is_not_known(
    kept: FakeComparisonStore,
) -> None:
    assert _known(EDITED, {A}, kept, by="others") == Carried()
    assert len({compared_by("1", "a"), compared_by("1", "b"), compared_by("2", "a")}) == 3


def test_nothing_is_known_where_what_was_served_cannot_be_read_again(
    kept: FakeComparisonStore,
) -> None:
    kept.served.clear()

    assert _known(EDITED, {A}, kept) == Carried()


def test_nothing_is_known_where_something_came_that_nobody_told_of(
    kept: FakeComparisonStore,
) -> None:
    assert _known(EDITED | {"c.md": f"# C\n\n{TIDES}\n"}, {C}, kept) == Carried()


def test_what_was_not_all_compared_is_not_kept() -> None:
    store = FakeComparisonStore()

    find_contradictions(_served(CENTRE, store), {A}, None, ComparisonMemory(store, BY))

    assert store.kept() is None


def test_what_is_kept_already_is_not_kept_again(kept: FakeComparisonStore) -> None:
    memory = ComparisonMemory(kept, BY)
    for changed in ({A}, frozenset[ArticleId](), {A}):
        find_contradictions(_served(EDITED, kept), changed, None, memory)

    assert kept.times_kept == 2


def test_a_process_goes_on_from_another_that_checked_since(kept: FakeComparisonStore) -> None:
    first = ComparisonMemory(kept, BY)
    find_contradictions(_served(CENTRE, kept), None, None, first)
    more = EDITED | {"c.md": f"# C\n\n{TIDES}\n"}
    find_contradictions(_served(EDITED, kept), {A}, None, ComparisonMemory(kept, BY))

    centre = _served(more, kept)
    known = first.known(centre, _statements(centre), {C})

    assert {one.text for one in known.seen.values()} == {ROPES, GULLS, TIDES}


def test_a_worker_that_starts_tells_of_an_edit_what_one_that_ran_on_tells(tmp_path: Path) -> None:
    claim = "A mooring contract ends after {} months."
    texts = {"a.md": f"# A\n\n{claim.format(12)}\n", "b.md": f"# B\n\n{claim.format(12)}\n"}
    project = a_project(tmp_path, texts)
    synced(project)
    check_knowledge(opened(project).health.ports)

    write_article(project, "b.md", f"# B\n\n{claim.format(24)}\n")
    synced(project)
    app = opened(project)
    get_ready(app.health.ports)
    report = check_knowledge(app.health.ports, {ArticleId("help/b.md")})
    get_ready(app.health.ports)  # there is nothing left to read

    kept = SqlComparisonStore(app.store).kept()
    assert report.counts["contradiction"] == 1
    assert kept is not None
    assert len(kept.clashes) == 1


def _served(texts: Mapping[str, str], store: FakeComparisonStore) -> Knowledge:
    centre = a_centre(texts)
    store.serve(centre)
    return centre


def _statements(centre: Knowledge) -> tuple[Statement, ...]:
    return tuple(statements_of(centre.passages))


def _known(
    texts: Mapping[str, str],
    changed: Set[ArticleId],
    store: FakeComparisonStore,
    by: str = BY,
) -> Carried:
    """Return what a process that starts knows once these articles changed."""
    centre = a_centre(texts)
    return ComparisonMemory(store, by).known(centre, _statements(centre), changed)
