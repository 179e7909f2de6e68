"""The settings of the audit log and of the vault: where heads go, and where keys lie."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from handrail.model_settings import Section, WebAddress


class MailSettings(Section):
    """Say who gets the heads of the audit log by mail."""

    to: str
    """Address of whoever keeps them."""
    sender: str
    """Address that they come from."""
    host: str = "127.0.0.1"
    """Mail server."""
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    """Its port."""
    security: Literal["none", "starttls", "tls"] = "none"
    """How the connection is encrypted."""
    username: str | None = None
    """Login, where the server wants one."""
    password: SecretStr | None = None
    """Set it in the environment, not in the file."""


class AuditSettings(Section):
    """Say when the audit log is sealed, with which key, and who keeps the heads."""

    signing_key: str = ".handrail/audit.key"
    """File of the key that signs heads; made when the first is signed. Keep it where whoever can
    write to the database cannot read it."""
    heads: str = ".handrail/audit-heads.jsonl"
    """File that every head is appended to; keep it, or copies of it, on another machine."""
    seal_every_seconds: Annotated[float, Field(gt=0, le=60)] = 60.0
    """No entry waits longer for a head."""
    seal_every_entries: Annotated[int, Field(gt=0, le=100)] = 100
    """So many waiting entries are sealed at once."""
    http: WebAddress | None = None
    """Address that every head is posted to."""
    http_token: SecretStr | None = None
    """Sent to it as `Authorization: Bearer …`; set it in the environment, not in the file."""
    mail: MailSettings | None = None


class VaultSettings(Section):
    """Say where the keys lie that wrap each customer's own."""

    key_file: str = ".handrail/vault.key"
    """File of wrapping keys, one a line, the newest first; made for the first known customer. Keep
    it where whoever can write to the database cannot read it."""
    keys: SecretStr | None = None
    """The same keys with blanks between them, instead of a file; set it in the environment."""
