"""What nobody answers becomes a topic, a draft, and an article that answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from handrail.app import App
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.calibration import Threshold
from handrail.domain.decision.model import TurnRecord
from handrail.domain.knowledge.health.drafting import DraftState
from handrail.domain.knowledge.health.gaps import QuestionRef, Topic, TopicId
from handrail.domain.knowledge.health.model import FindingKind, FindingState
from handrail.domain.knowledge.model import SourceName
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.decide_draft import Edited, approve_draft, decline_draft, draft_of
from handrail.flow.find_gaps import find_gaps, shown_topic
from handrail.flow.handle_message import handle_message
from handrail.flow.propose_article import propose_article
from handrail.flow.source_standings import source_standings
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.flow.take_over import say_as_agent, take_conversation
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from tests.builders import a_calibration, an_entry
from tests.projects import close_every_project, opened

LEAD = StaffSession(staff=StaffId("lena"), role=Role.LEAD)
AGENT = StaffSession(staff=StaffId("ann"), role=Role.AGENT)
ASKED = (
    "Do you repair a broken zip on a tent?",
    "Can you repair the broken zip of my tent?",
    "My tent has a broken zip, do you repair it?",
)
TOLD = "We repair a broken zip on a tent for 25 euros in our workshop in Galway."
ARTICLE = "# Opening hours\n\nThe shop is open from nine to six, Monday to Saturday.\n"


@dataclass(frozen=True)
class Desk:
    """Hold a small company with its desk."""

    app: App

    def ask(self, text: str) -> TurnRecord:
        """Ask in a conversation of its own."""
        inbound = InboundMessage(conversation=None, text=text)
        return handle_message(inbound, self.app.message_ports())

    def say(self, ref: ConversationId, text: str) -> None:
        """Answer as an agent."""
        take_conversation(ref, AGENT, self.app.desk_ports())
        say_as_agent(ref, text, AGENT, self.app.desk_ports())

    def topic(self) -> Topic:
        """Return the one topic there is."""
        (topic,) = find_gaps(self.app.health.gaps)
        return topic


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    help_folder = tmp_path / "help"
    help_folder.mkdir()
    (help_folder / "hours.md").write_text(ARTICLE, encoding="utf-8")
    settings = '[[knowledge.sources]]\nname = "help"\npath = "help"\n'
    (tmp_path / "handrail.toml").write_text(settings, encoding="utf-8")
    app = opened(tmp_path)
    sync_knowledge(app.sync_ports(), None, lambda *_: None)
    threshold = Threshold(value=0.3, answered=200, wrong=2, upper_bound=0.03)
    made = a_calibration(threshold=threshold, by_topic={}, bound_to=app.bound_to)
    with app.store.write() as writing:
        writing.save_calibration(made, an_entry())
    yield Desk(app)
    close_every_project()


def test_what_two_customers_ask_in_vain_is_a_topic_with_examples(desk: Desk) -> None:
    records = [desk.ask(text) for text in ASKED]
    desk.ask("Which insect lives longest?")

    topic = desk.topic()

    assert topic.conversations == 3
    assert set(topic.questions) == {QuestionRef(record.id) for record in records}
    assert topic.trend == "new"
    assert {"repair", "tent", "zip"} <= set(topic.name.split())
    shown = shown_topic(topic.id, desk.app.health.gaps)
    assert {one.text for one in shown.examples} == set(ASKED)


def test_a_topic_keeps_its_id_when_more_is_asked(desk: Desk) -> None:
    for text in ASKED[:2]:
        desk.ask(text)
    before = desk.topic()

    desk.ask(ASKED[2])

    assert desk.topic().id == before.id


def test_examples_show_no_personal_data(desk: Desk) -> None:
    for text in ASKED[:2]:
        desk.ask(f"{text} Write to mary@example.com.")

    shown = shown_topic(desk.topic().id, desk.app.health.gaps)

    assert shown.examples
    assert not any("mary@example.com" in one.text for one in shown.examples)


def test_a_draft_says_only_what_agents_told_and_what_holds_for_everybody(desk: Desk) -> None:
    first, second, _ = (desk.ask(text) for text in ASKED)
    desk.say(first.conversation, f"Hello Mary! {TOLD} I will call mary@example.com tomorrow.")
    desk.say(second.conversation, f"{TOLD} Shall I book it for you?")

    draft = propose_article(desk.topic().id, AGENT, desk.app.health.gaps)

    assert [line.text for line in draft.lines] == [TOLD]
    assert {by.conversation for by in draft.lines[0].sources} == {
        first.conversation,
        second.conversation,
    }
    assert draft.unsourced == ()


def test_an_approved_draft_is_served_answers_and_closes_the_gap(desk: Desk) -> None:
    records = [desk.ask(text) for text in ASKED]
    desk.say(records[0].conversation, TOLD)
    ports = desk.app.health.gaps
    check_knowledge(desk.app.health.ports)
    draft = propose_article(desk.topic().id, AGENT, ports)

    done = approve_draft(draft.id, draft.version, LEAD, ports)

    assert done.is_answered
    assert done.draft.article is not None
    assert done.draft.article.startswith("written/")
    answered = desk.ask(ASKED[0])
    assert TOLD in answered.reply
    with desk.app.store.read() as reading:
        (held,) = reading.findings(kinds=frozenset({FindingKind.GAP}))
    assert held.state is FindingState.FIXED
    check_knowledge(desk.app.health.ports)
    with desk.app.store.read() as reading:
        (held,) = reading.findings(kinds=frozenset({FindingKind.GAP}))
    assert held.state is FindingState.FIXED


def test_what_was_drafted_here_stands_well_beside_the_sources_of_the_settings(desk: Desk) -> None:
    records = [desk.ask(text) for text in ASKED]
    desk.say(records[0].conversation, TOLD)
    draft = propose_article(desk.topic().id, AGENT, desk.app.health.gaps)

    approve_draft(draft.id, draft.version, LEAD, desk.app.health.gaps)

    with desk.app.store.read() as reading:
        standings = source_standings([SourceName("help")], reading)
    assert [(one.name, one.is_well) for one in standings] == [("help", True), ("written", True)]


def test_what_a_lead_adds_is_told_from_what_agents_said(desk: Desk) -> None:
    records = [desk.ask(text) for text in ASKED]
    desk.say(records[0].conversation, TOLD)
    ports = desk.app.health.gaps
    draft = propose_article(desk.topic().id, AGENT, ports)

    edited = Edited(title="Repairs", text=f"{TOLD}\n\nIt takes a week.")
    done = approve_draft(draft.id, draft.version, LEAD, ports, edited)

    assert done.draft.unsourced == ("It takes a week.",)
    assert done.draft.article == "written/repairs"


def test_only_a_lead_decides_and_only_once(desk: Desk) -> None:
    records = [desk.ask(text) for text in ASKED]
    desk.say(records[0].conversation, TOLD)
    ports = desk.app.health.gaps
    draft = propose_article(desk.topic().id, AGENT, ports)

    with pytest.raises(Conflict, match="waits"):
        propose_article(draft.topic, AGENT, ports)
    with pytest.raises(Forbidden):
        approve_draft(draft.id, draft.version, AGENT, ports)
    decline_draft(draft.id, draft.version, LEAD, ports)
    with pytest.raises(Conflict):
        approve_draft(draft.id, draft.version, LEAD, ports)

    assert draft_of(draft.id, ports).state is DraftState.DECLINED
    assert not desk.topic().is_answered


def test_nothing_is_drafted_where_no_agent_said_anything(desk: Desk) -> None:
    records = [desk.ask(text) for text in ASKED]
    desk.say(records[0].conversation, "Hello! Let me look into that.")
    ports = desk.app.health.gaps

    with pytest.raises(BadInput, match="No agent"):
        propose_article(desk.topic().id, AGENT, ports)
    with pytest.raises(NotFound):
        shown_topic(TopicId("gap_none"), ports)
