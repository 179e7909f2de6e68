"""What does the customer want? The messages that say it, newest last, and what came of each.

Greetings, confirmations, single values and the request for a person itself say nothing of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from handrail.domain.actions.model import ActionId, ActionState
from handrail.domain.conversation.model import Message
from handrail.domain.conversation.small_talk import small_talk
from handrail.domain.conversation.spelling import clauses_of, fold
from handrail.domain.conversation.wants_person import person_request
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    AskForAction,
    Clarify,
    Courtesy,
    HandOff,
    NothingDone,
)
from handrail.domain.handoff.facts import BriefFacts, Turn, turns_of
from handrail.domain.handoff.own_values import values_in, without_values
from handrail.domain.handoff.quoting import LONGEST_QUOTE, cut, joined_spans, sentences_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import content_words
from handrail.kernel.patterns import when_used

MOST_WANTS = 4
_States = Mapping[ActionId | None, ActionState]
_SETTLED = frozenset({ActionState.SUCCEEDED, ActionState.DECLINED, ActionState.CANCELLED})
_FEWEST_BESIDE = 3
_FEWEST_BESIDE_ABROAD = 4  # words that say nothing of their own are known in English only
_LONGEST_GIST = 200
_LEAVING = when_used(
    r"^(?:please |ok |no |just )*(?:forget|never ?mind|skip|leave|drop|scrap)\b", re.IGNORECASE
)
_OF_ASKING = word_set(
    "human person people agent someone somebody representative rep staff advisor operator "
    "manager supervisor talk speak chat connect transfer real live put get let through pass "
    "call team help support service colleague employee anyone want need now please bot machine"
)
_ASKING = when_used(
    r"[?？؟]|\b(?:i(?:'d| would) like|i want|i need|please|can you|could you|would you|how do|"
    r"möchte|will|bitte|brauche|quiero|quisiera|necesito|por favor|voudrais|"
    r"veux|besoin|quero|preciso)\b|"
    r"хочу|нужно|пожалуйста|أريد|चाहिए|我想|我要|希望|ください",
    re.IGNORECASE,
)
_CONFIRMING = word_set(
    "ok okay k yeah yep yup sure fine alright great good right correct exactly perfect cool go "
    "ahead confirm confirmed nope nah"
)
_OF_VALUES = word_set("number order reference ref mail email address phone account customer id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """Hold a message that says what the customer wants."""

    message: Message
    quotes: tuple[str, ...]
    """The words that say it, as they stand in the message."""
    turn: Turn
    is_open: bool
    """Neither answered nor done."""
    is_of_handover: bool = False

    @property
    def gist(self) -> tuple[str, ...]:
        """Return all of it where it is short, else the one sentence that asks or says most."""
        if sum(map(len, self.quotes)) <= _LONGEST_GIST:
            return self.quotes
        said = [q[start:end] for q in self.quotes for start, end in sentences_of(q)]
        asking = [sentence for sentence in said if _ASKING.search(sentence)]
        fullest = max(asking or said, key=lambda sentence: len(content_words(sentence)))
        return (cut(fullest, _LONGEST_GIST),)


def wants_of(facts: BriefFacts) -> tuple[Want, ...]:
    """Return every want that is open and the newest of all, oldest first, the newest four."""
    said = _without_repeats(_said(facts))
    before = [want for want in said if not want.is_of_handover]
    newest = before[-1:] or said[-1:]
    kept = [want for want in said if want.is_open or want in newest]
    return tuple(kept[-MOST_WANTS:])


def asked_words(message: Message) -> tuple[str, ...]:
    """Return the words with which a person was asked for, as they stand in the message."""
    text = message.text
    asking = [s for s in sentences_of(text) if person_request(text[s[0] : s[1]]) is not None]
    return joined_spans(text, asking or sentences_of(text))


def words_that_want(text: str) -> tuple[str, ...]:
    """Return the words of a message that say what is wanted; none where it says nothing of it."""
    spans = [span for span in sentences_of(text) if _says_something(text[span[0] : span[1]])]
    words = joined_spans(text, _most_telling(text, spans))
    return words if any(_tells(part) for part in words) else ()


def _most_telling(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many sentences as a brief has room for: those that ask for something first."""
    left = LONGEST_QUOTE
    kept: list[tuple[int, int]] = []
    for start, end in sorted(
        spans, key=lambda span: _ASKING.search(text[span[0] : span[1]]) is None
    ):
        if end - start <= left or not kept:
            kept.append((start, end))
            left -= end - start
    return sorted(kept)


