"""What a sync promises when a source is down, half down, emptied or tidied up."""

from dataclasses import replace

import pytest

from handrail.adapters.sources.folder import SourceUnavailable
from handrail.domain.knowledge.model import (
    ArticleId,
    FailedSource,
    Renamed,
    SourceName,
    SyncReport,
    Unread,
)
from handrail.domain.knowledge.source_state import Absence, SourceState
from handrail.flow.allow_deletion import allow_deletion
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.errors import BadInput, Conflict, NotFound
from handrail.kernel.failpoints import Failpoints
from tests.fakes import FakeStore, FixedClock
from tests.flow.desk import ListedSource, WordIndex
from tests.flow.test_sync_knowledge import a_document, an_unreadable_document

HELP = SourceName("help")
DOWN = SourceUnavailable("It answers with 500.")


class Centre:
    """Hold a help source of twenty articles and a small blog, read once."""

    def __init__(self, size: int = 20) -> None:
        self.help = ListedSource(HELP)
        self.blog = ListedSource(SourceName("blog"))
        self.help.listed = [a_document(f"{n:02}.md", f"Text of {n}.") for n in range(size)]
        self.blog.listed = [a_document("news.md", "We moved house.", "blog")]
        self.store = FakeStore()
        self.index = WordIndex()
        self.clock = FixedClock()
        self.syncs()

    def syncs(self) -> SyncReport:
        self.clock.advance(60)
        ports = SyncPorts(
            store=self.store,
            sources=(self.help, self.blog),
            builder=self.index,
            clock=self.clock,
            failpoints=Failpoints(),
        )
        return sync_knowledge(ports, None, lambda _stage, _done, _total: None)

    def allows(self) -> None:
        allow_deletion(HELP, "ada", self.store, self.clock)

    def served(self) -> int:
        with self.store.read() as reading:
            return len(reading.live_versions(HELP))

    def state(self) -> SourceState:
        with self.store.read() as reading:
            return reading.source_state(HELP)

    def kinds(self) -> list[str]:
        with self.store.read() as reading:
            return [entry.kind for _, entry in reading.audit_entries()]


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_one_source_that_is_down_keeps_what_it_had_and_holds_up_no_other(centre: Centre) -> None:
    centre.help.listed, centre.help.fault = [], DOWN
    centre.blog.listed = [a_document("news.md", "We moved back.", "blog")]

    report = centre.syncs()

    assert report.edited == ("blog/news.md",)
    assert report.retired == ()
    assert report.failed == (FailedSource(source=HELP, why=str(DOWN)),)
    assert centre.served() == 20


def test_of_a_source_that_breaks_off_midway_edits_are_taken_in_and_nothing_is_deleted(
    centre: Centre,
) -> None:
    centre.help.listed = [a_document("00.md", "Edited."), an_unreadable_document("01.md")]
    centre.help.fault = DOWN

    report = centre.syncs()

    assert report.edited == ("help/00.md",)
    assert report.retired == ()
    assert centre.served() == 20


def test_how_long_a_source_has_been_failing_is_kept_until_it_is_read_whole_again(
    centre: Centre,
) -> None:
    read_at = centre.clock.now()
    centre.help.fault = DOWN

    centre.syncs()
    first = centre.state()
    centre.help.fault = SourceUnavailable("It hangs.")
    centre.syncs()
    later = centre.state()
    centre.help.fault = None
    centre.syncs()

    assert (first.last_good_at, first.failure) == (read_at, str(DOWN))
    assert later == replace(first, failure="It hangs.")
    assert centre.state() == SourceState(source=HELP)


def test_a_source_that_stands_as_before_is_not_written_down_again(centre: Centre) -> None:
    centre.help.fault = DOWN

    centre.syncs()
    centre.syncs()

    assert centre.kinds().count("knowledge.source_noted") == 1


