"""In how many handed-over conversations does the agent ask for what was said already?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handrail.domain.conversation.model import Author, Message
from handrail.domain.handoff.model import Brief
from handrail.domain.handoff.re_ask import re_asked
from handrail.domain.quality.figures import ExactInterval, share_figure
from handrail.domain.quality.model import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Hold a conversation as it was handed over and went on."""

    messages: Sequence[Message]
    brief: Brief | None
    since: int = 0
    """Sequence of the last message before the handover."""


def re_ask_rate(handed_over: Iterable[HandedOver], interval: ExactInterval) -> Figure:
    """Measure the share of conversations, among those in which an agent spoke, that ask again."""
    spoken = [one for one in handed_over if _has_agent(one)]
    again = sum(bool(re_asked(one.messages, one.brief, one.since)) for one in spoken)
    return share_figure(again, len(spoken), interval)


def _has_agent(one: HandedOver) -> bool:
    return any(m.author is Author.AGENT and m.sequence > one.since for m in one.messages)
