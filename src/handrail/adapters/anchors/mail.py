"""Mail heads to somebody who keeps them."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from handrail.domain.audit.heads import head_line
from handrail.domain.audit.model import SignedHead
from handrail.kernel.errors import Unavailable
from handrail.kernel.ids import digest

_SHOWN = 8
_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Postbox:
    """Say who mails to whom, over which server."""

    to: str
    sender: str
    host: str
    port: int
    security: Literal["none", "starttls", "tls"] = "none"
    username: str | None = None
    password: str | None = None


class HeadMail:
    """Mail the heads since the last mail, not more often than once a minute."""

    pause_seconds = 50.0  # with what a seal and a mail take, a head is out within a minute

    def __init__(self, box: Postbox) -> None:
        self.name = f"mail {digest(box.to)[:_SHOWN]}"  # another address: another place
        self._box = box

    def send(self, heads: Sequence[SignedHead]) -> None:
        """Mail heads in one message."""
        try:
            with self._server() as server:
                if self._box.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self._box.username is not None:
                    server.login(self._box.username, self._box.password or "")
                server.send_message(_letter(heads, self._box))
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable("The mail server did not take the heads.", hint=str(error)) from error

    def _server(self) -> smtplib.SMTP:
        box = self._box
        if box.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(box.host, box.port, timeout=_SECONDS, context=context)
        return smtplib.SMTP(box.host, box.port, timeout=_SECONDS)


def _letter(heads: Sequence[SignedHead], box: Postbox) -> EmailMessage:
    newest = heads[-1].head
    letter = EmailMessage()
    letter["From"], letter["To"] = box.sender, box.to
    letter["Subject"] = f"Handrail audit log: {newest.size} entries, {newest.root[:16]}"
    letter.set_content(
        f"Keep this mail. It proves what the first {newest.size} entries of the audit log "
        f"{newest.log[:16]} were at {newest.time}.\n"
    )
    lines = "".join(f"{head_line(head)}\n" for head in heads)
    letter.add_attachment(lines.encode(), "application", "jsonl", filename="heads.jsonl")
    return letter
