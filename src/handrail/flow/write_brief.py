"""What does a person start with? Facts read in one transaction, a brief by rules, better words.

The rules alone write a whole brief, quickly enough for the transaction in which a conversation is
handed over. A model may word it better afterwards, outside every transaction; what the check
refuses of it is left out, and a model that fails changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from handrail.domain.actions.card import card_of
from handrail.domain.actions.model import Action
from handrail.domain.actions.spec import ActionSpec
from handrail.domain.conversation.model import Conversation
from handrail.domain.decision.model import HandOff, TurnRecord
from handrail.domain.handoff.check_brief import faults_of, faults_of_line
from handrail.domain.handoff.facts import ActionTold, BriefFacts
from handrail.domain.handoff.model import Brief, BriefLine, Slot
from handrail.domain.handoff.mood import Notice, mood_in, noticed
from handrail.domain.handoff.reword import lines_to_word, reworded, with_quotes
from handrail.domain.handoff.sources import pointed_at, version_shown
from handrail.domain.handoff.write_brief import RULES, unknown, write_brief
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.language_model import ModelPorts, Spender
from handrail.flow.ports import Reading
from handrail.kernel.clock import Clock
from handrail.kernel.errors import ModelUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPorts:
    """Hold what writing a brief needs, beside the database."""

    clock: Clock
    specs: Mapping[str, ActionSpec] = field(default_factory=dict)
    """The actions of the project, by name."""
    currency: str = "EUR"
    models: ModelPorts | None = None
    notice: Notice = noticed
    """Tells how the writer of a message is."""


def brief_now(conversation: Conversation, reading: Reading, ports: BriefPorts) -> Brief:
    """Return the brief of a conversation that is being handed over, inside that transaction."""
    return brief_by_rules(brief_facts(conversation, reading, ports))


def brief_facts(conversation: Conversation, reading: Reading, ports: BriefPorts) -> BriefFacts:
    """Return what is known of a conversation that is handed over, from one state of the database.

    Works inside the transaction that hands it over: whatever that has written is seen.
    """
    records = reading.records_of(conversation.id)
    facts = BriefFacts(
        conversation=conversation,
        records=records,
        reason=None,
        at=ports.clock.now(),
        actions=tuple(_told(action, ports) for action in reading.actions_of(conversation.id)),
        specs=ports.specs,
        titles=dict(_titles(records, reading)),
        session=reading.session_of(conversation.id),
    )
    facts = replace(facts, mood=mood_in(facts.customer_messages, ports.notice))
    handover = facts.handover
    if handover is None or not isinstance(handover.outcome, HandOff):
        return facts
    return replace(facts, reason=handover.outcome.reason, language=handover.outcome.language)


def brief_by_rules(facts: BriefFacts) -> Brief:
    """Return a whole brief that the check lets stand; never raises, so no handover is held up."""
    return without_faults(write_brief(facts), facts)


def without_faults(brief: Brief, facts: BriefFacts) -> Brief:
    """Return a brief without the lines that the check refuses, and whole again."""
    if not faults_of(brief, facts):
        return brief
    kept = [line for line in brief.lines if not faults_of_line(line, facts)]
    filled = [line for slot in Slot for line in _of_slot(slot, kept)]
    return replace(brief, lines=tuple(filled))


def worded_brief(brief: Brief, facts: BriefFacts, ports: BriefPorts) -> Brief:
    """Return the brief in a model's words where there is a model and the check lets them stand.

    Never raises for what a model does. Call it outside every transaction: it takes seconds.
    """
    models = ports.models
    if models is None or models.briefs is None:
        return brief
    said = facts.customer_messages
    lines = lines_to_word(brief)
    spender = Spender(
        conversation=facts.conversation.id,
        customer=facts.conversation.customer or facts.conversation.id,
    )
    try:
        words = models.briefs.worded(
            tuple(message.text for message in said),
            tuple(line.text for line in lines),
            models.turn(spender),
        )
    except ModelUnavailable:
        return brief
    chosen = [(said[at], quote) for at, quote in words.quotes if 0 <= at < len(said)]
    better = {
        line: new
        for place, line in enumerate(lines)
        if place in words.lines and (new := reworded(line, words.lines[place], facts)) is not None
    }
    wants = with_quotes(brief, chosen)
    rest = (better.get(line, line) for line in brief.lines if line.slot is not Slot.WANTS)
    worded = Brief(lines=(*wants, *rest), writer=f"{RULES} + {models.briefs.name}")
    is_better = worded.lines != brief.lines and not faults_of(worded, facts)
    return worded if is_better else brief


def _of_slot(slot: Slot, lines: list[BriefLine]) -> list[BriefLine]:
    return [line for line in lines if line.slot is slot] or [unknown(slot)]


def _told(action: Action, ports: BriefPorts) -> ActionTold:
    spec = ports.specs.get(action.name)
    if spec is None:  # it was taken out of the settings since
        return ActionTold(action=action, title=action.name)
    card = card_of(action, spec, ports.currency)
    return ActionTold(action=action, title=card.title, rows=card.rows)


def _titles(records: tuple[TurnRecord, ...], reading: Reading) -> Iterator[tuple[ArticleId, str]]:
    named = {
        article: version_shown(article, record)
        for record in records
        for article in pointed_at(record)
    }
    for article, version in named.items():
        held = None if version is None else reading.article(article, version)
        if held is not None:
            yield article, held.title
