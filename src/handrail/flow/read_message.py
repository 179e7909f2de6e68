"""What a model adds to the understanding of a message. Without one, and where it fails, rules read.

It may add a wish for a person, or distress, and never deny one. Its question is taken only for a
message that leans on earlier ones, and only where it is made of the customer's own words: a model
that reads something else into a message changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.domain.actions.model_proposal import ModelProposal
from handrail.domain.decision.courtesy_language import courtesy_language
from handrail.domain.decision.model import HandOffReason
from handrail.domain.knowledge.wording.words import content_words, likeness
from handrail.flow.language_model import MessageReader, ModelTurn, Understood
from handrail.kernel.errors import ModelUnavailable

_DISTRESSED = "distressed"  # of the moods that the prompt offers, the one that calls a person
_LEAST_OWN_WORDS = 0.8  # of the content words of a question that a model made standalone


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """Hold what is taken of what a model understood."""

    question: str = ""
    """Empty where the rules' own standalone question is searched."""
    calls_for: HandOffReason | None = None
    """Why a person is to be called, where the model reads a wish for one, or distress."""
    language: str = "en"
    """In which that is confirmed."""
    proposed: ModelProposal | None = None
    """The action that a model takes the message to ask for; nothing of it is taken unseen."""
    noted: Mapping[str, str] = field(default_factory=dict)
    """Intent, language, mood and the action proposed, for the record."""


NOT_UNDERSTOOD = Understanding()


def understood_by_model(
    text: str, history: tuple[str, ...], reader: MessageReader | None, turn: ModelTurn
) -> Understanding:
    """Return what a model understood, as far as it is taken; nothing where there is none."""
    if reader is None:
        return NOT_UNDERSTOOD
    try:
        found = reader.understood(text, history, turn)
    except ModelUnavailable as fault:
        turn.faults.append(str(fault))
        return NOT_UNDERSTOOD
    noted = {"intent": found.intent, "language": found.language, "mood": found.mood}
    if found.proposed is not None:
        noted["action"] = found.proposed.name
    return Understanding(
        question=_taken(found, text, history),
        calls_for=_calls_for(found),
        language=found.language or courtesy_language(text),
        proposed=found.proposed,
        noted={name: value for name, value in noted.items() if value},
    )


def _calls_for(found: Understood) -> HandOffReason | None:
    if found.wants_person:
        return HandOffReason.CUSTOMER_REQUEST
    return HandOffReason.DISTRESS if found.mood.casefold() == _DISTRESSED else None


def _taken(found: Understood, text: str, history: tuple[str, ...]) -> str:
    if not history or not found.question:
        return ""
    written = {word.stem for said in (text, *history) for word in content_words(said)}
    asked = content_words(found.question)
    own = [word for word in asked if any(likeness(word.stem, stem) for stem in written)]
    is_own = bool(asked) and len(own) >= _LEAST_OWN_WORDS * len(asked)
    return found.question if is_own else ""
