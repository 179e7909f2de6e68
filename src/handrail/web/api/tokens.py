"""Who may continue a conversation? Whoever holds its token, on the page that it was given to.

A page's token ends by itself: the moment is part of the token, and the digest covers it. So is the
page's origin, which is part of what is hashed: on another page the same token opens nothing.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.flow.ports import Reading
from handrail.kernel.errors import NotAuthenticated, NotFound

_BYTES = 32
_IDS = re.compile(r"[A-Za-z0-9_-]{1,100}")
_TOKENS = re.compile(r"[\x21-\x7e]{1,200}")
_ENDS = re.compile(r"([0-9a-f]{8,10})\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Hold a token that came with a request, and the page that it came from."""

    token: str = field(repr=False)
    origin: str = ""
    """Empty for a page of our own, and for what is no page."""

    @property
    def digest(self) -> str:
        """Return what is stored of this token, given to this page."""
        return token_digest(self.token, self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTokens:
    """Say how long a page's token lasts, and for how long after it can still be renewed."""

    lasts: timedelta = timedelta(minutes=15)
    renewable: timedelta = timedelta(hours=24)


def new_token(ends: datetime | None = None) -> str:
    """Return a token with 256 random bits; it is shown once and never stored."""
    random = secrets.token_urlsafe(_BYTES)
    return random if ends is None else f"{int(ends.timestamp()):x}.{random}"


def token_digest(token: str, origin: str = "") -> str:
    """Return what is stored of a token."""
    bound = f"{token}\n{origin}" if origin else token
    return hashlib.sha256(bound.encode("utf-8")).hexdigest()


def end_of(token: str) -> datetime | None:
    """Return when a token ends, or None for one that does not."""
    spelled = _ENDS.match(token)
    return None if spelled is None else datetime.fromtimestamp(int(spelled[1], 16), UTC)


def require_token(token: str | None) -> str:
    """Return the token that came with a request; raises NotAuthenticated where none did."""
    if token is None or not _TOKENS.fullmatch(token):
        raise NotAuthenticated(
            "This needs the conversation's token.", hint="Send it as `Authorization: Bearer …`."
        )
    return token


def require_time_left(token: str, now: datetime, grace: timedelta = timedelta()) -> None:
    """Raise NotAuthenticated where a token has ended."""
    ends = end_of(token)
    if ends is not None and ends + grace <= now:
        raise NotAuthenticated("This token has ended.", hint="Renew it, or open a new one.")


def conversation_of(ref: str, shown: Shown, reading: Reading) -> Conversation:
    """Return the conversation that the token opens.

    Raises NotFound, in the same words, where there is none and where it is somebody else's.
    """
    held = reading.conversation(ConversationId(ref)) if _IDS.fullmatch(ref) else None
    expected = held.token_digest if held is not None else None
    if held is None or expected is None or not hmac.compare_digest(expected, shown.digest):
        raise NotFound("There is no such conversation, or this token does not open it.")
    return held
