"""In which later conversation did a customer come back about the same thing, if in any?"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handrail.domain.conversation.model import ConversationId
from handrail.domain.quality.conversation_facts import last_word
from handrail.domain.quality.recontact import (
    Contact,
    Vectors,
    asked_in,
    came_back,
    found_articles,
    found_passages,
)
from handrail.domain.quality.seen import Seen
from handrail.flow.embed_texts import embedded
from handrail.flow.ports import Embedder


def find_returns(
    later: Mapping[ConversationId, Sequence[ConversationId]],
    seen: Mapping[ConversationId, Seen],
    embedder: Embedder,
    within: timedelta,
) -> dict[ConversationId, ConversationId]:
    """Return for conversations the first of their later ones in which the customer came back.

    Only those are compared, and their questions embedded, that have a later one.
    """
    pairs = {
        ref: [one for one in refs if one in seen and _are_alike(seen[ref], seen[one])]
        for ref, refs in later.items()
    }
    wanted = {ref for ref, refs in pairs.items() if refs}
    wanted |= {one for refs in pairs.values() for one in refs}
    contacts = _contacts([seen[ref] for ref in sorted(wanted)], embedder)
    found: dict[ConversationId, ConversationId] = {}
    for ref, refs in pairs.items():
        first = next((o for o in refs if came_back(contacts[ref], contacts[o], within)), None)
        if first is not None:
            found[ref] = first
    return found


def _are_alike(one: Seen, other: Seen) -> bool:
    """Tell whether both are real, or both simulated: the two are never mixed."""
    return one.is_simulated == other.is_simulated


def _contacts(conversations: Sequence[Seen], embedder: Embedder) -> dict[ConversationId, Contact]:
    asked = [asked_in(one.conversation.questions) for one in conversations]
    vectors = embedded([text for texts in asked for text in texts], embedder)
    found: dict[ConversationId, Contact] = {}
    start = 0
    for one, texts in zip(conversations, asked, strict=True):
        rows = vectors[start : start + len(texts)]
        start += len(texts)
        found[one.conversation.id] = _contact(one, texts, rows)
    return found


def _contact(one: Seen, texts: tuple[str, ...], vectors: Vectors) -> Contact:
    held = one.conversation
    evidence = [record.evidence for record in one.records if record.evidence]
    return Contact(
        conversation=held.id,
        customers=one.persons,
        begun_at=held.opened_at,
        last_at=last_word(one),
        questions=texts,
        vectors=vectors,
        articles=found_articles(evidence),
        passages=found_passages(evidence),
    )
