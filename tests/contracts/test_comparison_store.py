"""What every store of the last comparison promises: on SQLite, on PostgreSQL, and in tests."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from handrail.adapters.sql.knowledge_comparison import SqlComparisonStore
from handrail.adapters.sql.knowledge_tables import knowledge_comparison
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.knowledge.health.comparing import Difference, DifferenceKind
from handrail.domain.knowledge.health.comparison import Comparison, KeptClash
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.flow.comparison_memory import ComparisonStore
from tests.builders import an_article, an_entry, passages_for
from tests.kept_comparison import FakeComparisonStore

A = ArticleId("help/ü.md")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def kept(request: pytest.FixtureRequest) -> Iterator[ComparisonStore]:
    if request.param == "memory":
        yield FakeComparisonStore()
        return
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade)
    yield SqlComparisonStore(store)
    store.close()


def a_comparison() -> Comparison:
    found = Difference(
        kind=DifferenceKind.VALUE,
        topic="duration",
        first="5 days",
        second="¼ day",
        shared=9.123456789012345,
        likeness=2 / 3,
    )
    clash = KeptClash(
        one=(PassageId("one"), 0),
        other=(PassageId("other"), 17),
        difference=found,
        is_certain=False,
        is_weighed=True,
        chance=0.1 + 0.2,
    )
    return Comparison(
        by="these weights", versions={A: VersionId("v1")}, passages="hash", clashes=(clash,)
    )


def test_at_first_nothing_is_kept(kept: ComparisonStore) -> None:
    assert kept.kept() is None


def test_what_is_kept_comes_back_to_the_last_digit(kept: ComparisonStore) -> None:
    kept.keep(a_comparison())

    assert kept.kept() == a_comparison()


def test_only_the_last_is_kept(kept: ComparisonStore) -> None:
    kept.keep(a_comparison())
    newer = replace(a_comparison(), clashes=())

    kept.keep(newer)

    assert kept.kept() == newer


def test_what_was_written_otherwise_counts_as_nothing(sql_store: SqlStore) -> None:
    kept = SqlComparisonStore(sql_store)
    kept.keep(a_comparison())
    with sql_store.writing_connection() as connection:
        connection.execute(update(knowledge_comparison).values(document='{"by": "others"}'))

    assert kept.kept() is None


def test_passages_are_read_of_versions_that_are_served_no_more(sql_store: SqlStore) -> None:
    old, new = an_article(A, "v1"), an_article(A, "v2")
    passages = passages_for(old, "It was so.")
    with sql_store.write() as writing:
        writing.publish(old, passages, an_entry())
        writing.publish(new, passages_for(new, "It is so."), an_entry())

    read = SqlComparisonStore(sql_store).passages_of(
        {A: old.version, ArticleId("none"): VersionId("v")}
    )

    assert read == tuple(passages)
