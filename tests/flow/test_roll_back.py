"""What was served can be looked at and brought back, whatever its source still holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.decision.contested import cited_passages
from handrail.domain.knowledge.model import ArticleId, SourceName, SyncReport
from handrail.domain.retrieval.model import PUBLIC, SnapshotId
from handrail.flow.look_back import changes_between, knowledge_at, searching_at
from handrail.flow.roll_back import RollBackPorts, RolledBack, lift_pin, roll_back
from handrail.flow.search_knowledge import search_knowledge
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.errors import BadInput, NotFound
from handrail.kernel.failpoints import Failpoints
from tests.builders import a_conversation, a_record, an_entry, an_inbound
from tests.fakes import FixedClock
from tests.flow.desk import ListedSource, WordIndex
from tests.flow.test_sync_knowledge import a_document

REFUNDS, SHIPPING = ArticleId("help/refunds.md"), ArticleId("help/shipping.md")
POINTS = ArticleId("help/points.md")
QUESTION = "How many days does a refund take?"


class Office:
    """Hold a source whose texts change from hour to hour."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.source = ListedSource(SourceName("help"))
        self.index = WordIndex()
        self.clock = FixedClock()
        self.ports = RollBackPorts(store=store, builder=self.index, clock=self.clock)

    def holds(self, **texts: str) -> SyncReport:
        """Have the source hold these texts an hour later, and sync."""
        self.source.listed = [a_document(f"{name}.md", text) for name, text in texts.items()]
        return self.syncs()

    def syncs(self) -> SyncReport:
        self.clock.advance(3_600)
        ports = SyncPorts(
            store=self.store,
            sources=(self.source,),
            builder=self.index,
            clock=self.clock,
            failpoints=Failpoints(),
        )
        return sync_knowledge(ports, None, _silent)

    def back_to(self, moment: datetime, *articles: ArticleId) -> RolledBack:
        self.clock.advance(60)
        return roll_back(articles or None, moment, "staff:ada", self.ports, _silent)

    def served(self) -> dict[str, str]:
        with self.store.read() as reading:
            return {p.article: p.text for p in reading.all_live_passages()}

    def found(self) -> set[str]:
        result = search_knowledge(QUESTION, PUBLIC, self.index, self.store)
        return {hit.passage.text for hit in result.hits}


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    store = open_store(sqlite_url, upgrade)
    yield Office(store)
    store.close()


GOOD, BAD, WORSE = "A refund takes 5 days.", "A refund takes 50 days.", "A refund takes 500 days."
PARCEL = "Shipping costs 4 euros."


def test_what_was_brought_back_survives_the_next_sync_and_is_found(office: Office) -> None:
    office.holds(refunds=GOOD, shipping=PARCEL)
    good = office.clock.now()
    office.holds(refunds=BAD, shipping=PARCEL)

    done = office.back_to(good, REFUNDS)
    report = office.syncs()

    assert done.served == done.pinned == (REFUNDS,)
    assert report.kept_back == (REFUNDS,)
    assert not report.changed
    assert office.served() == {REFUNDS: GOOD, SHIPPING: PARCEL}
    assert GOOD in office.found()
    assert BAD not in office.found()


def test_it_follows_its_source_again_once_the_source_changes(office: Office) -> None:
    office.holds(refunds=GOOD)
    good = office.clock.now()
    office.holds(refunds=BAD)
    office.back_to(good)

    report = office.holds(refunds=WORSE)

    assert report.edited == report.let_go == (REFUNDS,)
    assert office.served() == {REFUNDS: WORSE}


def test_it_follows_its_source_again_once_both_say_the_same(office: Office) -> None:
    office.holds(refunds=GOOD)
    good = office.clock.now()
    office.holds(refunds=BAD)
    office.back_to(good)

    report = office.holds(refunds=GOOD)
    later = office.holds(refunds=BAD)

    assert report.let_go == (REFUNDS,)
    assert later.edited == (REFUNDS,)


def test_it_goes_with_its_source_where_that_deletes_it(office: Office) -> None:
    office.holds(refunds=GOOD, shipping=PARCEL)
    good = office.clock.now()
    office.holds(refunds=BAD, shipping=PARCEL)
    office.back_to(good)

    report = office.holds(shipping=PARCEL)

    assert report.retired == report.let_go == (REFUNDS,)


def test_a_person_lets_it_follow_its_source_again(office: Office) -> None:
    office.holds(refunds=GOOD)
    good = office.clock.now()
    office.holds(refunds=BAD)
    office.back_to(good)

    lift_pin(REFUNDS, "staff:ada", office.ports)
    report = office.syncs()

    assert report.edited == (REFUNDS,)
    with pytest.raises(NotFound):
        lift_pin(REFUNDS, "staff:ada", office.ports)


def test_an_article_that_its_source_deleted_can_be_served_again(office: Office) -> None:
    office.holds(refunds=GOOD, shipping=PARCEL)
    whole = office.clock.now()
    office.holds(refunds=GOOD)

    office.back_to(whole)
    kept = office.syncs()
    back = office.holds(refunds=GOOD, shipping="Shipping costs 5 euros.")

    assert kept.retired == ()
    assert back.let_go == (SHIPPING,)
    assert office.served()[SHIPPING] == "Shipping costs 5 euros."


