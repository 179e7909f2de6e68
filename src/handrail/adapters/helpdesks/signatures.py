"""The signatures of webhooks: raw bytes, constant time, and a time that is near ours."""

import base64
import hashlib
import hmac
from binascii import Error as BrokenBase64
from collections.abc import Mapping
from datetime import UTC, datetime

from handrail.flow.helpdesk_ports import MOST_ASKEW
from handrail.kernel.errors import NotAuthenticated

_SECRET = "whsec_"  # noqa: S105 - the prefix of one, after Standard Webhooks
_LONGEST_HEADER = 2_000


def forged() -> NotAuthenticated:
    """Return what is said of every webhook that does not show who sent it: nothing more."""
    return NotAuthenticated("The signature is not right.")


def named(headers: Mapping[str, str], name: str) -> str:
    """Return a header that a signature needs; raises NotAuthenticated where there is none."""
    held = headers.get(name, "")
    if not held or len(held) > _LONGEST_HEADER or not held.isascii():
        raise forged()
    return held


def require_same(shown: str, right: str) -> None:
    """Raise NotAuthenticated unless both are the same; takes as long wherever they differ."""
    if not hmac.compare_digest(shown.encode(), right.encode()):
        raise forged()


def require_recent(at: datetime, now: datetime) -> None:
    """Raise NotAuthenticated where a signed time is too far from ours."""
    if abs(now - at) > MOST_ASKEW:
        raise forged()


def moment_of_seconds(spelled: str) -> datetime:
    """Return a moment from seconds since 1970; raises NotAuthenticated."""
    if not spelled.isdecimal() or len(spelled) > len("99999999999"):
        raise forged()
    return datetime.fromtimestamp(int(spelled), UTC)


def moment_of_iso(spelled: str) -> datetime:
    """Return a moment from ISO 8601; raises NotAuthenticated."""
    try:
        at = datetime.fromisoformat(spelled)
    except ValueError as error:
        raise forged() from error
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def sha256_hex(secret: str, signed: bytes) -> str:
    """Return an HMAC with SHA-256, in hexadecimal."""
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def sha256_base64(secret: bytes, signed: bytes) -> str:
    """Return an HMAC with SHA-256, in base 64."""
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def sha1_hex(secret: str, signed: bytes) -> str:
    """Return an HMAC with SHA-1, in hexadecimal: what Zammad signs with."""
    return hmac.new(secret.encode(), signed, hashlib.sha1).hexdigest()


def standard_key(secret: str) -> bytes:
    """Return the key that a secret of Standard Webhooks spells."""
    try:
        return base64.b64decode(secret.removeprefix(_SECRET), validate=True)
    except BrokenBase64:
        return secret.encode()


def standard_headers(secret: str, ref: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers with which Standard Webhooks signs a body."""
    seconds = str(int(at.timestamp()))
    signed = f"{ref}.{seconds}.".encode() + body
    signature = f"v1,{sha256_base64(standard_key(secret), signed)}"
    return {"webhook-id": ref, "webhook-timestamp": seconds, "webhook-signature": signature}


def require_standard(
    secrets: tuple[str, ...], headers: Mapping[str, str], body: bytes, now: datetime
) -> str:
    """Return the id of a webhook that Standard Webhooks signs; raises NotAuthenticated.

    It counts with any of the secrets, so that one can be exchanged while both are in use.
    """
    ref, seconds = named(headers, "webhook-id"), named(headers, "webhook-timestamp")
    require_recent(moment_of_seconds(seconds), now)
    shown = [part for part in named(headers, "webhook-signature").split(" ") if part]
    signed = f"{ref}.{seconds}.".encode() + body
    right = [f"v1,{sha256_base64(standard_key(secret), signed)}" for secret in secrets]
    matches = [hmac.compare_digest(a.encode(), b.encode()) for a in shown for b in right]
    if not any(matches):
        raise forged()
    return ref
