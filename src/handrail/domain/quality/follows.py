"""Does the customer's next line still follow, where something else would have been said?"""

from handrail.domain.conversation.standalone import is_follow_up
from handrail.domain.decision.model import (
    ActionRuled,
    AskForAction,
    Clarify,
    HandOff,
    Outcome,
)

_FEW_WORDS = 3
_ASKED_BACK = (Clarify, AskForAction, ActionRuled)


def still_follows(then: Outcome, now: Outcome, said: str, following: str) -> bool:
    """Tell whether a line can be taken as the reply to another outcome than it was written to.

    `said` is the message that the outcomes are of. A line that answers a question back follows
    nothing else, after a person was called nobody talks to the assistant, and a line that leans on
    what was said before may mean something else by now. One that stands on its own follows.
    """
    if isinstance(now, HandOff) or isinstance(then, _ASKED_BACK) or isinstance(now, _ASKED_BACK):
        return False
    return len(following.split()) > _FEW_WORDS and not is_follow_up(following, said)
