"""An OpenID provider on loopback that says yes to everybody, and lies where a test asks for it."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from typing_extensions import override

CLIENT, SECRET = "handrail console", "a client's: secret"
Claims = dict[str, Any]


@dataclass
class Issuer:
    """Hold a running provider: its keys, the codes that it gave out, and how it lies."""

    address: str = ""
    subject: str = "u-1"
    name: str = "Kim.Doe@example.com"
    groups: tuple[str, ...] = ()
    alter: Callable[[Claims], Claims] = lambda claims: claims
    forge: Callable[[Claims], str] | None = None
    describe_as: str | None = None
    tokens_asked: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def browse(self, address: str) -> str:
        """Do what a browser does at the provider: log in there; return where it is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.address}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """Take a code once, from whoever made the request and nobody else."""
        self.tokens_asked += 1
        asked = self.codes.pop(form.get("code", ""), None)
        name, _, secret = (
            base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        )
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        spelled = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        is_sound = (
            asked is not None
            and (name, secret) == ("handrail%20console", "a%20client%27s%3A%20secret")
            and form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == asked["redirect_uri"]
            and spelled == asked["code_challenge"]
        )
        if asked is None or not is_sound:
            return 400, {"error": "invalid_grant"}
        claims = self.alter(self.claims(asked["nonce"]))
        made = self.signed(claims) if self.forge is None else self.forge(claims)
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": made}

    def claims(self, nonce: str) -> Claims:
        """Return what an honest token says."""
        now = int(time.time())
        return {
            "iss": self.address,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "preferred_username": self.name,
            "groups": list(self.groups),
        }

    def signed(self, claims: Claims) -> str:
        """Sign claims with the provider's key."""
        return jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": "k1"})

    def read(self, path: str) -> tuple[int, Claims]:
        """Return a document of the provider."""
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.describe_as or self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
        if path == "/keys":
            held = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [held | {"kid": "k1", "use": "sig"}]}
        return 404, {}


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """Run a provider until the block ends."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(*issuer.read(urlsplit(self.path).path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*issuer.token(form, self.headers.get("Authorization", "")))

        @override
        def log_message(self, format: str, *args: object) -> None:
            return

        def _say(self, status: int, said: Claims) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
