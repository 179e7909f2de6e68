"""In which of a customer's messages does a mood show, and by which words?"""

from collections.abc import Callable, Mapping, Sequence

from handrail.domain.conversation.model import Message
from handrail.domain.conversation.mood import Feeling, feeling_in
from handrail.domain.handoff.facts import Mood, MoodKind
from handrail.domain.handoff.quoting import cut, sentences_of

Notice = Callable[[str], MoodKind | None]
"""Tell how the writer of a text is; None where nothing shows."""
_KINDS: Mapping[Feeling, MoodKind] = {
    Feeling.IMPATIENT: MoodKind.FRUSTRATED,
    Feeling.UPSET: MoodKind.UPSET,
    Feeling.DISTRESSED: MoodKind.DISTRESSED,
}
_LOOKED_AT = 6
_LONGEST = 200


def noticed(text: str) -> MoodKind | None:
    """Return how the writer of a text is, by rules; None where they are calm."""
    return _KINDS.get(feeling_in(text))


def mood_in(messages: Sequence[Message], notice: Notice) -> Mood | None:
    """Return the mood of the newest message that shows one, with the sentence that shows it."""
    for message in reversed(messages[-_LOOKED_AT:]):
        kind = notice(message.text)
        if kind is not None:
            sentences = (message.text[start:end] for start, end in sentences_of(message.text))
            showing = next((s for s in sentences if notice(s) is kind), message.text.strip())
            return Mood(kind=kind, message=message.id, words=cut(showing, _LONGEST))
    return None
