"""Check an ID token as OpenID Connect Core 1.0 section 3.1.3.7 asks, and say no to all else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from handrail.kernel.errors import NotAuthenticated

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures with a public key only: with a shared secret, or none, anybody could make one."""
_REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
_SKEW = timedelta(seconds=60)
_OLDEST = timedelta(minutes=10)
_LONGEST_TOKEN, _LONGEST_SUBJECT = 32_000, 255

FindKey = Callable[[str | None], jwt.PyJWK | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Hold what the token has to say."""

    issuer: str
    audience: str
    nonce: str = field(repr=False)


def checked_claims(
    token: str, find_key: FindKey, expected: Expected, now: datetime
) -> dict[str, Any]:
    """Return the claims of a token that holds; raises NotAuthenticated for any other."""
    if len(token) > _LONGEST_TOKEN:
        raise _refused("it is too long")
    claims = _signed_claims(token, find_key, expected)
    _require_for_us(claims, expected)
    _require_from_now(claims, now)
    return claims


def _require_for_us(claims: dict[str, Any], expected: Expected) -> None:
    audience, subject = claims["aud"], claims["sub"]
    if isinstance(audience, list) and len(audience) > 1:
        raise _refused("it is for several audiences")
    if claims.get("azp", expected.audience) != expected.audience:
        raise _refused("it was given to somebody else")
    if claims["nonce"] != expected.nonce:
        raise _refused("it answers another request")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise _refused("its subject cannot be used")


def _require_from_now(claims: dict[str, Any], now: datetime) -> None:
    if _moment(claims["exp"]) <= now - _SKEW:
        raise _refused("it has expired")
    if "nbf" in claims and _moment(claims["nbf"]) > now + _SKEW:
        raise _refused("it does not hold yet")
    if not now - _OLDEST <= _moment(claims["iat"]) <= now + _SKEW:
        raise _refused("it is not from now")


def _signed_claims(token: str, find_key: FindKey, expected: Expected) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in _ALGORITHMS:
            raise _refused("it is not signed with a public key")
        key = find_key(header.get("kid"))
        if key is None or key.algorithm_name not in (algorithm, None):
            raise _refused("the provider has no such key")
        return jwt.decode(
            token,
            key,
            algorithms=[str(algorithm)],
            audience=expected.audience,
            issuer=expected.issuer,
            options={
                "require": _REQUIRED,
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise _refused(str(error).rstrip(".").lower()) from error


def _moment(claim: object) -> datetime:
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        raise _refused("its times cannot be read")
    try:
        return datetime.fromtimestamp(claim, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise _refused("its times cannot be read") from error


def _refused(why: str) -> NotAuthenticated:
    return NotAuthenticated(f"The ID token is refused: {why}.", hint="Begin again.")
