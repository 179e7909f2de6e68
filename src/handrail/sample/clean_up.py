"""The help centre put right, as `handrail demo --script` plays it: by the use cases alone.

A contradiction is found, given to somebody, answered carefully meanwhile, put right where it is
written and closed by the next check. What no article says is asked in vain, answered by an agent,
drafted out of that, approved, and answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.app import App
from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, TurnRecord
from handrail.domain.knowledge.health.drafting import ArticleDraft, DraftState
from handrail.domain.knowledge.health.gaps import Topic
from handrail.domain.knowledge.health.model import FindingId, FindingKind, FindingState, KeptFinding
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.decide_draft import approve_draft
from handrail.flow.decide_finding import Deciding, accept_finding, assign_finding
from handrail.flow.find_gaps import shown_topics
from handrail.flow.handle_message import handle_message
from handrail.flow.propose_article import propose_article
from handrail.flow.staff import add_staff, staff_of
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.flow.take_over import close_conversation, say_as_agent, take_conversation
from handrail.sample.desk_logins import PEOPLE, SHOWN

NOTICE = "notices/loan-instruments-at-the-counter.md"
DEPOSIT = "How much is the deposit for a loan instrument?"
ASKED = (
    "Can I take my violin as hand luggage on the plane?",
    "Can I take my viola on the plane as hand luggage?",
    "Is it possible to take a violin on a plane as hand luggage?",
)
ANSWERED = (
    "Hello! Most airlines take a violin or viola in its case as hand luggage on the plane."
    " Ask your airline for its size limit before you book.",
    "Hello! Most airlines take a violin or viola in its case as hand luggage on the plane."
    " Slacken the strings by a semitone before the flight. Have a good trip!",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Hold who works on it: an agent and a lead."""

    agent: StaffSession
    lead: StaffSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Hold one step of the work: what it shows, what came of it, and whether it went as meant."""

    shows: str
    is_as_expected: bool
    told: tuple[str, ...] = ()
    turn: TurnRecord | None = None
    """What a customer was told, where the step is a question."""


def hire(app: App) -> Team:
    """Let the agent and the lead of the script in."""
    ports = app.staff_ports()
    agent, lead = (
        staff_of(add_staff(name, PEOPLE[name], ports, shown_as=SHOWN[name]), ports)
        for name in ("kim", "lee")
    )
    assert (agent.role, lead.role) == (Role.AGENT, Role.LEAD)
    return Team(agent=agent, lead=lead)


def clean_up(app: App, team: Team) -> Iterator[Step]:
    """Yield each step as it is done."""
    found = _clash(app)
    yield Step(
        shows="A check of the help centre found two articles that disagree.",
        is_as_expected=found.state is FindingState.OPEN and len(found.finding.quotes) > 1,
        told=(found.finding.why, *(f"{q.article}: “{q.text}”" for q in found.finding.quotes)),
    )
    yield _given(found, app, team)
    careful = _asked(DEPOSIT, app)
    yield Step(
        shows="Until that is done: it shows what each says instead of picking one.",
        is_as_expected=_is_contested(careful),
        turn=careful,
    )
    asked = [_asked(text, app) for text in ASKED]
    yield Step(
        shows="Something that no article says is asked again and again; people answer it.",
        is_as_expected=all(isinstance(one.outcome, Abstain) for one in asked),
        told=tuple(_dialogue(asked, app, team)),
    )
    yield _corrected(app, team)
    yield _checked(found.finding.id, asked, app)
    plain = _asked(DEPOSIT, app)
    yield Step(
        shows="The deposit, asked again: there is one answer.",
        is_as_expected=isinstance(plain.outcome, Answer) and "€100" in plain.reply,
        turn=plain,
    )
    yield from _written(_topic_of(asked, app), app, team)


def _given(found: KeptFinding, app: App, team: Team) -> Step:
    """Let the lead give the finding to the agent, who agrees that it is to be put right."""
    agent, ref, deciding = team.agent, found.finding.id, app.health.deciding
    assign_finding(Deciding(ref=ref, staff=team.lead), agent.staff, deciding)
    accepted = accept_finding(Deciding(ref=ref, staff=agent), deciding)
    return Step(
        shows="It is somebody's to put right.",
        is_as_expected=(accepted.owner, accepted.state) == (agent.staff, FindingState.ACCEPTED),
        told=(
            f"It was {found.state.value}, for {found.owner}.",
            f"{team.lead.staff} gives it to {agent.staff}, who accepts it.",
        ),
    )


def _corrected(app: App, team: Team) -> Step:
    """Correct the notice where it is written, and read it in."""
    notice = app.project / NOTICE
    notice.write_text(notice.read_text("utf-8").replace("€150", "€100"), "utf-8")
    read = sync_knowledge(app.sync_ports(), None, _unwatched)
    return Step(
        shows="The article that was wrong is corrected where it is written, and read in.",
        is_as_expected=read.edited == (NOTICE,),
        told=(
            f"{team.agent.staff} writes €100 in {NOTICE}.",
            f"Read in: {', '.join(read.edited) or 'nothing'}.",
        ),
    )


def _checked(ref: FindingId, asked: Sequence[TurnRecord], app: App) -> Step:
    """Check everything again, as the worker does every day."""
    report = check_knowledge(app.health.ports)
    topic = _topic_of(asked, app)
    gaps = [held for held in _findings(FindingKind.GAP, app) if held.finding.subject == topic.id]
    is_told = any(held.state is FindingState.OPEN for held in gaps)
    return Step(
        shows="The next check of everything closes the one and tells of the other.",
        is_as_expected=ref in report.fixed and _is_fixed(ref, app) and is_told,
        told=(
            f"Fixed: {', '.join(report.fixed) or 'nothing'}",
            *(f"New: {held.finding.why}" for held in gaps),
        ),
    )


def _written(topic: Topic, app: App, team: Team) -> Iterator[Step]:
    draft = propose_article(topic.id, team.agent, app.health.gaps)
    yield Step(
        shows="An article is drafted from what the agent said; each line names its messages.",
        is_as_expected=bool(draft.lines) and not draft.unsourced and _are_all_cited(draft),
        told=(f"# {draft.title}", *_lines(draft)),
    )
    yield _approved(draft, app, team)
    answered = _asked(ASKED[0], app)
    yield Step(
        shows="Asked again: the new article answers.",
        is_as_expected=_cites_written(answered),
        turn=answered,
    )


def _approved(draft: ArticleDraft, app: App, team: Team) -> Step:
    done = approve_draft(draft.id, draft.version, team.lead, app.health.gaps)
    answered = "answered now" if done.is_answered else "still not answered"
    return Step(
        shows="A lead approves it: it is served, and its questions are asked again.",
        is_as_expected=done.draft.state is DraftState.APPROVED and done.is_answered,
        told=(f"{team.lead.staff} approves it as {done.draft.article}: {answered}.",),
    )


def _clash(app: App) -> KeptFinding:
    found = _findings(FindingKind.CONTRADICTION, app)
    (held,) = (one for one in found if NOTICE in one.finding.articles)
    return held


def _findings(kind: FindingKind, app: App) -> tuple[KeptFinding, ...]:
    with app.store.read() as reading:
        return reading.findings(kinds={kind})


def _is_fixed(ref: FindingId, app: App) -> bool:
    with app.store.read() as reading:
        held = reading.finding(ref)
    return held is not None and held.state is FindingState.FIXED


def _asked(text: str, app: App) -> TurnRecord:
    """Ask as a customer of whom nothing is known, in a conversation of its own."""
    inbound = InboundMessage(conversation=None, text=text, locale="en", channel="demo")
    return handle_message(inbound, app.message_ports())


def _is_contested(turn: TurnRecord) -> bool:
    outcome = turn.outcome
    return isinstance(outcome, Abstain) and outcome.reason is AbstainReason.CONTESTED_KNOWLEDGE


def _dialogue(asked: Sequence[TurnRecord], app: App, team: Team) -> Iterator[str]:
    """Let the agent answer the first who asked; yield what was said."""
    desk, agent = app.desk_ports(), team.agent
    for place, turn in enumerate(asked):
        yield f"Customer:  {turn.question}"
        if place < len(ANSWERED):
            handoff = take_conversation(turn.conversation, agent, desk)
            say_as_agent(turn.conversation, ANSWERED[place], agent, desk)
            close_conversation(handoff.id, agent, desk)
            yield f"{agent.staff}:  {ANSWERED[place]}"


def _topic_of(asked: Sequence[TurnRecord], app: App) -> Topic:
    refs = {turn.id for turn in asked}
    topics = [shown.topic for shown in shown_topics(app.health.gaps)]
    return max(topics, key=lambda topic: len(refs & set(topic.questions)))


def _are_all_cited(draft: ArticleDraft) -> bool:
    return all(line.sources for line in draft.lines)


def _lines(draft: ArticleDraft) -> Iterator[str]:
    for line in draft.lines:
        yield f"{line.text}  [{', '.join(by.message for by in line.sources)}]"


def _cites_written(turn: TurnRecord) -> bool:
    outcome = turn.outcome
    if not isinstance(outcome, Answer):
        return False
    cited = [c.article for claim in outcome.claims for c in claim.citations]
    return bool(cited) and all(article.startswith("written/") for article in cited)


def _unwatched(_stage: str, _done: int, _total: int) -> None:
    return None
