"""May a model's words stand in a brief? Held to the same check as the rules', and to more.

What the customer wants is said in the customer's words alone: a model may choose which. Of what is
missing and what to do first it may word the lines that rest on no action, with the words that stand
there already, those of the articles that are cited, and plain ones. So nothing that a customer
writes becomes a step, whatever a model makes of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handrail.domain.conversation.model import Message
from handrail.domain.handoff.check_brief import faults_of_line
from handrail.domain.handoff.facts import BriefFacts
from handrail.domain.handoff.model import Brief, BriefLine, Slot, SourceKind
from handrail.domain.handoff.quoting import LONGEST_QUOTE, QUOTED, stands_whole
from handrail.domain.handoff.sources import text_of
from handrail.domain.handoff.write_brief import quoting
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import content_words

_WORDED = (Slot.MISSING, Slot.NEXT_STEP)
_PLAIN = word_set(
    "answer answers article articles ask asked asks assistant bring brought cited clear clearly "
    "customer customers explain first follow found give given help know known look missing need "
    "needs next open point question questions read remains reply replying said say says see show "
    "shown start still tell told unanswered waiting want wanted wants whether words"
)
_DENIALS = word_set(
    "no not never none nobody nothing neither nor without cannot can't don't doesn't didn't isn't "
    "aren't wasn't weren't won't unless except only instead"
)


def lines_to_word(brief: Brief) -> tuple[BriefLine, ...]:
    """Return the lines that a model may put better."""
    return tuple(
        line
        for slot in _WORDED
        for line in brief.of(slot)
        if not line.is_unknown and not _rests_on_an_action(line)
    )


def reworded(line: BriefLine, text: str, facts: BriefFacts) -> BriefLine | None:
    """Return the line in a model's words; None where they may not stand."""
    proposed = replace(line, text=" ".join(text.split()))
    kept = set(QUOTED.findall(proposed.text))
    before = set(QUOTED.findall(line.text))
    if faults_of_line(proposed, facts) or not kept <= before or bool(kept) is not bool(before):
        return None
    if _denials(proposed.text) != _denials(line.text) or set(_new_words(proposed, line, facts)):
        return None
    return proposed


def with_quotes(brief: Brief, chosen: Sequence[tuple[Message, str]]) -> tuple[BriefLine, ...]:
    """Return the lines of what is wanted, with those that a model chose for their messages.

    No message that the rules found is left out.
    """
    better: dict[str, BriefLine] = {}
    for message, said in chosen:
        words = said.strip()
        if words and len(words) <= LONGEST_QUOTE and stands_whole(message.text, words):
            better.setdefault(message.id, quoting(Slot.WANTS, message, (words,)))
    return tuple(
        better.get(line.sources[0].ref, line) if line.sources else line
        for line in brief.of(Slot.WANTS)
    )


def _rests_on_an_action(line: BriefLine) -> bool:
    return any(source.kind is SourceKind.ACTION for source in line.sources)


def _new_words(proposed: BriefLine, line: BriefLine, facts: BriefFacts) -> Iterator[str]:
    cited = [s for s in line.sources if s.kind is SourceKind.ARTICLE]
    held = [text_of(source, facts) or "" for source in cited]
    known = {word.lower for text in (_bare(line.text), *held) for word in content_words(text)}
    for word in content_words(_bare(proposed.text)):
        if word.lower not in known and word.lower not in _PLAIN:
            yield word.lower


def _denials(text: str) -> frozenset[str]:
    words = _bare(text).replace("’", "'").lower().split()
    return _DENIALS & {word.strip(".,;:!?") for word in words}


def _bare(text: str) -> str:
    return QUOTED.sub(" ", text)
