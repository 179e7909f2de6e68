"""What opening links to other sites promises to a project, on real databases."""

from typing import Any

import pytest

from handrail.adapters.sql.links_elsewhere import SqlAddressMemory
from handrail.adapters.sql.store import SqlStore
from handrail.domain.knowledge.health.answers_elsewhere import (
    AT_ONCE,
    ON_A_SCHEDULE,
    Answer,
    Pace,
    Standing,
)
from handrail.domain.knowledge.health.elsewhere import Choice
from handrail.domain.knowledge.health.model import FindingState, KeptFinding
from handrail.domain.knowledge.model import ArticleId, SourceName
from handrail.domain.knowledge.outline import Link, Outline
from handrail.flow.ask_elsewhere import AskedElsewhere, ask_elsewhere, gone_links_check
from handrail.flow.check_knowledge import check_knowledge, check_what_changed
from handrail.flow.elsewhere_ports import ElsewherePorts
from handrail.flow.health_checks import CHECKS
from handrail.flow.health_ports import HealthPorts
from handrail.flow.tell_elsewhere import elsewhere_as_json, told_of
from handrail.kernel.ids import digest
from tests.builders import NOON, an_article, an_entry, passages_for
from tests.fakes import FixedClock
from tests.flow.desk import ListedSource
from tests.other_sites import FakeSites

GONE, FINE, SHY = "https://shop.io/gone", "https://shop.io/fine", "https://shy.io/"
DAY = 86_400.0