def test_an_article_that_could_not_be_read_just_now_stays_as_it_was(centre: Centre) -> None:
    centre.help.listed[3] = Unread(path="03.md", why="HTTP 500.")

    report = centre.syncs()

    assert centre.served() == 20
    assert report.warnings == ("help/03.md: HTTP 500. What is served of it stays.",)


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [(Absence.GONE, 19, 19), (Absence.UNLISTED, 20, 19), (Absence.THERE, 20, 20)],
)
def test_an_article_that_is_not_listed_goes_once_that_is_sure_or_confirmed(
    said: Absence, first: int, second: int, centre: Centre
) -> None:
    centre.help.listed.pop()
    centre.help.otherwise = said

    told = centre.syncs()
    after_first = centre.served()
    centre.syncs()

    assert (after_first, centre.served()) == (first, second)
    assert told.missing == (("help/19.md",) if said is Absence.UNLISTED else ())


def test_an_article_that_was_missed_and_came_back_has_to_be_missed_twice_again(
    centre: Centre,
) -> None:
    whole = list(centre.help.listed)
    centre.help.otherwise = Absence.UNLISTED
    for listed in (whole[:-1], whole, whole[:-1]):
        centre.help.listed = listed
        centre.syncs()

    assert centre.served() == 20


def test_a_listing_that_breaks_off_confirms_nothing(centre: Centre) -> None:
    centre.help.listed.pop()
    centre.help.otherwise = Absence.UNLISTED
    centre.syncs()
    centre.help.fault = DOWN
    centre.syncs()
    between = centre.served()
    centre.help.fault = None
    centre.syncs()

    assert (between, centre.served()) == (20, 19)


def test_a_source_that_does_not_say_what_became_of_an_article_keeps_it(centre: Centre) -> None:
    centre.help.listed.pop()
    centre.help.silence = DOWN

    report = centre.syncs()

    assert centre.served() == 20
    assert [failed.source for failed in report.failed] == [HELP]


@pytest.mark.parametrize(
    ("size", "left", "held"),
    [(20, 10, 0), (20, 9, 11), (100, 80, 0), (100, 79, 21), (10, 0, 0), (11, 0, 11)],
)
def test_more_than_a_fifth_and_more_than_ten_at_once_wait_for_a_person(
    size: int, left: int, held: int
) -> None:
    centre = Centre(size)
    centre.help.listed = centre.help.listed[:left]

    report = centre.syncs()

    assert len(report.held) == held
    assert centre.served() == left + held


def test_text_that_cannot_be_read_any_more_counts_as_gone_where_it_is_everywhere(
    centre: Centre,
) -> None:
    centre.help.listed = [an_unreadable_document(f"{n:02}.md") for n in range(20)]

    report = centre.syncs()

    assert len(report.held) == len(report.skipped) == 20
    assert centre.served() == 20


def test_what_is_held_back_does_not_hold_up_edits(centre: Centre) -> None:
    centre.help.listed = [a_document("00.md", "Edited.")]

    report = centre.syncs()

    assert report.edited == ("help/00.md",)
    assert len(report.held) == 19


def test_a_deletion_that_a_person_allowed_is_carried_out_and_said_to_be_theirs(
    centre: Centre,
) -> None:
    centre.help.listed = centre.help.listed[:5]
    centre.syncs()

    centre.allows()
    report = centre.syncs()

    assert len(report.retired) == 15
    assert centre.served() == 5
    assert centre.state() == SourceState(source=HELP)
    assert "knowledge.deletion_allowed" in centre.kinds()


def test_a_word_for_one_deletion_is_no_word_for_a_larger_one() -> None:
    large = Centre(60)
    large.help.listed = large.help.listed[:45]
    large.syncs()
    large.allows()
    large.help.listed = large.help.listed[:20]

    report = large.syncs()

    assert len(report.retired) == 15
    assert len(report.held) == 25
    assert large.state().allowed is None


