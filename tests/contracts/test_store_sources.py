"""What every store promises of sources: on SQLite, PostgreSQL and in memory."""

from datetime import timedelta

import pytest

from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import ArticleId, SourceName, VersionId
from handrail.domain.knowledge.source_state import HeldDeletion, Missing, SourceState
from handrail.flow.ports import Store
from handrail.kernel.errors import NotFound
from tests.builders import NOON, an_entry

HELP, WIKI = SourceName("help"), SourceName("wiki")


def a_state(source: SourceName = HELP) -> SourceState:
    held = HeldDeletion(articles=(ArticleId("help/ä.md"), ArticleId("help/b.md")), since=NOON)
    return SourceState(
        source=source,
        last_good_at=NOON,
        failing_since=NOON + timedelta(hours=1),
        failure="It answers with 500.",
        held=held,
        allowed=held.digest,
    )


def a_sent_document(path: str, body: bytes = b"# Text\n") -> KeptDocument:
    return KeptDocument(
        source=HELP,
        path=path,
        media_type="text/markdown",
        body=body,
        version=VersionId("v1"),
        at=NOON,
        by="staff:kim",
    )


def test_a_source_of_which_nothing_is_kept_stands_well(store: Store) -> None:
    with store.read() as reading:
        assert reading.source_state(HELP) == SourceState(source=HELP)
        assert reading.missing_articles(HELP) == {}


def test_how_a_source_stands_is_kept_whole_and_apart_from_others(store: Store) -> None:
    missed = Missing(article=ArticleId("help/a.md"), since=NOON, times=1)
    with store.write() as writing:
        writing.save_source_state(a_state(), (missed,), an_entry())
        writing.save_source_state(SourceState(source=WIKI), (), an_entry())

    with store.read() as reading:
        assert reading.source_state(HELP) == a_state()
        assert reading.missing_articles(HELP) == {missed.article: missed}
        assert reading.source_state(WIKI) == SourceState(source=WIKI)
        assert reading.missing_articles(WIKI) == {}


def test_a_later_state_takes_the_place_of_the_earlier(store: Store) -> None:
    missed = Missing(article=ArticleId("help/a.md"), since=NOON, times=1)
    with store.write() as writing:
        writing.save_source_state(a_state(), (missed,), an_entry())

    with store.write() as writing:
        writing.save_source_state(SourceState(source=HELP), (), an_entry("knowledge.later"))

    with store.read() as reading:
        assert reading.source_state(HELP) == SourceState(source=HELP)
        assert reading.missing_articles(HELP) == {}
        assert [entry.kind for _, entry in reading.audit_entries()][-1] == "knowledge.later"


def test_documents_are_kept_by_path_and_replaced_whole(store: Store) -> None:
    with store.write() as writing:
        for path in ("b.md", "a/ö.md", "b.md"):
            writing.keep_document(a_sent_document(path, b"\x00\xff" + path.encode()), an_entry())

    with store.read() as reading:
        kept = reading.kept_documents(HELP)
        one = reading.kept_document(HELP, "b.md")
        other = reading.kept_document(WIKI, "b.md")
    assert [document.path for document in kept] == ["a/ö.md", "b.md"]
    assert one == a_sent_document("b.md", b"\x00\xffb.md")
    assert other is None


def test_a_document_that_is_dropped_is_gone_and_cannot_be_dropped_again(store: Store) -> None:
    with store.write() as writing:
        writing.keep_document(a_sent_document("a.md"), an_entry())

    with store.write() as writing:
        writing.drop_document(HELP, "a.md", an_entry())

    with store.read() as reading:
        assert reading.kept_documents(HELP) == ()
    with pytest.raises(NotFound), store.write() as writing:
        writing.drop_document(HELP, "a.md", an_entry())
