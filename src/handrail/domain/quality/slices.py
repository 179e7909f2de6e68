"""Under which values of each slice does a conversation fall?

Its topic is the strictest topic of the settings that it bears on. Where the settings name none, it
is the folder of the article that fits best of all that was found for it: how the help centre is
ordered is how its company tells topics apart.
"""

from collections.abc import Iterator, Sequence

from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.topics import Topic, topic_of
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.judged import Slice
from handrail.domain.quality.recontact import asked_in, found_articles
from handrail.domain.quality.seen import Seen
from handrail.domain.quality.worth import cited

ANY_LOCALE = "any"
"""Of a conversation that is answered from articles of every language."""
_MODELS = ("writer", "reader")


def slices_of(seen: Seen, topic: str | None) -> dict[str, tuple[str, ...]]:
    """Return each slice with the values that a conversation falls under."""
    held = seen.conversation
    found = {
        Slice.ALL: ("",),
        Slice.TOPIC: () if topic is None else (topic,),
        Slice.LOCALE: (held.locale or ANY_LOCALE,),
        Slice.CHANNEL: (held.channel,),
        Slice.ARTICLE: tuple(dict.fromkeys(_cited(seen.records))),
        Slice.ACTION: tuple(dict.fromkeys(action.name for action in seen.actions)),
        Slice.MODEL: tuple(dict.fromkeys(_models(seen.records))),
    }
    return {name.value: values for name, values in found.items() if values}


def topic_of_conversation(seen: Seen, topics: Sequence[Topic]) -> str | None:
    """Return what a conversation is about; None where nothing was found for it."""
    weights = found_articles(record.evidence for record in seen.records if record.evidence)
    best = max(sorted(weights), key=lambda ref: weights[ref], default=None)
    asked = asked_in(seen.conversation.questions)
    shown = frozenset(_cited(seen.records))
    named = (topic_of(text, shown, topics) for text in asked)
    strictest = min(
        (topic for topic in named if topic is not None),
        key=lambda topic: topic.promise.max_wrong,
        default=None,
    )
    if strictest is not None:
        return strictest.name
    return None if best is None else _folder(best)


def _folder(article: str) -> str:
    """Return the folder of an article; the article itself where it lies in its source's root."""
    source, _, path = article.partition("/")
    folder, _, _ = path.rpartition("/")
    return f"{source}/{folder}" if folder else article


def _cited(records: Sequence[TurnRecord]) -> Iterator[ArticleId]:
    for record in records:
        yield from cited(record.outcome)


def _models(records: Sequence[TurnRecord]) -> Iterator[str]:
    for record in records:
        yield from (record.models[part] for part in _MODELS if part in record.models)