def test_a_word_for_a_deletion_lapses_where_the_articles_came_back(centre: Centre) -> None:
    whole = list(centre.help.listed)
    centre.help.listed = whole[:5]
    centre.syncs()
    centre.allows()
    centre.help.listed = whole
    centre.syncs()
    centre.help.listed = whole[:4]

    report = centre.syncs()

    assert len(report.held) == 16
    assert centre.served() == 20


def test_a_held_deletion_of_what_was_only_missed_stays_held_and_can_be_allowed(
    centre: Centre,
) -> None:
    centre.help.otherwise = Absence.UNLISTED
    centre.help.listed = centre.help.listed[:5]
    held = [len(centre.syncs().held) for _ in range(4)]

    centre.allows()
    centre.syncs()

    assert held == [0, 15, 15, 15]
    assert centre.served() == 5


def test_nothing_can_be_allowed_where_nothing_is_held(centre: Centre) -> None:
    with pytest.raises(NotFound, match="holds back no deletion"):
        centre.allows()


def test_an_article_that_moved_is_told_to_be_the_same_and_is_served_throughout(
    centre: Centre,
) -> None:
    centre.help.listed[0] = a_document("moved/00.md", "Text of 0.")

    report = centre.syncs()

    assert report.renamed == (
        Renamed(old=ArticleId("help/00.md"), new=ArticleId("help/moved/00.md")),
    )
    assert centre.served() == 20


def test_tidying_up_a_whole_help_centre_is_no_mass_deletion(centre: Centre) -> None:
    centre.help.listed = [a_document(f"en/{n:02}.md", f"Text of {n}.") for n in range(20)]

    report = centre.syncs()

    assert len(report.renamed) == len(report.retired) == 20
    assert report.held == ()
    assert centre.served() == 20


def test_an_article_that_was_edited_as_it_moved_is_recognised_by_what_is_left(
    centre: Centre,
) -> None:
    body = "Press the button. Wait a day. Ask for help."
    centre.help.listed.append(a_document("long.md", body))
    centre.syncs()
    centre.help.listed[-1] = a_document("longer.md", f"{body} Or write to us.")

    report = centre.syncs()

    assert [pair.new for pair in report.renamed] == ["help/longer.md"]


def test_an_article_that_shares_a_sentence_with_a_new_one_is_not_said_to_be_it(
    centre: Centre,
) -> None:
    centre.help.listed.append(a_document("a.md", "Write to us. Press it. Wait a day."))
    centre.syncs()
    centre.help.listed[-1] = a_document("b.md", "Write to us. Nothing else is alike. Not at all.")

    report = centre.syncs()

    assert report.renamed == ()
    assert report.retired == ("help/a.md",)


def test_a_word_for_a_deletion_that_has_changed_since_it_was_seen_is_refused(
    centre: Centre,
) -> None:
    centre.help.listed = []
    centre.syncs()

    with pytest.raises(Conflict):
        allow_deletion(HELP, "ada", centre.store, centre.clock, seen="another")


def test_an_article_that_was_only_missed_goes_at_once_where_its_text_has_a_new_name(
    centre: Centre,
) -> None:
    centre.help.otherwise = Absence.UNLISTED
    centre.help.listed[0] = a_document("moved.md", "Text of 0.")

    report = centre.syncs()

    assert report.retired == ("help/00.md",)
    assert report.missing == ()


def test_two_articles_of_the_same_text_are_not_both_said_to_have_become_one(
    centre: Centre,
) -> None:
    centre.help.listed += [a_document("a.md", "Same."), a_document("b.md", "Same.")]
    centre.syncs()
    centre.help.listed[-2:] = [a_document("c.md", "Same.")]

    report = centre.syncs()

    assert len(report.renamed) == 1
    assert report.retired == ("help/a.md", "help/b.md")


def test_an_unknown_source_is_still_refused(centre: Centre) -> None:
    with pytest.raises(BadInput):
        allow_deletion(SourceName("wiki"), "ada", centre.store, centre.clock)
