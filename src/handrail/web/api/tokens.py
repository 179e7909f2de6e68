"""Who may continue a conversation? Whoever holds the token given out when it was opened."""

import hashlib
import hmac
import re
import secrets

from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.flow.ports import Reading
from handrail.kernel.errors import NotAuthenticated, NotFound

_BYTES = 32
_IDS = re.compile(r"[A-Za-z0-9_-]{1,100}")
_TOKENS = re.compile(r"[\x21-\x7e]{1,200}")


def new_token() -> str:
    """Return a token with 256 random bits; it is shown once and never stored."""
    return secrets.token_urlsafe(_BYTES)


def token_digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def require_token(token: str | None) -> str:
    """Return the token that came with a request; raises NotAuthenticated where none did."""
    if token is None or not _TOKENS.fullmatch(token):
        raise NotAuthenticated(
            "This needs the conversation's token.", hint="Send it as `Authorization: Bearer …`."
        )
    return token


def conversation_of(ref: str, token: str | None, reading: Reading) -> Conversation:
    """Return the conversation that the token opens.

    Raises NotFound, in the same words, where there is none and where it is somebody else's.
    """
    shown = token_digest(require_token(token))
    held = reading.conversation(ConversationId(ref)) if _IDS.fullmatch(ref) else None
    expected = held.token_digest if held is not None else None
    if held is None or expected is None or not hmac.compare_digest(expected, shown):
        raise NotFound("There is no such conversation, or this token does not open it.")
    return held
