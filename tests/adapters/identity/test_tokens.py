"""Who a customer is: only what the host's own key signed, for us, now, counts."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as an_rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from handrail.adapters.identity.tokens import SignedTokens, tokens_signed_by
from handrail.kernel.errors import BadSettings, NotAuthenticated
from tests.builders import NOON

SECRET = "a secret of at least thirty-two bytes"
HERE = "https://help.example"


def claims(**changes: Any) -> dict[str, Any]:
    values = {
        "sub": "cus_ann",
        "aud": HERE,
        "iat": NOON.timestamp(),
        "exp": (NOON + timedelta(minutes=5)).timestamp(),
        "jti": "n1",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def signed(key: Any = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    return jwt.encode(claims(**changes), key, algorithm=algorithm)


@pytest.fixture
def tokens() -> SignedTokens:
    return tokens_signed_by(secret=SECRET, public_key=None, audience=HERE)


def pem(key: Any) -> str:
    spelled: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return spelled.decode()


def test_a_signed_token_says_who_it_is(tokens: SignedTokens) -> None:
    identity = tokens.identity(signed(), NOON)

    assert identity.customer == "cus_ann"
    assert identity.nonce != "n1"
    assert identity.nonce == tokens.identity(signed(), NOON).nonce


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"email": "Ann@Home.example"}, "ann@home.example"),
        ({"email": "ann@home.example", "email_verified": True}, "ann@home.example"),
        ({"email": "ann@home.example", "email_verified": False}, None),
        ({"email": "ann@home.example", "email_verified": "yes"}, None),
        ({"email": "ann"}, None),
        ({"email": "ann@home.example, ben@home.example"}, None),
        ({"email": "ann@home.example\n"}, None),
        ({"email": f"{'a' * 250}@b.de"}, None),
        ({"email": ["ann@home.example"]}, None),
        ({}, None),
    ],
)
def test_an_address_counts_where_the_host_stands_for_it(
    tokens: SignedTokens, said: dict[str, Any], known: str | None
) -> None:
    assert tokens.identity(signed(**said), NOON).email == known


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(Ed25519PrivateKey.generate(), "EdDSA"), (generate_private_key(SECP256R1()), "ES256")],
)
def test_a_public_key_checks_without_being_able_to_sign(key: Any, algorithm: str) -> None:
    tokens = tokens_signed_by(secret=None, public_key=pem(key), audience=HERE)

    assert tokens.identity(signed(key, algorithm), NOON).customer == "cus_ann"
    with pytest.raises(NotAuthenticated):
        tokens.identity(signed(), NOON)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.example"},
        {"aud": [HERE, "https://elsewhere.example"]},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "a" * 201},
        {"sub": "ann\nbob"},
        {"jti": None},
        {"jti": ""},
        {"iat": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": 1e400},
        {"exp": (NOON - timedelta(minutes=1)).timestamp()},
        {"exp": (NOON + timedelta(minutes=16)).timestamp()},
        {"iat": (NOON + timedelta(minutes=2)).timestamp()},
        {"nbf": (NOON + timedelta(seconds=31)).timestamp()},
        {"nbf": "soon"},
    ],
)
def test_a_token_that_is_not_for_us_now_is_refused(
    tokens: SignedTokens, changes: dict[str, Any]
) -> None:
    with pytest.raises(NotAuthenticated):
        tokens.identity(signed(**changes), NOON)


def test_a_token_holds_from_its_moment_on_on_clocks_that_differ_a_little(
    tokens: SignedTokens,
) -> None:
    soon = signed(nbf=(NOON + timedelta(seconds=29)).timestamp())

    assert tokens.identity(soon, NOON).customer == "cus_ann"


def test_a_token_that_nobody_signed_is_refused(tokens: SignedTokens) -> None:
    another = signed("another secret of at least thirty-two bytes")
    unsigned = jwt.encode(claims(), key="", algorithm="none")
    longer = jwt.encode(claims(), SECRET * 2, algorithm="HS512")

    for token in (another, unsigned, longer, "", "a.b.c", "x" * 5_000, signed()[:-2]):
        with pytest.raises(NotAuthenticated):
            tokens.identity(token, NOON)


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_a_token_that_was_changed_anywhere_is_refused(tokens: SignedTokens, place: int) -> None:
    token = signed()
    at = place % len(token)
    changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]

    if (
        jwt.utils.base64url_decode(changed.split(".")[-1])
        != jwt.utils.base64url_decode(token.split(".")[-1])
        or changed.rsplit(".", 1)[0] != token.rsplit(".", 1)[0]
    ):
        with pytest.raises(NotAuthenticated):
            tokens.identity(changed, NOON)


@pytest.mark.parametrize(
    ("secret", "public_key"),
    [
        (None, None),
        (SECRET, "key"),
        ("short", None),
        (None, "no key"),
        (None, pem(generate_private_key(SECP384R1()))),
        (None, pem(an_rsa_key(65537, 2048))),
    ],
)
def test_a_key_that_cannot_be_used_stops_the_start(
    secret: str | None, public_key: str | None
) -> None:
    with pytest.raises(BadSettings):
        tokens_signed_by(secret=secret, public_key=public_key, audience=HERE)
