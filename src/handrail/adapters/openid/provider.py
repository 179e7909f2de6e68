"""Ask an OpenID provider who somebody is: authorisation code, proof key, and a checked ID token.

What is at a provider's address is read from its own description (OpenID Connect Discovery 1.0),
which has to name the issuer that the operator named.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2
import jwt

from handrail.adapters.openid.id_token import Expected, checked_claims
from handrail.flow.single_sign_on import Asked, Returned, StaffIdentity
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadSettings, NotAuthenticated, Unavailable

_TIMEOUT = 10.0
_LARGEST = 512 * 1024
_FRESH_SECONDS = 3_600.0
_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Hold what the provider knows us by, and which claims are read."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    name_claim: str = "preferred_username"
    groups_claim: str | None = None
    scopes: tuple[str, ...] = ("openid", "profile")


class OpenIdProvider:
    """Speak to one provider; its description and keys are kept for an hour."""

    def __init__(self, client: Client, clock: Clock) -> None:
        _require_safe(client.issuer, client.issuer)
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._described: tuple[float, Mapping[str, str]] | None = None
        self._keys: tuple[float, Mapping[str, jwt.PyJWK]] | None = None

    def address(self, asked: Asked) -> str:
        """Return where the browser is sent; raises Unavailable."""
        challenge = hashlib.sha256(asked.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": asked.back_to,
            "scope": " ".join(self._client.scopes),
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        at = self._description()["authorization_endpoint"]
        return f"{at}{'&' if '?' in at else '?'}{urlencode(query)}"

    def identity(self, returned: Returned, asked: Asked) -> StaffIdentity:
        """Return whom the returned code stands for; raises NotAuthenticated, Unavailable."""
        if returned.issuer is not None and returned.issuer != self._client.issuer:
            raise NotAuthenticated("Another identity provider answered.", hint="Begin again.")
        token = self._token(str(returned.code), asked)
        expected = Expected(
            issuer=self._client.issuer, audience=self._client.client_id, nonce=asked.nonce
        )
        claims = checked_claims(token, self._key, expected, self._clock.now())
        name = claims.get(self._client.name_claim)
        groups = claims.get(self._client.groups_claim) if self._client.groups_claim else ()
        listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else ()
        return StaffIdentity(
            subject=f"{self._client.issuer} {claims['sub']}",
            name=name if isinstance(name, str) else "",
            groups=frozenset(one for one in listed if isinstance(one, str)),
        )

    def _token(self, code: str, asked: Asked) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.back_to,
            "client_id": self._client.client_id,
            "code_verifier": asked.verifier,
        }
        headers = {}
        if self._client.client_secret is not None:
            known = (self._client.client_id, self._client.client_secret)
            pair = ":".join(quote(part, safe="") for part in known)
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        at = self._description()["token_endpoint"]
        status, said = self._asked("POST", at, form, headers)
        token = said.get("id_token")
        if status != httpx2.codes.OK or not isinstance(token, str):
            raise NotAuthenticated(
                "The identity provider does not take this code.", hint="Begin again."
            )
        return token

    def _key(self, key_id: str | None) -> jwt.PyJWK | None:
        """Return the provider's key of that name; asked for anew where it is not known."""
        known = self._keys
        if known is None or self._is_old(known[0]) or (key_id or "") not in known[1]:
            with self._lock:
                known = (self._clock.monotonic(), self._read_keys())
                self._keys = known
        if key_id is None and len(known[1]) == 1:
            return next(iter(known[1].values()))
        return known[1].get(key_id or "")

    def _read_keys(self) -> dict[str, jwt.PyJWK]:
        _, said = self._asked("GET", self._description()["jwks_uri"])
        found = {}
        for held in said.get("keys", ()) if isinstance(said.get("keys"), list) else ():
            if not isinstance(held, dict) or held.get("use", "sig") != "sig":
                continue
            try:
                found[str(held.get("kid", ""))] = jwt.PyJWK(held)
            except (jwt.PyJWTError, ValueError, TypeError):
                continue  # a kind of key that is not used here: a token signed by it is refused
        return found

    def _description(self) -> Mapping[str, str]:
        held = self._described
        if held is not None and not self._is_old(held[0]):
            return held[1]
        issuer = self._client.issuer
        status, said = self._asked("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
        if status != httpx2.codes.OK or said.get("issuer") != issuer:
            raise Unavailable(
                "The identity provider does not describe itself as the issuer of the settings.",
                hint="Check console.oidc.issuer.",
            )
        named = {name: str(said.get(name, "")) for name in _ENDPOINTS}
        for address in named.values():
            _require_safe(address, issuer)
        self._described = (self._clock.monotonic(), named)
        return named

    def _is_old(self, since: float) -> bool:
        return self._clock.monotonic() - since > _FRESH_SECONDS

    @cached_property
    def _http(self) -> httpx2.Client:
        return httpx2.Client(timeout=_TIMEOUT, follow_redirects=False)

    def _asked(
        self,
        method: str,
        address: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        try:
            with self._http.stream(method, address, data=form, headers=headers) as answer:
                body = bytearray()
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > _LARGEST:
                        raise Unavailable("The identity provider says too much.")
                said = json.loads(body)
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, RecursionError) as error:
            raise Unavailable("The identity provider cannot be reached.") from error
        return answer.status_code, said if isinstance(said, dict) else {}


def _require_safe(address: str, issuer: str) -> None:
    """Raise BadSettings for an address that is not encrypted, but on this machine."""
    parts = urlsplit(address)
    is_local = parts.hostname in _LOOPBACK and urlsplit(issuer).hostname in _LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise BadSettings(
            f"The identity provider's address {address!r} is not encrypted.",
            hint="Use https.",
        )
