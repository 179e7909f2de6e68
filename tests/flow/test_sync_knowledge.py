"""What a sync promises, whatever the sources do."""

from collections.abc import Callable

import pytest
from typing_extensions import override

from handrail.adapters.sources.folder import SourceUnavailable
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    Skipped,
    SourceName,
    SyncReport,
    VersionId,
)
from handrail.flow.ports import SourceDocument
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.errors import BadInput, Conflict, IndexUnavailable, Unavailable
from handrail.kernel.failpoints import Failpoints, failpoints_from
from tests.builders import an_article
from tests.fakes import FakeStore, FixedClock
from tests.flow.desk import ListedSource, WordIndex


def a_document(path: str, text: str, source: str = "help") -> SourceDocument:
    """Build a document whose version is its text."""
    ref = f"{source}/{path}"
    blocks = (Block(kind=BlockKind.PARAGRAPH, text=text),) if text else ()
    article = an_article(ref, f"v-{text}", title=path, blocks=blocks)
    return SourceDocument(
        article=ArticleId(ref), version=VersionId(f"v-{text}"), load=lambda: (article, ())
    )


def an_unreadable_document(path: str) -> SourceDocument:
    def load() -> tuple[Article, tuple[str, ...]]:
        raise BadInput("Its reader gave up.")

    return SourceDocument(article=ArticleId(f"help/{path}"), version=VersionId("x"), load=load)


class Office:
    """Hold one help source, a store and an index."""

    def __init__(self) -> None:
        self.help = ListedSource(SourceName("help"))
        self.blog = ListedSource(SourceName("blog"))
        self.store = FakeStore()
        self.index = WordIndex()

    def syncs(self, only: str | None = None, failpoints: Failpoints | None = None) -> SyncReport:
        ports = SyncPorts(
            store=self.store,
            sources=(self.help, self.blog),
            builder=self.index,
            clock=FixedClock(),
            failpoints=failpoints or Failpoints(),
        )
        name = None if only is None else SourceName(only)
        return sync_knowledge(ports, name, lambda _stage, _done, _total: None)

    def served(self) -> list[str]:
        with self.store.read() as reading:
            return sorted(reading.live_versions())

    def findable(self) -> list[str]:
        return sorted({passage.article for passage in self.index.passages})

    def audited(self) -> list[str]:
        with self.store.read() as reading:
            return [
                f"{entry.kind} {entry.subject}"
                for _, entry in reading.audit_entries()
                if entry.kind.startswith("knowledge.article")
            ]


@pytest.fixture
def office() -> Office:
    filled = Office()
    filled.help.listed = [
        a_document("refunds.md", "A refund takes 5 days."),
        a_document("shipping.md", "Shipping costs 4 euros."),
    ]
    filled.blog.listed = [a_document("news.md", "We moved house.", "blog")]
    filled.syncs()
    return filled


def test_what_the_sources_hold_is_served_and_findable(office: Office) -> None:
    everything = ["blog/news.md", "help/refunds.md", "help/shipping.md"]

    assert office.served() == office.findable() == everything
    assert len(office.audited()) == 3


def test_nothing_changed_means_nothing_is_embedded_or_audited(office: Office) -> None:
    before = office.audited()

    report = office.syncs()

    assert not report.changed
    assert report.unchanged == 3
    assert report.embedded == 0
    assert office.audited() == before


def test_additions_edits_and_deletions_are_told_apart(office: Office) -> None:
    office.help.listed = [
        a_document("refunds.md", "A refund takes 9 days."),
        a_document("points.md", "You get points."),
    ]

    report = office.syncs()

    assert report.added == ("help/points.md",)
    assert report.edited == ("help/refunds.md",)
    assert report.retired == ("help/shipping.md",)
    assert office.audited()[-3:] == [
        "knowledge.article_edited help/refunds.md",
        "knowledge.article_added help/points.md",
        "knowledge.article_retired help/shipping.md",
    ]


def test_each_source_is_told_of_with_its_own_counts(office: Office) -> None:
    office.help.listed = [
        a_document("refunds.md", "A refund takes 9 days."),
        a_document("points.md", "You get points."),
    ]

    office.syncs()

    with office.store.read() as reading:
        noted = [e for _, e in reading.audit_entries() if e.kind == "knowledge.synced"][-2:]
        blog = reading.last_sync(SourceName("blog"))
    counts = [(e.subject, e.facts["added"], e.facts["edited"], e.facts["retired"]) for e in noted]
    assert counts == [("help", 1, 1, 1), ("blog", 0, 0, 0)]
    assert blog is not None
    assert (blog.added, blog.unchanged) == ((), 1)


