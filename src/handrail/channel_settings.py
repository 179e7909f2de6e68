"""The settings of e-mail, helpdesks, and notices: where people write, and where people work."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator

from handrail.model_settings import Section

Address = Annotated[str, Field(pattern=r"^https?://[^\s@/]+(/[^\s@]*)?$")]
MailAddress = Annotated[
    str, Field(pattern=r"^[a-z0-9.!#$%&'*=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*$")
]
Security = Literal["none", "starttls", "tls"]


class ImapSettings(Section):
    """Say which mailbox is read; it is only read, nothing in it is changed."""

    host: str = "127.0.0.1"
    """Mail server."""
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    """Its port."""
    security: Security = "tls"
    """How the connection is encrypted."""
    username: str
    """Login."""
    password: SecretStr
    """Set it in the environment, not in the file."""
    folder: str = "INBOX"
    """Folder that mails come to."""


class SmtpSettings(Section):
    """Say which server sends replies."""

    host: str = "127.0.0.1"
    """Mail server."""
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    """Its port."""
    security: Security = "starttls"
    """How the connection is encrypted."""
    username: str | None = None
    """Login, where the server wants one."""
    password: SecretStr | None = None
    """Set it in the environment, not in the file."""


class EmailSettings(Section):
    """Say under which address customers write, and how often the mailbox is looked at."""

    address: MailAddress
    """Address that customers write to and that replies come from; in lower case."""
    imap: ImapSettings
    smtp: SmtpSettings
    site: str | None = None
    """Site (brand) whose articles answer mails."""
    locale: str | None = None
    """Language of the articles that answer mails; any where none is set."""
    poll_seconds: Annotated[float, Field(ge=1, le=3600)] = 20.0
    """Pause between two looks into the mailbox."""
    max_megabytes: Annotated[float, Field(gt=0, le=50)] = 5.0
    """A larger mail is refused, and its sender told so."""
    most_an_hour: Annotated[int, Field(ge=1)] = 12
    """From so many mails of one address in an hour a person answers; twice as many are dropped."""
    marks_address: bool = False
    """Let answers go to `name+mark@…`, where the mail server takes such addresses."""


class ChannelSettings(Section):
    """Say how people reach the assistant besides the web, and how patiently they are answered."""

    company: str = "Support"
    """How mails are signed."""
    most_attempts: Annotated[int, Field(ge=1, le=100)] = 16
    """So often a delivery is tried, with growing pauses, before it counts as failed."""
    email: EmailSettings | None = None


class HelpdeskSettings(Section):
    """Say where people work who take over: a ticket with brief and transcript goes there."""

    kind: Literal["zendesk", "chatwoot", "zammad", "webhook"]
    """Which helpdesk it is; `webhook` is any system that speaks Standard Webhooks."""
    url: Address
    """Address of the helpdesk; of a `webhook`, where events are posted."""
    secret: Annotated[SecretStr, Field(min_length=16)]
    """What signs its webhooks; set it in the environment, not in the file."""
    old_secret: Annotated[SecretStr, Field(min_length=16)] | None = None
    """The one before, while a `webhook` changes it."""
    token: SecretStr | None = None
    """Token of its API; set it in the environment, not in the file."""
    email: str | None = None
    """Zendesk: whose token it is. Zammad: for whom tickets are opened."""
    group: str | None = None
    """Zendesk: id of the group that gets tickets. Zammad: its name."""
    account: int | None = None
    """Chatwoot: number of the account."""
    inbox: int | None = None
    """Chatwoot: number of an inbox of the API channel."""

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> "HelpdeskSettings":
        needed = {
            "zendesk": ("token", "email"),
            "chatwoot": ("token", "account", "inbox"),
            "zammad": ("token", "email", "group"),
            "webhook": (),
        }[self.kind]
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"a {self.kind} needs {missing[0]!r}")
        if self.kind == "zendesk" and not (self.group or "0").isdecimal():
            raise ValueError("a group of Zendesk is named by its number")
        return self


class NoticeSettings(Section):
    """Say in which chat room the staff hear of waiting customers, approvals, and failures."""

    url: SecretStr | None = None
    """Incoming webhook as Slack has them; whoever knows it can post, so set it in the
    environment."""
    console: Address | None = None
    """Address under which the staff reach the console, for the link in a notice."""
    digest: Literal["off", "daily", "weekly"] = "weekly"
    """How often the staff hear what is wrong with the articles, in the chat room and by mail."""
    digest_to: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)] | None = None
    """Mail address for the digest; mail is sent by the channel `email`."""
