"""Propose an article for a gap out of what agents answered; a person approves it or not."""

import re
from collections.abc import Iterator, Sequence

from handrail.domain.actions.model import StaffSession
from handrail.domain.audit.model import Facts
from handrail.domain.conversation.model import Author, Conversation
from handrail.domain.conversation.personal_data import KnownPerson
from handrail.domain.knowledge.health.drafting import (
    ArticleDraft,
    DraftId,
    DraftState,
    Said,
    SaidBy,
    draft_lines,
    is_general,
)
from handrail.domain.knowledge.health.gaps import Topic, TopicId, Unanswered
from handrail.domain.knowledge.units import sentences
from handrail.flow.find_gaps import topic_of
from handrail.flow.gap_ports import GapPorts
from handrail.flow.masking import PersonalDataFinder
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.errors import BadInput, Conflict

_MOST_CONVERSATIONS = 50
_LONGEST_TITLE = 120
_SPACE = re.compile(r"\s+")


def propose_article(ref: TopicId, staff: StaffSession, ports: GapPorts) -> ArticleDraft:
    """Draft an article from what agents told the customers who asked, and keep it for a decision.

    Raises NotFound, Conflict where a draft waits already, BadInput where no agent said anything
    that holds for every customer.
    """
    with ports.store.read() as reading:
        topic = topic_of(ref, reading)
        waiting = reading.article_drafts((DraftState.PROPOSED,), ref)
        asked = reading.questions(topic.questions)
        refs = dict.fromkeys(one.conversation for one in asked)
        held = [reading.conversation(one) for one in list(refs)[-_MOST_CONVERSATIONS:]]
    if waiting:
        raise Conflict(f"Draft {waiting[0].id} waits for a decision already.")
    talks = [talk for talk in held if talk is not None]
    said = [one for talk in talks for one in _said(talk, ports.finder)]
    if not said:
        raise BadInput(
            "No agent has said anything yet that holds for every customer.",
            hint="Answer one of these conversations first, or write the article by hand.",
        )
    lines = draft_lines(said, ports.embedder.embed([one.text for one in said]))
    draft = ArticleDraft(
        id=DraftId(ports.ids.new("draft")),
        topic=ref,
        state=DraftState.PROPOSED,
        version=1,
        title=_title(topic, asked, ports.finder),
        text="\n\n".join(line.text for line in lines),
        lines=lines,
        at=ports.clock.now(),
    )
    facts: Facts = {"topic": ref, "lines": len(lines)}
    with ports.store.decide() as writing:
        entry = staff_entry("knowledge.article_drafted", draft.id, staff, ports.clock, facts)
        writing.propose_draft(draft, entry)
    return draft


def _said(talk: Conversation, finder: PersonalDataFinder) -> Iterator[Said]:
    """Yield what agents said in a conversation that holds for every customer."""
    for message in talk.messages:
        if message.author is not Author.AGENT:
            continue
        by = SaidBy(conversation=talk.id, message=message.id)
        for place, (start, end) in enumerate(sentences(message.text)):
            text = _SPACE.sub(" ", message.text[start:end]).strip()
            if is_general(text) and not finder.find(text, KnownPerson()):
                yield Said(text=text, by=by, place=place)


def _title(topic: Topic, asked: Sequence[Unanswered], finder: PersonalDataFinder) -> str:
    """Return the plainest question that names nobody, or else the topic's name."""
    texts = {one.ref: _SPACE.sub(" ", one.text).strip() for one in asked}
    for ref in topic.examples:
        text = texts.get(ref, "")
        if 0 < len(text) <= _LONGEST_TITLE and not finder.find(text, KnownPerson()):
            return text[:1].upper() + text[1:]
    return topic.name[:1].upper() + topic.name[1:]
