"""How did those conversations end in which people took over? What they achieve is the baseline.

The standard is the same as for the assistant: helped is who says so or rates it well, whoever came
back was not, and silence says nothing.
"""

from handrail.domain.conversation.model import Author, Message
from handrail.domain.conversation.reply_heard import is_unhelped
from handrail.domain.conversation.says_helped import is_helped
from handrail.domain.conversation.small_talk import small_talk
from handrail.domain.handoff.rating import BAD_TO, GOOD_FROM
from handrail.domain.quality.outcome import Facts, Outcome


def people_outcome(facts: Facts, messages: tuple[Message, ...]) -> Outcome | None:
    """Return how a conversation ended for which a person spoke; None where none did."""
    if not facts.agent_spoke:
        return None
    if facts.returned_in is not None:
        return Outcome.RETURNED
    if facts.rating is not None and facts.rating <= BAD_TO:
        return Outcome.ABANDONED
    if facts.rating is not None and facts.rating >= GOOD_FROM:
        return Outcome.CONFIRMED
    return _by_last_words(messages)


def _by_last_words(messages: tuple[Message, ...]) -> Outcome:
    """Return what the customer's last words after the agent say; courtesies aside."""
    spoken = [place for place, said in enumerate(messages) if said.author is Author.AGENT]
    after = [m.text for m in messages[spoken[-1] + 1 :] if m.author is Author.CUSTOMER]
    last = next((text for text in reversed(after) if _says_something(text)), None)
    if last is None:
        return Outcome.SILENT
    if is_helped(last):
        return Outcome.CONFIRMED
    return Outcome.ABANDONED if is_unhelped(last) else Outcome.SILENT


def _says_something(text: str) -> bool:
    return is_helped(text) or small_talk(text) is None
