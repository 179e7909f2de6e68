"""Mail replies to customers over SMTP, in the thread that they wrote in."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Literal

from handrail.flow.delivery import MAIL_KINDS, DeliveryKind
from handrail.flow.parcels import Letter, NotTaken, Parcel, Taken
from handrail.flow.send_digest import Digest
from handrail.kernel.clock import Clock

_SECONDS = 20.0
_FIRST_LASTING = 500  # SMTP: codes from 500 on say that the same will be refused again
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpPlace:
    """Hold which server takes our mail, and from whom it comes."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    username: str | None
    password: str | None
    address: str
    company: str
    marks_address: bool
    """Whether answers go to `name+mark@…`, so that a thread is found again without headers."""


@dataclass(frozen=True, slots=True)
class MailedDigests:
    """Mail digests to one address."""

    postman: "SmtpPostman"
    to: str

    def send_digest(self, digest: Digest) -> Taken | NotTaken:
        """Try once."""
        return self.postman.send_digest(digest, self.to)


class SmtpPostman:
    """Mail letters. SMTP knows no idempotency: a lost acceptance means that one may come twice."""

    may_double = "a mail whose acceptance was not heard is sent again under the same Message-ID"

    def __init__(self, place: SmtpPlace, clock: Clock) -> None:
        self._place = place
        self._clock = clock

    @property
    def kinds(self) -> frozenset[DeliveryKind]:
        """Return what is mailed."""
        return MAIL_KINDS

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:  # noqa: ARG002 - every try sends the same mail
        """Try once."""
        assert isinstance(parcel, Letter)
        return self._sent(self._mail(parcel), parcel.to)

    def send_digest(self, digest: Digest, to: str) -> Taken | NotTaken:
        """Mail a digest to one of the staff."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = formataddr((_one_line(self._place.company), self._place.address))
        mail["To"] = to
        mail["Subject"] = _one_line(digest.subject)
        mail["Date"] = format_datetime(self._clock.now())
        mail["Auto-Submitted"] = "auto-generated"
        link = "" if digest.link is None else f"\n\n{digest.link}"
        mail.set_content(f"{digest.text}{link}\n")
        return self._sent(mail, to)

    def _sent(self, mail: EmailMessage, to: str) -> Taken | NotTaken:
        try:
            with self._server() as server:
                if self._place.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self._place.username is not None:
                    server.login(self._place.username, self._place.password or "")
                server.send_message(mail, self._place.address, [to])
        except (OSError, smtplib.SMTPException) as error:
            return _not_taken(error)
        return Taken(remote=mail["Message-ID"])

    def _server(self) -> smtplib.SMTP:
        place = self._place
        if place.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(place.host, place.port, timeout=_SECONDS, context=context)
        return smtplib.SMTP(place.host, place.port, timeout=_SECONDS)

    def _mail(self, letter: Letter) -> EmailMessage:
        place = self._place
        local, _, domain = place.address.partition("@")
        mail = EmailMessage(policy=SMTP)
        name = ", ".join(filter(None, (letter.by, place.company)))
        mail["From"] = formataddr((_one_line(name), place.address))
        mail["To"] = letter.to
        mail["Subject"] = f"{_answering(letter.subject)} [#{letter.token}]"
        mail["Date"] = format_datetime(self._clock.now())
        mail["Message-ID"] = f"<{letter.ref}@{domain}>"
        if place.marks_address:
            mail["Reply-To"] = f"{local}+{letter.token}@{domain}"
        thread = [ref for ref in letter.thread if _MESSAGE_ID.fullmatch(ref)]
        if thread:
            mail["In-Reply-To"] = thread[-1]
            mail["References"] = " ".join(thread[-_MOST_REFERENCES:])
        if letter.by is None:  # RFC 3834: other machines do not answer it
            mail["Auto-Submitted"] = "auto-replied"
            mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(letter.body)
        return mail


def _not_taken(error: Exception) -> NotTaken:
    """Return what a failure means; what the server says of the address stays out of it."""
    codes = {
        smtplib.SMTPRecipientsRefused: "The server does not take mail for this address",
        smtplib.SMTPResponseException: "The mail server refused it",
    }
    said = next((text for kind, text in codes.items() if isinstance(error, kind)), None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(held for held, _ in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
    else:
        return NotTaken(why=f"The mail server cannot be reached: {type(error).__name__}.")
    is_login = isinstance(error, smtplib.SMTPAuthenticationError)
    is_final = code >= _FIRST_LASTING and not is_login  # a password can be put right
    return NotTaken(why=f"{said} ({code}).", is_final=is_final)


def _answering(subject: str) -> str:
    plain = _one_line(subject)
    return plain if plain.lower().startswith("re:") else f"Re: {plain}"


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
