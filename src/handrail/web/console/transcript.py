"""A conversation as the staff read it: who said what, what it rested on, and what was done.

Made of the conversation's events, in the order in which they were told to its customer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handrail.domain.answering.model import Citation, Claim
from handrail.domain.conversation.model import Event
from handrail.domain.decision.model import Answer, Clarify, TurnRecord
from handrail.domain.decision.reply_json import public_name, reason_of
from handrail.domain.handoff.model import Handoff
from handrail.domain.handoff.note import StaffNote

_NOTED = frozenset(
    (
        "handoff.requested",
        "agent.joined",
        "agent.left",
        "agent.passed_on",
        "conversation.closed",
        "rating.given",
        "action.proposed",
        "action.settled",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold one thing that was said, or that happened; `kind` says which."""

    kind: str
    """`customer`, `assistant`, `agent`, `note`, or `memo`: what the staff told each other."""
    text: str
    at: datetime | None = None
    by: str | None = None
    record: str | None = None
    action: str | None = None
    claims: tuple["Cited", ...] = ()
    choices: tuple[str, ...] = ()
    outcome: str = ""
    reason: str | None = None
    confidence: float | None = None
    to: str | None = None
    """To whom it was passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Hold one claim with its sources, each with its number in the reply."""

    text: str
    sources: tuple[tuple[int, Citation], ...]


def transcript_of(
    events: Sequence[Event],
    records: Sequence[TurnRecord],
    handoffs: Sequence[Handoff],
    notes: Sequence[StaffNote] = (),
) -> tuple[Line, ...]:
    """Return what was said, what happened and what the staff noted beside it, oldest first."""
    by_id = {str(record.id): record for record in records}
    asked_at = {str(handoff.id): handoff.requested_at for handoff in handoffs}
    titles = {
        _text(event.facts, "action"): _text(event.facts, "title")
        for event in events
        if event.kind == "action.proposed"
    }
    made = [(e.sequence, line) for e in events for line in _lines(e, by_id, asked_at)]
    told = [
        (at, line if line.by else replace(line, by=titles.get(line.action or "")))
        for at, line in made
    ]
    noted = [(note.after, _memo(note)) for note in notes]
    return tuple(line for _, line in sorted([*told, *noted], key=lambda one: one[0]))


def _memo(note: StaffNote) -> Line:
    to = note.to or note.queue
    reason = None if to is None else ("colleague" if note.to else "queue")
    return Line(kind="memo", text=note.text, at=note.at, by=note.by, to=to, reason=reason)


def cited_claims(claims: Sequence[Claim]) -> tuple[Cited, ...]:
    """Number the sources of a reply in the order in which they are first cited."""
    numbers: dict[tuple[str, str, str], int] = {}
    made = []
    for claim in claims:
        sources = []
        for cited in claim.citations:
            key = (cited.article, cited.version, cited.quote)
            sources.append((numbers.setdefault(key, len(numbers) + 1), cited))
        made.append(Cited(text=claim.text, sources=tuple(sources)))
    return tuple(made)


def _lines(
    event: Event, records: Mapping[str, TurnRecord], asked_at: Mapping[str, datetime]
) -> Iterator[Line]:
    facts = event.facts
    match event.kind:
        case "message.received":
            yield Line(kind="customer", text=_text(facts, "text"), at=_moment(facts))
        case "reply.finished":
            yield _reply(facts, records.get(_text(facts, "record")))
        case "agent.message":
            by = _text(facts, "agent")
            yield Line(kind="agent", text=_text(facts, "text"), at=_moment(facts), by=by)
        case kind if kind in _NOTED:
            yield Line(
                kind="note",
                text=kind,
                at=asked_at.get(_text(facts, "handoff")),
                by=_text(facts, "agent") or _text(facts, "title") or None,
                action=_text(facts, "action") or None,
                reason=_reason(facts),
            )
        case _:
            return


def _reason(facts: Mapping[str, object]) -> str | None:
    """Return why it happened, how it stands now, who came after or how many points it is worth."""
    named = (_text(facts, name) for name in ("reason", "state", "after"))
    return next(filter(None, named), None) or _score(facts) or None


def _score(facts: Mapping[str, object]) -> str:
    score = facts.get("score")
    return str(score) if isinstance(score, int) else ""


def _reply(facts: Mapping[str, object], record: TurnRecord | None) -> Line:
    if record is None:
        return Line(kind="assistant", text=_text(facts, "reply"))
    outcome = record.outcome
    return Line(
        kind="assistant",
        text=record.reply,
        at=record.at,
        record=record.id,
        claims=cited_claims(outcome.claims) if isinstance(outcome, Answer) else (),
        choices=tuple(c.label for c in outcome.choices) if isinstance(outcome, Clarify) else (),
        outcome=public_name(outcome),
        reason=reason_of(outcome),
        confidence=None if record.confidence is None else record.confidence.value,
    )


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def _moment(facts: Mapping[str, object]) -> datetime | None:
    try:
        return datetime.fromisoformat(_text(facts, "at"))
    except ValueError:
        return None
