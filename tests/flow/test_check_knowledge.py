"""What checking the knowledge promises, on real databases: nothing is asked twice, nothing lost."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    FindingState,
    KeptFinding,
    Knowledge,
)
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName
from handrail.domain.knowledge.outline import Link, Outline
from handrail.flow.check_knowledge import check_knowledge, check_what_changed
from handrail.flow.decide_finding import (
    Deciding,
    FindingPorts,
    accept_finding,
    assign_finding,
    intend_finding,
    reopen_finding,
)
from handrail.flow.health_ports import HealthPorts, KnowledgeCheck
from handrail.flow.ports import SourceDocument
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from tests.builders import NOON, an_article, an_entry, passages_for
from tests.domain.knowledge.health.test_keeping import A, B, a_finding
from tests.fakes import FixedClock
from tests.flow.desk import ListedSource

KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)
LEE = StaffSession(staff=StaffId("lee"), role=Role.LEAD)


class Desk:
    """Hold a database with two articles, and one check whose findings a test chooses."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.clock = FixedClock(NOON - timedelta(days=1))
        self.found: list[Finding] = [a_finding()]
        self.scopes: list[object] = []
        self.source = ListedSource(SourceName("help"))
        self.publish(A, "A refund takes 5 days.")
        self.publish(B, "A refund takes 9 days.")
        self.clock.advance(86_400)

    def publish(self, ref: ArticleId, text: str, **changes: Any) -> None:
        article = an_article(ref, f"v-{text}", owner="kim", **changes)
        with self.store.write() as writing:
            entry = an_entry(at=self.clock.now())
            writing.publish(article, passages_for(article, text), entry)

    def ports(self) -> HealthPorts:
        check = KnowledgeCheck(
            name="told",
            kinds=frozenset({FindingKind.CONTRADICTION}),
            find=self._find,
            is_incremental=True,
        )
        return HealthPorts(
            store=self.store,
            checks=(check,),
            sources=lambda: (self.source,),
            files=dict,
            clock=self.clock,
        )

    def deciding(self) -> FindingPorts:
        return FindingPorts(store=self.store, clock=self.clock)

    def kept(self) -> KeptFinding:
        with self.store.read() as reading:
            held = reading.finding(a_finding().id)
        assert held is not None
        return held

    def _find(self, knowledge: Knowledge, changed: object) -> tuple[Finding, ...]:
        self.scopes.append(changed)
        self.articles = [article.id for article in knowledge.articles]
        return tuple(self.found)


@pytest.fixture
def desk(sql_store: SqlStore) -> Desk:
    return Desk(sql_store)


def by(staff: StaffSession, **changes: Any) -> Deciding:
    return Deciding(ref=a_finding().id, staff=staff, **changes)


def test_a_new_finding_is_kept_open_with_the_owner_of_its_article(desk: Desk) -> None:
    report = check_knowledge(desk.ports())

    assert report.new == (a_finding().id,)
    assert report.counts["contradiction"] == 1
    assert (desk.kept().state, desk.kept().owner) == (FindingState.OPEN, "kim")
    with desk.store.read() as reading:
        assert reading.findings() == (desk.kept(),)
        assert reading.findings(frozenset({FindingState.FIXED})) == ()
        assert reading.last_check() == reading.last_check(is_full=True) == report


def test_the_same_finding_is_never_told_twice_and_keeps_what_was_decided(desk: Desk) -> None:
    check_knowledge(desk.ports())
    accepted = accept_finding(by(KIM), desk.deciding())
    desk.clock.advance(60)

    again = check_knowledge(desk.ports())

    assert (again.new, again.returned, again.fixed) == ((), (), ())
    assert desk.kept() == replace(accepted, last_seen=NOON + timedelta(seconds=60))


def test_what_is_put_right_is_closed_and_comes_back_when_it_is_wrong_again(desk: Desk) -> None:
    check_knowledge(desk.ports())
    desk.found = []
    fixed = check_knowledge(desk.ports())
    state = desk.kept().state
    desk.found = [a_finding()]

    back = check_knowledge(desk.ports())

    assert (fixed.fixed, state) == ((a_finding().id,), FindingState.FIXED)
    assert back.returned == (a_finding().id,)
    assert desk.kept().state is FindingState.OPEN


def test_an_intended_difference_stays_until_a_side_is_worded_anew(desk: Desk) -> None:
    check_knowledge(desk.ports())
    intend_finding(by(LEE, note="Another plan."), desk.deciding())

    same = check_knowledge(desk.ports())
    desk.found = [a_finding("A refund takes 6 days.")]
    other = check_knowledge(desk.ports())

    assert (same.returned, same.new) == ((), ())
    assert other.returned == (a_finding().id,)
    assert desk.kept().note == "Another plan."


def test_after_a_sync_only_what_changed_is_compared(desk: Desk) -> None:
    assert check_what_changed(desk.ports()) is not None
    assert check_what_changed(desk.ports()) is None
    desk.clock.advance(5)
    desk.publish(B, "A refund takes 7 days.")

    report = check_what_changed(desk.ports())

    assert report is not None
    assert not report.is_full
    assert desk.scopes == [None, frozenset({B})]
    with desk.store.read() as reading:
        assert reading.last_check() == report
        assert reading.last_check(is_full=True) != report


