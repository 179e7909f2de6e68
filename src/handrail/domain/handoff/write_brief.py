"""Write a brief by rules, from facts alone: no model has a part in it, and every slot is filled."""

from collections.abc import Iterable, Iterator, Sequence

from handrail.domain.conversation.model import Message
from handrail.domain.decision.model import (
    Answer,
    Clarify,
    HandOffReason,
)
from handrail.domain.handoff.actions_told import action_lines
from handrail.domain.handoff.brief_wording import (
    GIVEN,
    MOODS,
    NOT_ASKED_FOR,
    NOT_KNOWN,
    NOTHING_SHOWN,
    WHY,
)
from handrail.domain.handoff.facts import BriefFacts, MoodKind
from handrail.domain.handoff.missing import missing_lines
from handrail.domain.handoff.model import Brief, BriefLine, LineSource, Slot
from handrail.domain.handoff.next_step import next_lines
from handrail.domain.handoff.own_values import OwnValue, values_given
from handrail.domain.handoff.quoting import cut, quoted, repeated
from handrail.domain.handoff.sources import (
    cited_in,
    of_article,
    of_message,
    of_record,
    of_session,
    pointed_at,
    spelled_moment,
    version_shown,
)
from handrail.domain.handoff.wants import Want, asked_words, wants_of
from handrail.domain.knowledge.model import ArticleId, VersionId

RULES = "rules-1"
_MOST_SHOWN = 12
_LONGEST_FAULT = 240
_LONGEST_NAME = 80


def write_brief(facts: BriefFacts) -> Brief:
    """Return the brief that the facts give."""
    wants = wants_of(facts)
    lines = (
        *_or_unknown(Slot.WANTS, _wants(wants)),
        *_customer(facts),
        *_or_unknown(Slot.WHY, _why(facts)),
        *_or_unknown(Slot.SHOWN, _shown(facts)),
        *_or_unknown(Slot.ACTIONS, action_lines(facts)),
        *_or_unknown(Slot.MISSING, missing_lines(facts, wants)),
        *_or_unknown(Slot.MOOD, _mood(facts)),
        *_or_unknown(Slot.NEXT_STEP, next_lines(facts, wants)),
    )
    return Brief(lines=lines, writer=RULES)


def unknown(slot: Slot) -> BriefLine:
    """Return the line that says that nothing is known for a slot."""
    return BriefLine(slot=slot, text=NOT_KNOWN[slot], is_unknown=True)


def _or_unknown(slot: Slot, lines: Iterable[BriefLine]) -> tuple[BriefLine, ...]:
    return tuple(lines) or (unknown(slot),)


def _wants(wants: Sequence[Want]) -> Iterator[BriefLine]:
    for want in wants:
        yield quoting(Slot.WANTS, want.message, want.quotes)


def quoting(slot: Slot, message: Message, quotes: tuple[str, ...]) -> BriefLine:
    """Return a line that is nothing but a customer's words."""
    return BriefLine(
        slot=slot,
        text=repeated(message.text, quotes),
        sources=tuple(of_message(message, quote) for quote in quotes),
    )


def _customer(facts: BriefFacts) -> Iterator[BriefLine]:
    yield _identity(facts)
    given = values_given(facts.customer_messages)
    for kind in OwnValue:
        mine = [one for one in given if one.kind is kind]
        if mine:
            said = ", ".join(quoted(one.value) for one in mine)
            yield BriefLine(
                slot=Slot.CUSTOMER,
                text=f"{GIVEN[kind]}: {said}",
                sources=tuple(of_message(one.message, one.value) for one in mine),
            )


