"""What sending an article promises: kept, served at once, and the same again changes nothing."""

from dataclasses import dataclass, field

import pytest

from handrail.adapters.sources.pushed import PushedArticles
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import SourceName, SyncReport
from handrail.flow.keep_document import Pushed, PushPorts, drop_document, keep_document
from handrail.flow.retire_source import retire_source
from handrail.flow.source_standings import source_standings
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.errors import BadInput, Forbidden, IndexUnavailable, NotFound
from handrail.kernel.failpoints import Failpoints
from tests.fakes import FakeStore, FixedClock
from tests.flow.desk import WordIndex

WIKI = SourceName("wiki")
LEE = StaffSession(staff=StaffId("lee"), role=Role.LEAD)
KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)
TEXT = b"# Refunds\n\nA refund takes 5 days.\n"


@dataclass
class Wiki:
    """Hold a source that articles are sent to."""

    store: FakeStore = field(default_factory=FakeStore)
    index: WordIndex = field(default_factory=WordIndex)

    def sync_ports(self, *, is_configured: bool = True) -> SyncPorts:
        pushed = PushedArticles(store=self.store, defaults=SourceDefaults(source=WIKI))
        return SyncPorts(
            store=self.store,
            sources=(pushed,) if is_configured else (),
            builder=self.index,
            clock=FixedClock(),
            failpoints=Failpoints(),
        )

    def syncs(self, name: SourceName) -> SyncReport:
        return sync_knowledge(self.sync_ports(), name, lambda _stage, _done, _total: None)

    def ports(self) -> PushPorts:
        return PushPorts(
            store=self.store,
            clock=FixedClock(),
            sources=frozenset({WIKI}),
            sync=self.syncs,
            max_bytes=100_000,
        )

    def sends(
        self, path: str, body: bytes = TEXT, kind: str = "text/markdown", who: StaffSession = LEE
    ) -> Pushed:
        return keep_document((WIKI, path), kind, body, who, self.ports())

    def takes_back(self, path: str) -> Pushed:
        return drop_document((WIKI, path), LEE, self.ports())

    def served(self) -> list[str]:
        with self.store.read() as reading:
            return sorted(reading.live_versions())

    def kinds(self) -> list[str]:
        with self.store.read() as reading:
            return [entry.kind for _, entry in reading.audit_entries()]


@pytest.fixture
def wiki() -> Wiki:
    return Wiki()


def test_an_article_that_was_sent_is_served_and_findable_before_the_sender_hears(
    wiki: Wiki,
) -> None:
    sent = wiki.sends("billing/refunds.md")

    assert sent.is_new
    assert sent.is_changed
    assert sent.version is not None
    assert wiki.served() == ["wiki/billing/refunds.md"]
    assert [p.article for p in wiki.index.passages] == ["wiki/billing/refunds.md"]


def test_the_same_again_changes_and_writes_down_nothing(wiki: Wiki) -> None:
    first = wiki.sends("refunds.md")

    again = wiki.sends("refunds.md")

    assert (again.is_new, again.is_changed) == (False, False)
    assert again.version == first.version
    assert wiki.kinds().count("knowledge.article_sent") == 1


def test_an_edit_takes_the_place_of_what_was_sent_before(wiki: Wiki) -> None:
    first = wiki.sends("refunds.md")

    edited = wiki.sends("refunds.md", TEXT.replace(b"5", b"9"))

    assert (edited.is_new, edited.is_changed) == (False, True)
    assert edited.version != first.version
    assert "9 days" in wiki.index.passages[0].text


def test_the_same_text_in_another_kind_is_an_edit(wiki: Wiki) -> None:
    wiki.sends("refunds")

    assert wiki.sends("refunds", kind="text/plain; charset=utf-8").is_changed


def test_an_article_that_was_taken_back_is_gone_at_once_and_can_be_taken_back_again(
    wiki: Wiki,
) -> None:
    wiki.sends("refunds.md")

    first, again = wiki.takes_back("refunds.md"), wiki.takes_back("refunds.md")

    assert (first.is_changed, again.is_changed) == (True, False)
    assert wiki.served() == []
    assert wiki.index.passages == ()
    assert wiki.kinds().count("knowledge.article_taken_back") == 1


def test_text_that_cannot_be_read_is_kept_and_said_not_to_be_served(wiki: Wiki) -> None:
    sent = wiki.sends("empty.md", b"---\ntitle: Empty\n---\n")

    assert sent.version is None
    assert [one.path for one in sent.skipped] == ["wiki/empty.md"]


def test_where_the_index_fails_it_is_kept_and_served_by_the_next_try(wiki: Wiki) -> None:
    wiki.index.fault = IndexUnavailable("The disk is full.")
    with pytest.raises(IndexUnavailable):
        wiki.sends("refunds.md")
    wiki.index.fault = None

    again = wiki.sends("refunds.md")

    assert not again.is_changed
    assert again.version is not None
    assert wiki.served() == ["wiki/refunds.md"]


def test_an_agent_may_not_change_what_is_answered_from(wiki: Wiki) -> None:
    with pytest.raises(Forbidden):
        wiki.sends("refunds.md", who=KIM)
    with pytest.raises(Forbidden):
        drop_document((WIKI, "refunds.md"), KIM, wiki.ports())


@pytest.mark.parametrize(
    "path", ["", "/a", "a/", "a//b", "../a", "a/../b", "a\\b", "a\nb", "a\x00", "x" * 500]
)
def test_what_cannot_be_a_path_is_refused(path: str, wiki: Wiki) -> None:
    with pytest.raises(BadInput):
        wiki.sends(path)
    assert wiki.kinds() == []


def test_what_is_too_large_or_of_no_kind_that_is_read_is_refused(wiki: Wiki) -> None:
    with pytest.raises(BadInput, match="larger than"):
        wiki.sends("a.md", b"x" * 100_001)
    with pytest.raises(BadInput, match="Content-Type"):
        wiki.sends("a.md", kind="image/png")
    assert wiki.kinds() == []


def test_articles_cannot_be_sent_to_a_source_of_another_kind(wiki: Wiki) -> None:
    with pytest.raises(NotFound, match="push"):
        keep_document((SourceName("help"), "a.md"), "text/markdown", TEXT, LEE, wiki.ports())


def test_a_source_that_left_the_settings_is_told_and_can_be_retired_whole(wiki: Wiki) -> None:
    wiki.sends("refunds.md")
    with wiki.store.read() as reading:
        [standing] = source_standings((), reading)

    report = retire_source(
        WIKI, wiki.sync_ports(is_configured=False), lambda _stage, _done, _total: None
    )

    assert (standing.served, standing.is_well) == (1, False)
    assert report.retired == ("wiki/refunds.md",)
    assert wiki.served() == []


def test_a_source_that_is_read_cannot_be_retired_and_nothing_is_nothing(wiki: Wiki) -> None:
    with pytest.raises(BadInput, match="Take it out"):
        retire_source(WIKI, wiki.sync_ports(), lambda _stage, _done, _total: None)
    with pytest.raises(NotFound):
        retire_source(
            WIKI, wiki.sync_ports(is_configured=False), lambda _stage, _done, _total: None
        )
