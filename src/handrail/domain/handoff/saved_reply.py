"""Replies that the team has written once, for whoever answers to send as theirs."""

from collections.abc import Iterable
from dataclasses import dataclass

from handrail.kernel.language_tag import language_of

AGENT = "{agent}"
"""Stands for the name that customers are told of whoever sends it."""
CUSTOMER = "{customer}"
"""Stands for the customer's name, which is not kept here: whoever sends it writes it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReply:
    """Hold one reply, with the topic under which it is found and the language it is in."""

    name: str
    text: str
    topic: str = ""
    locale: str | None = None
    """None: offered whatever the customer writes in."""


def offered(replies: Iterable[SavedReply], language: str, queue: str) -> tuple[SavedReply, ...]:
    """Return the replies in a language, those first whose topic is the queue, then by topic."""
    wanted = language_of(language)
    fitting = (r for r in replies if r.locale is None or language_of(r.locale) == wanted)
    return tuple(sorted(fitting, key=lambda r: (r.topic != queue, r.topic)))


def filled(reply: SavedReply, agent: str) -> str:
    """Return a reply as somebody would send it; the customer's name is left for them to write."""
    return reply.text.replace(AGENT, agent)


def has_gap(text: str) -> bool:
    """Tell whether a text still stands as it was saved, with a place where a name should be."""
    return AGENT in text or CUSTOMER in text
