"""What can a line of a brief rest on, and what stands there?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from handrail.domain.actions.form import Form
from handrail.domain.answering.model import Citation
from handrail.domain.conversation.model import Message
from handrail.domain.decision.contested import shown_in
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Clarify,
    RecordId,
    TurnRecord,
)
from handrail.domain.handoff.brief_wording import ENDED, REFUSED
from handrail.domain.handoff.facts import ActionTold, BriefFacts
from handrail.domain.handoff.model import LineSource, SourceKind
from handrail.domain.knowledge.model import ArticleId, VersionId


def of_message(message: Message, quote: str = "") -> LineSource:
    """Point at a message."""
    return LineSource(kind=SourceKind.MESSAGE, ref=message.id, quote=quote)


def of_record(record: TurnRecord, quote: str = "") -> LineSource:
    """Point at the record of a turn."""
    return LineSource(kind=SourceKind.RECORD, ref=record.id, quote=quote)


def of_action(told: ActionTold, quote: str = "") -> LineSource:
    """Point at an action."""
    return LineSource(kind=SourceKind.ACTION, ref=told.action.id, quote=quote)


def of_article(article: ArticleId, version: VersionId, quote: str = "") -> LineSource:
    """Point at a version of an article."""
    return LineSource(kind=SourceKind.ARTICLE, ref=article, version=version, quote=quote)


def of_session(facts: BriefFacts) -> LineSource:
    """Point at what showed who the customer is."""
    return LineSource(kind=SourceKind.SESSION, ref=facts.conversation.id)


def spelled_moment(moment: datetime) -> str:
    """Return a moment as a brief spells it."""
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def text_of(source: LineSource, facts: BriefFacts) -> str | None:
    """Return all that stands at a source; None where there is no such source."""
    return _READ[source.kind](source, facts)


def parameters_left(form: Form, facts: BriefFacts) -> tuple[str, ...]:
    """Return by their labels what still has to be asked for an action."""
    spec = facts.specs.get(form.actions[0]) if len(form.actions) == 1 else None
    if spec is None:
        return ()
    return tuple(
        parameter.label
        for parameter in spec.parameters
        if parameter.is_required
        and parameter.filled_by is None
        and parameter.name not in form.arguments
    )


def title_of_action(name: str, facts: BriefFacts) -> str:
    """Return what an action is called."""
    spec = facts.specs.get(name)
    return name if spec is None else spec.title


def version_shown(article: ArticleId, record: TurnRecord) -> VersionId | None:
    """Return the version of an article that stood in front of the writer in a turn."""
    return next((used.version for used in record.evidence if used.article == article), None)


def _message(source: LineSource, facts: BriefFacts) -> str | None:
    found = (m.text for m in facts.conversation.messages if m.id == source.ref)
    return next(found, None)


def _record(source: LineSource, facts: BriefFacts) -> str | None:
    held = next((r for r in facts.records if r.id == RecordId(source.ref)), None)
    return None if held is None else "\n".join(_told_in(held, facts))


def _told_in(record: TurnRecord, facts: BriefFacts) -> Iterator[str]:
    yield from (record.question, record.reply, record.fault or "")
    yield from record.understood.values()
    if isinstance(record.outcome, Clarify):
        yield from (choice.label for choice in record.outcome.choices)
    if record.form is not None:
        yield record.form.said
        for name in record.form.actions:
            yield title_of_action(name, facts)
        yield from parameters_left(record.form, facts)
    if isinstance(record.outcome, ActionRuled):
        yield from (record.outcome.title, record.outcome.name)


def _action(source: LineSource, facts: BriefFacts) -> str | None:
    held = next((told for told in facts.actions if told.action.id == source.ref), None)
    return None if held is None else "\n".join(_told_of(held))


def _told_of(told: ActionTold) -> Iterator[str]:
    action = told.action
    yield from (told.title, action.name, action.why or "", ENDED[action.state])
    if action.refusal is not None:
        yield REFUSED[action.refusal]
    for label, value in told.rows:
        yield from (label, value)


def _article(source: LineSource, facts: BriefFacts) -> str | None:
    told = [part for record in facts.records for part in _of_version(source, record)]
    if not told:
        return None
    title = facts.titles.get(ArticleId(source.ref), "")
    return "\n".join((source.ref, source.version or "", title, *told))


def _of_version(source: LineSource, record: TurnRecord) -> Iterator[str]:
    for cited in cited_in(record):
        if (cited.article, cited.version) == (source.ref, source.version):
            yield from (cited.title, *cited.headings, cited.quote)
    for used in record.evidence:
        if (used.article, used.version) == (source.ref, source.version):
            yield used.article


def cited_in(record: TurnRecord) -> Iterator[Citation]:
    """Yield the places whose words a reply showed, in order."""
    yield from shown_in(record.outcome)


def pointed_at(record: TurnRecord) -> tuple[ArticleId, ...]:
    """Return the articles that a turn named or offered without an answer, in order."""
    match record.outcome:
        case Abstain(nearest=nearest):
            return nearest
        case Clarify(choices=choices):
            return tuple(choice.article for choice in choices)
        case _:
            return ()


def _session(source: LineSource, facts: BriefFacts) -> str | None:
    known = facts.conversation.customer
    if source.ref != facts.conversation.id or (facts.session is None and known is None):
        return None
    if facts.session is None:
        return known
    return f"{facts.session.customer}\n{spelled_moment(facts.session.expires_at)}\n{known or ''}"


_READ: Mapping[SourceKind, Callable[[LineSource, BriefFacts], str | None]] = {
    SourceKind.MESSAGE: _message,
    SourceKind.RECORD: _record,
    SourceKind.ACTION: _action,
    SourceKind.ARTICLE: _article,
    SourceKind.SESSION: _session,
}