def test_what_was_only_lately_changed_is_not_compared_again_by_the_same_process(
    desk: Desk,
) -> None:
    ports = desk.ports()
    desk.publish(A, "A refund takes 6 days.")
    check_what_changed(ports)
    desk.clock.advance(5)
    desk.publish(B, "A refund takes 7 days.")

    check_what_changed(ports)
    desk.publish(B, "A refund takes 8 days.")
    check_what_changed(desk.ports())

    assert desk.scopes == [None, frozenset({B}), frozenset({A, B})]


def test_a_check_is_given_every_article_that_is_served(desk: Desk) -> None:
    check_knowledge(desk.ports())

    assert desk.articles == [A, B]


def test_a_check_that_a_person_overtakes_starts_over(desk: Desk) -> None:
    check_knowledge(desk.ports())
    desk.found = [a_finding(why="Worded anew.")]
    ports = desk.ports()
    races: list[Callable[[], object]] = [lambda: accept_finding(by(KIM), desk.deciding())]

    class Racing:
        def read(self) -> Any:
            return desk.store.read()

        def decide(self) -> Any:
            if races:
                races.pop(0)()
            return desk.store.decide()

    check_knowledge(replace(ports, store=Racing()))

    assert (desk.kept().state, desk.kept().finding.why) == (FindingState.ACCEPTED, "Worded anew.")


def test_links_of_articles_published_before_are_read_once(desk: Desk) -> None:
    outline = Outline(links=(Link(target="b.md"),))
    read: list[str] = []

    def document(ref: ArticleId, text: str) -> SourceDocument:
        article = an_article(ref, f"v-{text}", outline=outline)

        def load() -> Any:
            read.append(ref)
            if ref == B:
                raise BadInput("Its reader gave up.")
            return article, ()

        return SourceDocument(article=ref, version=article.version, load=load)

    desk.source.listed = [
        document(A, "A refund takes 5 days."),
        document(B, "A refund takes 9 days."),
        document(ArticleId("help/new.md"), "New."),
        Skipped(path="x", why="No."),
    ]

    check_knowledge(desk.ports())
    check_knowledge(desk.ports())

    assert read == [A, B, B]
    with desk.store.read() as reading:
        assert [article.outline for article in reading.live_articles()] == [outline, None]


def test_a_source_that_is_down_does_not_stop_a_check(desk: Desk) -> None:
    class Down:
        name = SourceName("help")

        def documents(self) -> Any:
            raise Unavailable("It is down.")

        def absences(self, unlisted: Sequence[ArticleId]) -> Any:  # noqa: ARG002 - a port's
            raise Unavailable("It is down.")

    report = check_knowledge(replace(desk.ports(), sources=lambda: (Down(),)))

    assert len(report.new) == 1


def test_a_person_sees_what_they_decide_on(desk: Desk) -> None:
    check_knowledge(desk.ports())
    seen = desk.kept().version
    taken = assign_finding(by(KIM, version=seen), "kim", desk.deciding())

    with pytest.raises(Conflict):
        accept_finding(by(LEE, version=seen), desk.deciding())
    with pytest.raises(NotFound):
        accept_finding(replace(by(LEE), ref=a_finding(subject="other").id), desk.deciding())
    assert desk.kept() == taken


def test_hiding_a_finding_takes_its_owner_or_a_lead_and_a_reason(desk: Desk) -> None:
    max_ = StaffSession(staff=StaffId("max"), role=Role.AGENT)
    check_knowledge(desk.ports())

    with pytest.raises(Forbidden):
        intend_finding(by(max_, note="Fine."), desk.deciding())
    with pytest.raises(BadInput):
        intend_finding(by(LEE, note=" "), desk.deciding())
    with pytest.raises(BadInput):
        intend_finding(by(LEE, note="x" * 2_001), desk.deciding())
    owned = intend_finding(by(KIM, note="Fine."), desk.deciding())

    assert (owned.state, owned.decided_by) == (FindingState.INTENDED, "staff:kim")
    assert reopen_finding(by(max_), desk.deciding()).state is FindingState.OPEN


def test_agents_take_findings_themselves_and_leads_give_them_to_others(desk: Desk) -> None:
    check_knowledge(desk.ports())

    with pytest.raises(Forbidden):
        assign_finding(by(KIM), "max", desk.deciding())
    with pytest.raises(BadInput):
        assign_finding(by(LEE), "Max Power", desk.deciding())

    assert assign_finding(by(LEE), "max@shop.example", desk.deciding()).owner == "max@shop.example"


def test_everything_that_changes_findings_is_written_down(desk: Desk) -> None:
    check_knowledge(desk.ports())
    accept_finding(by(KIM), desk.deciding())

    with desk.store.read() as reading:
        kinds = [entry.kind for _, entry in reading.audit_entries()]
    assert kinds[2:] == [
        "knowledge.findings_kept",
        "knowledge.checked",
        "knowledge.finding_decided",
    ]