def test_a_retired_article_is_kept_for_whoever_asks_for_its_version(office: Office) -> None:
    office.help.listed = []
    office.syncs()

    with office.store.read() as reading:
        kept = reading.article(ArticleId("help/refunds.md"), VersionId("v-A refund takes 5 days."))
        now = reading.article(ArticleId("help/refunds.md"))
    assert kept is not None
    assert now is None


def test_where_no_source_can_be_listed_the_error_is_raised_and_nothing_changes(
    office: Office,
) -> None:
    office.help.listed = office.help.listed[:1]
    office.help.fault = SourceUnavailable("The folder is gone.")

    with pytest.raises(SourceUnavailable):
        office.syncs(only="help")

    assert office.served() == ["blog/news.md", "help/refunds.md", "help/shipping.md"]


def test_only_the_named_source_is_read_and_the_others_stay(office: Office) -> None:
    office.help.listed = []
    office.blog.fault = SourceUnavailable("The blog is down.")

    report = office.syncs(only="help")

    assert report.retired == ("help/refunds.md", "help/shipping.md")
    assert office.served() == office.findable() == ["blog/news.md"]


def test_an_unknown_source_is_refused_with_the_known_ones(office: Office) -> None:
    with pytest.raises(BadInput, match="Configured sources: help, blog"):
        office.syncs(only="wiki")


@pytest.mark.parametrize(
    ("unreadable", "why"),
    [
        (lambda: an_unreadable_document("refunds.md"), "gave up"),
        (lambda: a_document("refunds.md", ""), "no text"),
        (lambda: Skipped(path="refunds.md", why="It is too large."), "too large"),
    ],
)
def test_text_that_can_no_longer_be_read_is_reported_and_stops_being_served(
    unreadable: Callable[[], SourceDocument | Skipped], why: str, office: Office
) -> None:
    office.help.listed[0] = unreadable()

    report = office.syncs()

    [skipped] = report.skipped
    assert skipped.path == "help/refunds.md"
    assert why in skipped.why
    assert report.retired == ("help/refunds.md",)


def test_an_index_that_cannot_be_built_leaves_the_old_state_serving(office: Office) -> None:
    office.help.listed = []
    office.index.fault = IndexUnavailable("The disk is full.")

    with pytest.raises(IndexUnavailable):
        office.syncs()

    office.index.fault = None
    assert office.served() == office.findable()
    assert "help/refunds.md" in office.served()


def test_a_fault_inside_the_transaction_leaves_the_old_state_serving(office: Office) -> None:
    office.help.listed = []

    with pytest.raises(Unavailable):
        office.syncs(failpoints=failpoints_from("sync.in_transaction=error"))

    assert "help/refunds.md" in office.served()
    assert office.served() == office.findable()


def test_a_fault_after_the_commit_is_mended_by_the_next_sync(office: Office) -> None:
    office.help.listed = [a_document("points.md", "You get points.")]
    with pytest.raises(Unavailable):
        office.syncs(failpoints=failpoints_from("sync.after_write=error"))
    between = office.findable()

    office.syncs()

    assert "help/points.md" not in between
    assert office.served() == office.findable() == ["blog/news.md", "help/points.md"]


def test_a_sync_that_was_overtaken_reads_its_sources_again(office: Office) -> None:
    second = Office()
    second.store, second.index = office.store, office.index
    second.help.listed = [a_document("points.md", "You get points.")]
    second.blog.listed = office.blog.listed
    overtaking = Failpoints({"sync.before_write": (lambda _name: _quietly(second), 1)})
    office.help.listed = [a_document("refunds.md", "A refund takes 9 days.")]

    report = office.syncs(failpoints=overtaking)

    assert report.retired == ("help/points.md",)
    assert office.served() == office.findable() == ["blog/news.md", "help/refunds.md"]


def test_a_sync_that_is_overtaken_again_and_again_gives_up_and_loses_nothing(
    office: Office,
) -> None:
    second = Office()
    second.store, second.index = office.store, office.index
    second.blog.listed = office.blog.listed
    office.help.listed = [a_document("refunds.md", "A refund takes 9 days.")]
    visits = iter(range(1_000))

    def overtake(_name: str) -> None:
        second.help.listed = [a_document("points.md", f"You get {next(visits)} points.")]
        second.syncs()

    class Overtaking(Failpoints):
        @override
        def reach(self, name: str) -> None:
            if name == "sync.before_write":
                overtake(name)

    with pytest.raises(Conflict):
        office.syncs(failpoints=Overtaking())

    assert "help/points.md" in office.served()


def _quietly(office: Office) -> None:
    office.syncs()