def _said(facts: BriefFacts) -> Iterator[Want]:
    turns = turns_of(facts)
    states: _States = {told.action.id: told.action.state for told in facts.actions}
    handover = facts.handover
    begun = False
    for place, turn in enumerate(turns):
        begun = begun or (handover is not None and turn.record.id == handover.id)
        if turn.message is None or _only_answers(turns, place):
            continue
        words = words_that_want(turn.message.text)
        if words:
            yield Want(
                message=turn.message,
                quotes=words,
                turn=turn,
                is_open=_is_open(turns[place:], states),
                is_of_handover=begun,
            )


def _only_answers(turns: Sequence[Turn], place: int) -> bool:
    """Tell whether a message answers what was asked of it, or asks nothing."""
    outcome = turns[place].record.outcome
    if isinstance(outcome, Courtesy | NothingDone):
        return True
    asked_before = place > 0 and turns[place - 1].record.form is not None
    return asked_before and isinstance(outcome, AskForAction | ActionRuled)


def _is_open(turns: Sequence[Turn], states: _States) -> bool:
    """Tell whether what the first of these turns asked for is neither answered nor done."""
    outcome, later = turns[0].record.outcome, turns[1:]
    match outcome:
        case Answer() | Courtesy() | NothingDone():
            return False
        case Abstain() | HandOff():
            return True
        case Clarify():
            return not (later and isinstance(later[0].record.outcome, Answer | ActionRuled))
        case ActionRuled(action=ref, state=state):
            return states.get(ref, state) not in _SETTLED
        case AskForAction():
            return _is_form_open(later, states)
        case other:
            assert_never(other)


def _is_form_open(later: Sequence[Turn], states: _States) -> bool:
    for turn in later:
        match turn.record.outcome:
            case NothingDone():
                return False
            case ActionRuled(action=ref, state=state):
                return states.get(ref, state) not in _SETTLED
            case HandOff():
                return not _leaves(turn.record.question)
            case _:
                continue
    return True


def _leaves(text: str) -> bool:
    return any(_LEAVING.match(text[start:end]) for start, end in sentences_of(text))


def _says_something(sentence: str) -> bool:
    if small_talk(sentence) is not None or _LEAVING.match(sentence):
        return False
    request = person_request(sentence)
    if request is None:
        return True
    is_english = request.language == "en"
    asked = _OF_ASKING if is_english else word_set(request.phrase)
    rest = sentence
    for _, value in values_in(sentence):
        rest = rest.replace(value, " ")
    beside = [w.lower for w in content_words(rest) if w.lower not in asked]
    return len(beside) >= (_FEWEST_BESIDE if is_english else _FEWEST_BESIDE_ABROAD)


def _tells(words: str) -> bool:
    """Tell whether words say more than yes, no, or one value that was asked for."""
    rest = without_values(words)
    told = [word for clause in clauses_of(rest) for word in clause]
    if not fold(rest).isascii():
        return bool(told)
    is_value = rest != words
    said = _CONFIRMING | _OF_VALUES if is_value else _CONFIRMING
    return "?" in words or any(word.lower not in said for word in content_words(rest))


def _without_repeats(wants: Iterator[Want]) -> list[Want]:
    newest = {tuple(map(fold, want.quotes)): want for want in wants}
    return sorted(newest.values(), key=lambda want: want.message.sequence)