def test_an_article_that_did_not_exist_then_is_taken_away_and_stays_away(office: Office) -> None:
    office.holds(refunds=GOOD)
    before = office.clock.now()
    office.holds(refunds=GOOD, points="You get points.")

    done = office.back_to(before)
    report = office.syncs()

    assert done.retired == (POINTS,)
    assert report.kept_back == (POINTS,)
    assert office.served() == {REFUNDS: GOOD}


def test_going_forward_again_lifts_the_pin(office: Office) -> None:
    office.holds(refunds=GOOD)
    good = office.clock.now()
    office.holds(refunds=BAD)
    bad = office.clock.now()
    office.back_to(good)

    done = office.back_to(bad, REFUNDS)

    assert done.pinned == ()
    assert office.served() == {REFUNDS: BAD}
    with office.store.read() as reading:
        assert reading.pins() == {}


def test_going_further_back_still_refuses_what_the_source_holds(office: Office) -> None:
    office.holds(refunds=WORSE)
    first = office.clock.now()
    office.holds(refunds=GOOD)
    good = office.clock.now()
    office.holds(refunds=BAD)
    office.back_to(good)

    office.back_to(first, REFUNDS)
    report = office.syncs()

    assert report.kept_back == (REFUNDS,)
    assert office.served() == {REFUNDS: WORSE}


def test_every_step_says_who_took_it_and_why(office: Office) -> None:
    office.holds(refunds=GOOD)
    good = office.clock.now()
    office.holds(refunds=BAD)
    office.back_to(good)

    with office.store.read() as reading:
        steps = reading.steps(article=REFUNDS)
        kinds = [e.kind for _, e in reading.audit_entries() if e.actor == "staff:ada"]

    assert [step.by for step in steps] == ["staff:ada", "operator", "operator"]
    assert steps[0].number == steps[2].number
    assert kinds == ["knowledge.article_brought_back", "knowledge.pinned"]


def test_an_unknown_article_and_a_moment_to_come_are_refused(office: Office) -> None:
    office.holds(refunds=GOOD)

    with pytest.raises(NotFound, match="ever served"):
        office.back_to(office.clock.now(), ArticleId("help/unknown.md"))
    with pytest.raises(BadInput, match="to come"):
        office.back_to(office.clock.now() + timedelta(hours=1))
    assert not office.back_to(office.clock.now()).changed


def test_the_whole_knowledge_base_is_there_as_of_any_moment(office: Office) -> None:
    office.holds(refunds=GOOD, shipping=PARCEL)
    first = office.clock.now()
    office.holds(refunds=BAD)
    second = office.clock.now()

    then, later = knowledge_at(first, office.store), knowledge_at(second, office.store)
    nothing = knowledge_at(first - timedelta(days=1), office.store)
    found = searching_at(then, _Pinned(office.index), office.ports, _silent).find(QUESTION, PUBLIC)

    assert {p.text for p in then.passages.values()} == {GOOD, PARCEL}
    assert {p.text for p in later.passages.values()} == {BAD}
    assert nothing.articles == {}
    assert GOOD in {hit.passage.text for hit in found.hits}
    assert then.article(SHIPPING)[1][0].text == PARCEL
    with pytest.raises(NotFound, match="was served at"):
        later.article(SHIPPING)


def test_what_changed_between_two_moments_is_told_with_the_words(office: Office) -> None:
    office.holds(refunds=GOOD, shipping=PARCEL)
    first = office.clock.now()
    office.holds(refunds=BAD, points="You get points.")
    second = office.clock.now()
    office.holds(refunds=GOOD, points="You get points.")

    changes = changes_between(first, second, office.store)
    there_and_back = changes_between(first, office.clock.now(), office.store)

    assert [(c.article, c.kind, c.gone, c.come) for c in changes.articles] == [
        (POINTS, "added", (), ("You get points.",)),
        (REFUNDS, "edited", (GOOD,), (BAD,)),
        (SHIPPING, "retired", (PARCEL,), ()),
    ]
    assert [c.article for c in there_and_back.articles] == [POINTS, SHIPPING]
    assert len(there_and_back.steps) == 4


def test_what_a_reply_shows_is_counted_by_conversation(office: Office) -> None:
    office.holds(refunds=GOOD)
    record = a_record()
    [cited] = cited_passages(record.outcome)
    conversation = a_conversation(record.conversation)
    with office.store.write() as writing:
        writing.open_conversation(conversation, an_entry())
        writing.save_turn(conversation, an_inbound(), record, an_entry())

    with office.store.read() as reading:
        shown = reading.conversations_shown([cited], record.at)
        later = reading.conversations_shown([cited], record.at + timedelta(seconds=1))

    assert shown == {cited: frozenset({record.conversation})}
    assert later == {}


class _Pinned:
    """Search what the words' index was prepared from last."""

    def __init__(self, index: WordIndex) -> None:
        self._index = index

    def searching(self, snapshot: SnapshotId) -> WordIndex:
        one = WordIndex()
        one.passages = self._index.prepared(snapshot)
        return one


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