def _identity(facts: BriefFacts) -> BriefLine:
    session, known = facts.session, facts.conversation.customer
    if session is None and known is None:
        return unknown(Slot.CUSTOMER)
    who = quoted(cut(str(known if session is None else session.customer), _LONGEST_NAME))
    if session is None:
        text = f"Known as {who} to the system that opened the conversation."
    else:
        until = spelled_moment(session.expires_at)
        is_over = session.expires_at <= facts.at
        ended = f"held until {until} and has run out" if is_over else f"holds until {until}"
        text = f"Verified as {who} by a signed token that {ended}."
    return BriefLine(slot=Slot.CUSTOMER, text=text, sources=(of_session(facts),))


def _why(facts: BriefFacts) -> Iterator[BriefLine]:
    record = facts.handover
    if record is None:
        return
    if facts.reason is None:
        yield BriefLine(slot=Slot.WHY, text=NOT_ASKED_FOR, sources=(of_record(record),))
        return
    because, sources = WHY[facts.reason], [of_record(record)]
    asking = next((m for m in reversed(facts.customer_messages) if m.text == record.question), None)
    if (
        facts.reason is HandOffReason.CUSTOMER_REQUEST
        and asking is not None
        and asking.text.strip()
    ):
        words = asked_words(asking)
        because = f"{because}: {repeated(asking.text, words)}"
        sources = [of_message(asking, quote) for quote in words]
    elif record.fault:
        fault = cut(record.fault, _LONGEST_FAULT)
        because = f"{because}: {quoted(fault)}"
        sources = [of_record(record, fault)]
    yield BriefLine(slot=Slot.WHY, text=because, sources=tuple(sources))


def _shown(facts: BriefFacts) -> Iterator[BriefLine]:
    lines = list(_articles(facts))
    if lines:
        yield from lines[-_MOST_SHOWN:]
    elif facts.records:
        nothing = (of_record(facts.records[-1]),)
        yield BriefLine(slot=Slot.SHOWN, text=NOTHING_SHOWN, sources=nothing)


def _articles(facts: BriefFacts) -> Iterator[BriefLine]:
    seen: set[tuple[ArticleId, VersionId]] = set()
    for how, source, title in _each_article(facts):
        key = (ArticleId(source.ref), VersionId(source.version or ""))
        if key not in seen:
            seen.add(key)
            text = f"{how}: {quoted(title)}, {quoted(source.ref)}"
            yield BriefLine(slot=Slot.SHOWN, text=text, sources=(source,))


def _each_article(facts: BriefFacts) -> Iterator[tuple[str, LineSource, str]]:
    for record in facts.records:
        how = "Cited" if isinstance(record.outcome, Answer) else "Shown with what contradicts it"
        for cited in cited_in(record):
            yield how, of_article(cited.article, cited.version, cited.quote), cited.title
    for record in facts.records:
        is_choice = isinstance(record.outcome, Clarify)
        how = "Offered as a choice" if is_choice else "Named without an answer"
        for article in pointed_at(record):
            version = version_shown(article, record)
            if version is not None:
                title = facts.titles.get(article, article)
                yield how, of_article(article, version), title


def _mood(facts: BriefFacts) -> Iterator[BriefLine]:
    mood, record = facts.mood, facts.handover
    if mood is not None:
        said = [m for m in facts.customer_messages if m.id == mood.message]
        sources = tuple(of_message(message, mood.words) for message in said)
        text = f"{MOODS[mood.kind]}: {quoted(mood.words)}"
        yield BriefLine(slot=Slot.MOOD, text=text, sources=sources)
    elif facts.reason is HandOffReason.DISTRESS and record is not None:
        text = "Distressed: that is why it was handed over."
        yield BriefLine(slot=Slot.MOOD, text=text, sources=(of_record(record),))
    else:
        yield from _as_a_model_read_it(facts)


def _as_a_model_read_it(facts: BriefFacts) -> Iterator[BriefLine]:
    for record in reversed(facts.records):
        named = record.understood.get("mood", "")
        if named in set(MoodKind):
            text = f"{MOODS[MoodKind(named)]}, as a model took the message."
            yield BriefLine(slot=Slot.MOOD, text=text, sources=(of_record(record),))
            return
