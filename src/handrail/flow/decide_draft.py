"""A person approves a drafted article, which is then served, or declines it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.audit.model import Facts
from handrail.domain.knowledge.effective import article_id, version_of
from handrail.domain.knowledge.health.drafting import ArticleDraft, DraftId, DraftState
from handrail.domain.knowledge.health.gaps import Topic, TopicId, gap_findings
from handrail.domain.knowledge.health.model import FindingState
from handrail.domain.knowledge.kept import KeptDocument
from handrail.flow.decide_approval import actor_of
from handrail.flow.find_gaps import is_answered
from handrail.flow.gap_ports import WRITTEN, GapPorts, GapRead, GapWritten
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 80
LONGEST_TITLE = 200
LONGEST_TEXT = 100_000
MARKDOWN = "text/markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Hold what a person made of a draft before approving it; None: they left it as it was."""

    title: str | None = None
    text: str | None = None


_AS_IT_IS = Edited()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """Say what became of an approved draft."""

    draft: ArticleDraft
    is_answered: bool
    """Whether the questions of its topic are answered now."""


def drafts(
    ports: GapPorts, states: Sequence[DraftState] = (), topic: TopicId | None = None
) -> tuple[ArticleDraft, ...]:
    """Return drafts in these states, or all, of one topic or of all, the newest first."""
    with ports.store.read() as reading:
        return reading.article_drafts(tuple(states) or tuple(DraftState), topic)


def draft_of(ref: DraftId, ports: GapPorts) -> ArticleDraft:
    """Return a draft; raises NotFound."""
    with ports.store.read() as reading:
        return _found(ref, reading)


def approve_draft(
    ref: DraftId, version: int, staff: StaffSession, ports: GapPorts, edited: Edited = _AS_IT_IS
) -> Approved:
    """Serve a draft as an article of the source `written`, and see whether it answers.

    Raises Forbidden, NotFound, BadInput, and Conflict where it was decided or changed meanwhile.
    """
    _require_lead(staff)
    with ports.store.decide() as writing:
        held = _waiting(ref, version, writing)
        draft = replace(
            held,
            title=held.title if edited.title is None else _title(edited.title),
            text=held.text if edited.text is None else _text(edited.text),
        )
        document = _document(draft, staff, ports, writing)
        facts: Facts = {"article": article_id(WRITTEN, document.path), "topic": draft.topic}
        entry = staff_entry("knowledge.draft_approved", ref, staff, ports.clock, facts)
        writing.keep_document(document, entry)
        approved = replace(
            draft,
            state=DraftState.APPROVED,
            article=article_id(WRITTEN, document.path),
            decided_by=staff.staff,
            decided_at=ports.clock.now(),
        )
        moved = writing.move_draft(approved, entry)
    ports.sync_written()
    return Approved(draft=moved, is_answered=_closed(moved, staff, ports))


def decline_draft(ref: DraftId, version: int, staff: StaffSession, ports: GapPorts) -> ArticleDraft:
    """Decline a draft; the gap stays open. Raises Forbidden, NotFound, Conflict."""
    _require_lead(staff)
    with ports.store.decide() as writing:
        draft = _waiting(ref, version, writing)
        declined = replace(
            draft,
            state=DraftState.DECLINED,
            decided_by=staff.staff,
            decided_at=ports.clock.now(),
        )
        entry = staff_entry(
            "knowledge.draft_declined", ref, staff, ports.clock, {"topic": draft.topic}
        )
        return writing.move_draft(declined, entry)


def _require_lead(staff: StaffSession) -> None:
    if staff.role is Role.AGENT:
        raise Forbidden("Only a lead or an admin may decide what is answered from.")


def _waiting(ref: DraftId, version: int, reading: GapRead) -> ArticleDraft:
    draft = _found(ref, reading)
    if draft.state is not DraftState.PROPOSED or draft.version != version:
        raise Conflict(f"Draft {ref} is {draft.state.value} by now.", hint="Look at it again.")
    return draft


def _found(ref: DraftId, reading: GapRead) -> ArticleDraft:
    draft = reading.article_draft(ref)
    if draft is None:
        raise NotFound(f"There is no draft {ref!r}.", hint="`handrail drafts list` shows them.")
    return draft


def _title(said: str) -> str:
    title = " ".join(said.split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise BadInput(f"A title has 1 to {LONGEST_TITLE} characters.")
    return title


def _text(said: str) -> str:
    text = said.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= LONGEST_TEXT:
        raise BadInput(f"The text of an article has 1 to {LONGEST_TEXT:,} characters.")
    return text


def _document(
    draft: ArticleDraft, staff: StaffSession, ports: GapPorts, reading: GapRead
) -> KeptDocument:
    at = ports.clock.now()
    head = f"---\ntitle: {json.dumps(draft.title)}\nupdated: {at:%Y-%m-%d}\n---\n\n"
    body = f"{head}{draft.text}\n".encode()
    return KeptDocument(
        source=WRITTEN,
        path=_free_path(draft, reading),
        media_type=MARKDOWN,
        body=body,
        version=version_of(body, MARKDOWN),
        at=at,
        by=actor_of(staff),
    )


def _free_path(draft: ArticleDraft, reading: GapRead) -> str:
    """Return a path made of the title, with the draft's id where another article has it."""
    name = _NOT_A_NAME.sub("-", draft.title.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    path = name or draft.id
    return path if reading.kept_document(WRITTEN, path) is None else f"{path}-{draft.id}"


def _closed(draft: ArticleDraft, staff: StaffSession, ports: GapPorts) -> bool:
    """Ask the topic's questions again; where they are answered its finding is fixed."""
    with ports.store.read() as reading:
        topic = reading.topic(draft.topic)
        examples = () if topic is None else reading.questions(topic.examples)
    if topic is None or not is_answered([one.text for one in examples], ports):
        return False
    with ports.store.decide() as writing:
        _note_answered(topic, draft, staff, ports, writing)
    return True


def _note_answered(
    topic: Topic, draft: ArticleDraft, staff: StaffSession, ports: GapPorts, writing: GapWritten
) -> None:
    entry = staff_entry(
        "knowledge.gap_closed", topic.id, staff, ports.clock, {"article": draft.article or ""}
    )
    topics = writing.topics()
    writing.save_topics(
        [replace(t, is_answered=True) if t.id == topic.id else t for t in topics], entry
    )
    for found in gap_findings([replace(topic, is_answered=False)]):
        held = writing.finding(found.id)
        if held is not None and held.state is not FindingState.FIXED:
            writing.move_finding(replace(held, state=FindingState.FIXED), entry)