class Desk:
    """Hold a project whose articles lead to other sites."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.clock = FixedClock(NOON)
        self.memory = SqlAddressMemory(store)
        self.sites = FakeSites({GONE: Answer.NO_PAGE, FINE: Answer.THERE, SHY: Answer.TURNED_AWAY})
        self.publish("a.md", GONE, FINE, "b.md")
        self.publish("b.md", f"{GONE}#part", SHY)

    def publish(self, path: str, *targets: str) -> None:
        links = tuple(Link(target=target, text="this") for target in targets)
        article = an_article(
            ArticleId(f"help/{path}"), f"v-{digest(*targets)}", outline=Outline(links=links)
        )
        text = "Where this is said: " + " ".join(targets)
        with self.store.write() as writing:
            writing.publish(article, passages_for(article, text), an_entry(at=self.clock.now()))

    def ask(self, pace: Pace = ON_A_SCHEDULE, **changes: Any) -> AskedElsewhere:
        ports = ElsewherePorts(
            store=self.store, sites=self.sites, memory=self.memory, clock=self.clock, **changes
        )
        return ask_elsewhere(ports, pace)

    def ports(self) -> HealthPorts:
        return HealthPorts(
            store=self.store,
            checks=(*CHECKS, gone_links_check(self.memory, Choice())),
            sources=lambda: (ListedSource(SourceName("help")),),
            files=dict,
            clock=self.clock,
        )

    def found(self) -> list[KeptFinding]:
        """Check everything, and return what stands or stood about links to other sites."""
        check_knowledge(self.ports())
        return self.kept()

    def kept(self) -> list[KeptFinding]:
        with self.store.read() as reading:
            held = [h for h in reading.findings() if h.finding.subject.startswith("page:https")]
        return sorted(held, key=lambda one: one.finding.articles)

    def states(self) -> list[FindingState]:
        return [held.state for held in self.found()]


@pytest.fixture
def desk(sql_store: SqlStore) -> Desk:
    return Desk(sql_store)


OPEN, FIXED = FindingState.OPEN, FindingState.FIXED


def test_an_address_is_asked_once_however_many_articles_lead_there(desk: Desk) -> None:
    asked = desk.ask()

    assert desk.sites.asked == [GONE, FINE, SHY]
    assert (asked.addresses, asked.asked, asked.gone, asked.missed) == (3, 3, 0, 1)
    assert asked.unsaid == {Answer.TURNED_AWAY: 1}


def test_on_a_schedule_a_link_is_gone_after_two_days_and_each_article_is_told(desk: Desk) -> None:
    desk.ask()
    first = desk.states()
    desk.clock.advance(DAY)
    asked = desk.ask()

    assert first == []
    assert asked.gone == 1
    assert [held.finding.articles for held in desk.found()] == [("help/a.md",), ("help/b.md",)]
    assert desk.states() == [OPEN, OPEN]


def test_a_person_who_waits_is_told_at_once(desk: Desk) -> None:
    asked = desk.ask(AT_ONCE)

    assert asked.gone == 1
    assert desk.states() == [OPEN, OPEN]


def test_checks_that_open_nothing_neither_close_nor_forget(desk: Desk) -> None:
    desk.ask(AT_ONCE)
    desk.states()
    asked = len(desk.sites.asked)
    for _ in range(3):
        desk.clock.advance(DAY)
        desk.publish("c.md", "a.md", str(desk.clock.now()))
        check_what_changed(desk.ports())

    assert desk.states() == [OPEN, OPEN]
    assert len(desk.sites.asked) == asked
    assert len(desk.memory.known()) == 3


def test_a_site_that_says_nothing_now_leaves_what_it_said(desk: Desk) -> None:
    desk.ask(AT_ONCE)
    desk.states()
    for answer in (Answer.UNREACHED, Answer.TURNED_AWAY, Answer.BARRED):
        desk.sites.answers[GONE] = answer
        desk.clock.advance(DAY)
        desk.ask()

        assert desk.states() == [OPEN, OPEN]


def test_a_link_that_is_there_again_is_fixed(desk: Desk) -> None:
    desk.ask(AT_ONCE)
    desk.states()
    desk.sites.answers[GONE] = Answer.THERE
    desk.clock.advance(DAY)
    desk.ask()

    assert desk.states() == [FIXED, FIXED]


def test_a_link_that_is_taken_out_is_fixed_and_its_address_forgotten(desk: Desk) -> None:
    desk.ask(AT_ONCE)
    desk.states()
    desk.publish("a.md", FINE)
    desk.publish("b.md", SHY)

    check_what_changed(desk.ports())

    assert [held.state for held in desk.kept()] == [FIXED, FIXED]
    assert sorted(desk.memory.known()) == [FINE, SHY]


def test_after_a_sync_a_check_ends_as_one_of_everything(desk: Desk) -> None:
    desk.ask(AT_ONCE)
    desk.states()
    desk.clock.advance(60)
    desk.publish("c.md", GONE, f"{GONE}#other")
    desk.publish("b.md", SHY)

    check_what_changed(desk.ports())
    after_sync = [(held.finding, held.state) for held in desk.kept()]

    assert [(held.finding, held.state) for held in desk.found()] == after_sync
    assert [state for _, state in after_sync] == [OPEN, FIXED, OPEN, OPEN]


def test_what_was_there_is_asked_again_after_a_week_and_all_else_each_day(desk: Desk) -> None:
    desk.ask()
    counts = []
    for _ in range(7):
        desk.clock.advance(DAY)
        before = len(desk.sites.asked)
        desk.ask()
        counts.append(len(desk.sites.asked) - before)

    assert counts == [2, 2, 2, 2, 2, 2, 3]


def test_what_was_there_lately_is_at_hand_to_vouch_for_the_network(desk: Desk) -> None:
    desk.publish("a.md", FINE, "https://shop.io/fine/too", "https://lost.io/")
    desk.publish("b.md", "https://lost.io/b")
    desk.sites.answers |= {
        "https://shop.io/fine/too": Answer.THERE,
        "https://lost.io/": Answer.NO_SITE,
        "https://lost.io/b": Answer.NO_SITE,
    }
    desk.ask()
    desk.clock.advance(DAY)
    desk.ask()

    assert desk.sites.asked[4:] == ["https://lost.io/", "https://lost.io/b"]
    assert desk.sites.witnesses == [(), ("https://shop.io/fine/too",)]


def test_what_no_time_was_left_for_comes_first_the_next_time(desk: Desk) -> None:
    del desk.sites.answers[SHY]
    first = desk.ask()
    desk.clock.advance(DAY)
    desk.ask()

    assert first.unasked == 1
    assert desk.sites.asked[3:] == [SHY, GONE]


def test_what_was_heard_before_it_is_broken_off_is_kept(desk: Desk) -> None:
    many = [f"https://shop.io/{n}" for n in range(120)]
    desk.sites.answers |= dict.fromkeys(many, Answer.THERE)
    desk.publish("many.md", *many)

    def broken_off(_stage: str, done: int, _total: int) -> None:
        if done == 110:
            raise KeyboardInterrupt

    ports = ElsewherePorts(store=desk.store, sites=desk.sites, memory=desk.memory, clock=desk.clock)
    with pytest.raises(KeyboardInterrupt):
        ask_elsewhere(ports, ON_A_SCHEDULE, broken_off)

    assert len(desk.memory.known()) == 100


def test_what_is_left_out_is_neither_asked_nor_told(desk: Desk) -> None:
    asked = desk.ask(AT_ONCE, choice=Choice(leave_out=("https://shop.io/",)))

    assert desk.sites.asked == [SHY]
    assert asked.addresses == 1
    assert desk.memory.known()[SHY].standing is Standing.UNKNOWN


def test_a_centre_that_leads_nowhere_else_asks_nothing(desk: Desk) -> None:
    desk.publish("a.md", "b.md")
    desk.publish("b.md", "a.md")

    asked = desk.ask()

    assert desk.sites.asked == []
    assert told_of(asked) == "Links to other sites: none."


def said(**changes: Any) -> str:
    values: dict[str, Any] = {
        "addresses": 800, "asked": 0, "gone": 0, "missed": 0, "unsaid": {}, "unasked": 0
    }  # fmt: skip
    return told_of(AskedElsewhere(**(values | changes)))


def test_what_came_of_it_is_told_in_one_line() -> None:
    unsaid = {Answer.TURNED_AWAY: 80, Answer.UNREACHED: 25, Answer.BARRED: 5}

    assert said() == "Links to other sites: 800 addresses, 0 gone."
    assert said(addresses=1, gone=1) == "Links to other sites: 1 address, 1 gone."
    assert said(asked=790, gone=3, missed=2, unsaid=unsaid, unasked=10) == (
        "Links to other sites: 800 addresses, 3 gone, 2 to be asked again before they count. "
        "Of 120 it could not be told whether they are there: 80 turned us away, "
        "25 failed or did not answer, 5 lead inside this network or to an unusual port, "
        "10 were not asked for want of time or to leave their site in peace."
    )
    assert said(asked=12, unsaid={Answer.UNREACHED: 12}, unasked=788).endswith(
        "No site answered: this machine may not reach the web."
    )


def test_programs_are_told_the_same(desk: Desk) -> None:
    assert elsewhere_as_json(desk.ask(AT_ONCE)) == {
        "addresses": 3,
        "asked": 3,
        "gone": 1,
        "missed": 0,
        "not_known": {"turned_away": 1, "unreached": 0, "barred": 0, "not_asked": 0},
    }
