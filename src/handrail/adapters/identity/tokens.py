"""Read the JSON Web Token (RFC 7519) by which a host's server says who its customer is.

The algorithm comes from the operator's key, never from the token: a secret means HS256, a public
key EdDSA or ES256.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from handrail.domain.actions.model import CustomerId
from handrail.flow.identify_customer import Identity
from handrail.kernel.errors import BadSettings, NotAuthenticated

_REQUIRED = ["sub", "aud", "exp", "iat", "jti"]
_SKEW = timedelta(seconds=30)
_LONGEST_LIFE = timedelta(minutes=15)
_LONGEST_SUBJECT, _LONGEST_TOKEN = 200, 4_000
_SHORTEST_SECRET = 32
_LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+")  # printable, without spaces or a second @


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTokens:
    """Check tokens against one key and one audience."""

    key: object
    algorithm: str
    audience: str

    def identity(self, token: str, now: datetime) -> Identity:
        """Return who the token stands for; raises NotAuthenticated for any that does not hold."""
        if len(token) > _LONGEST_TOKEN:
            raise _refused("it is too long")
        try:
            claims = jwt.decode(
                token,
                self.key,  # type: ignore[arg-type] # the key's kind was checked with the algorithm
                algorithms=[self.algorithm],
                audience=self.audience,
                options={
                    "require": _REQUIRED,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "strict_aud": True,
                },
            )
        except jwt.PyJWTError as error:
            raise _refused(str(error).rstrip(".").lower()) from error
        return _checked(claims, now)


def tokens_signed_by(*, secret: str | None, public_key: str | None, audience: str) -> SignedTokens:
    """Return what checks tokens; raises BadSettings for a key that cannot be used."""
    if (secret is None) is (public_key is None):
        raise BadSettings(
            "Customers are identified by a secret or by a public key.",
            hint="Set identity.secret or identity.public_key, and not both.",
        )
    if secret is not None:
        if len(secret.encode()) < _SHORTEST_SECRET:
            raise BadSettings(
                f"identity.secret has fewer than {_SHORTEST_SECRET} bytes.",
                hint="Make one with `openssl rand -base64 32`.",
            )
        return SignedTokens(key=secret, algorithm="HS256", audience=audience)
    try:
        key = load_pem_public_key(str(public_key).encode())
    except ValueError as error:
        raise BadSettings(
            "identity.public_key is no public key in PEM.", hint="Paste it with its first line."
        ) from error
    match key:
        case Ed25519PublicKey():
            return SignedTokens(key=key, algorithm="EdDSA", audience=audience)
        case EllipticCurvePublicKey() if key.curve.name == "secp256r1":
            return SignedTokens(key=key, algorithm="ES256", audience=audience)
        case _:
            raise BadSettings(
                "identity.public_key is of a kind that is not used here.",
                hint="Use Ed25519, or ECDSA on P-256.",
            )


def _checked(claims: dict[str, object], now: datetime) -> Identity:
    subject, nonce = claims["sub"], claims["jti"]
    issued, expires = _moment(claims["iat"]), _moment(claims["exp"])
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise _refused("its subject cannot be used")
    if not subject.isprintable() or not isinstance(nonce, str) or not nonce:
        raise _refused("its subject or id cannot be used")
    if expires <= now - _SKEW:
        raise _refused("it has expired")
    if "nbf" in claims and _moment(claims["nbf"]) > now + _SKEW:
        raise _refused("it does not hold yet")
    if issued > now + _SKEW or expires - issued > _LONGEST_LIFE:
        raise _refused("it is not from now, or lives for more than 15 minutes")
    digest = hashlib.sha256(f"{subject}\n{nonce}".encode()).hexdigest()
    return Identity(
        customer=CustomerId(subject),
        nonce=digest,
        expires_at=expires + _SKEW,
        email=_email(claims),
    )


def _email(claims: dict[str, object]) -> str | None:
    """Return the customer's address; None where none is named, or it is not known to be theirs.

    The claims are those of OpenID Connect Core 1.0, section 5.1.
    """
    named = claims.get("email")
    if not isinstance(named, str) or claims.get("email_verified", True) is not True:
        return None
    return named.lower() if len(named) <= _LONGEST_EMAIL and _EMAIL.fullmatch(named) else None


def _moment(claim: object) -> datetime:
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        raise _refused("its times cannot be read")
    try:
        return datetime.fromtimestamp(claim, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise _refused("its times cannot be read") from error


def _refused(why: str) -> NotAuthenticated:
    return NotAuthenticated(
        f"The identity token is refused: {why}.", hint="Let your server sign a new one."
    )
