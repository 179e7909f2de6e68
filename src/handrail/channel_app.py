"""The part of the composition root that delivers and receives over other channels.

Apart from app.py for its size, and because the libraries it needs have no part in an answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from pydantic import SecretStr

from handrail.adapters.channels.imap import ImapMailbox, MailboxPlace
from handrail.adapters.channels.smtp import MailedDigests, SmtpPlace, SmtpPostman
from handrail.adapters.helpdesks.chatwoot import Chatwoot, ChatwootPlace
from handrail.adapters.helpdesks.notices import ChatNotices
from handrail.adapters.helpdesks.webhook import WebhookDesk, WebhookPlace
from handrail.adapters.helpdesks.zammad import Zammad, ZammadPlace
from handrail.adapters.helpdesks.zendesk import Zendesk, ZendeskPlace
from handrail.adapters.sql.mail_threads import SqlChannelStore
from handrail.adapters.sql.store import SqlStore
from handrail.channel_settings import (
    EmailSettings,
    HelpdeskSettings,
)
from handrail.flow.compose_delivery import ComposePorts
from handrail.flow.deliver import DeliverPorts
from handrail.flow.delivery import Patience, SinkName
from handrail.flow.delivery_ports import Sink
from handrail.flow.desk_ports import Handing
from handrail.flow.handle_message import MessagePorts
from handrail.flow.hear_hook import HookPorts
from handrail.flow.receive_mail import CHANNEL, MailPorts
from handrail.flow.send_digest import DigestPorts, DigestSink
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadSettings
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import Ids
from handrail.settings import Settings

NOTICES = SinkName("notices")
_DIGEST_EVERY = {"off": None, "daily": timedelta(days=1), "weekly": timedelta(days=7)}
_MEGABYTE = 1_000_000
_Desk = Zendesk | Chatwoot | Zammad | WebhookDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsShared:
    """Hold what the channels share with the rest of the project."""

    clock: Clock
    ids: Ids
    failpoints: Failpoints
    messages: Callable[[], MessagePorts]
    handing: Callable[[], Handing] = Handing


class ChannelApp:
    """Hold the channels of one project: mailbox, helpdesks, and the room for notices."""

    def __init__(self, settings: Settings, store: SqlStore, shared: ChannelsShared) -> None:
        taken = {CHANNEL, NOTICES} & set(settings.helpdesks)
        if taken:
            raise BadSettings(
                f"No helpdesk may be called {min(taken)!r}.", hint="Give it another name."
            )
        self._channels = settings.channels
        self._helpdesks = settings.helpdesks
        self._notices = settings.notices
        self._shared = shared
        self.store = SqlChannelStore(store)
        self._findings = store

    @cached_property
    def helpdesks(self) -> Mapping[SinkName, _Desk]:
        """Return the helpdesks by name."""
        return {SinkName(name): self._desk(said) for name, said in self._helpdesks.items()}

    @cached_property
    def sinks(self) -> Mapping[SinkName, Sink]:
        """Return every place that is told of something; empty where none is named."""
        found: dict[SinkName, Sink] = dict(self.helpdesks)
        email = self._channels.email
        if email is not None:
            found[SinkName(CHANNEL)] = SmtpPostman(self._smtp(email), self._shared.clock)
        if self._notices.url is not None:
            found[NOTICES] = ChatNotices(self._notices.url.get_secret_value())
        return found

    @cached_property
    def digests(self) -> DigestPorts:
        """Return what telling the staff of findings needs."""
        sinks: list[DigestSink] = []
        if self._notices.url is not None:
            sinks.append(ChatNotices(self._notices.url.get_secret_value()))
        email, to = self._channels.email, self._notices.digest_to
        if email is not None and to is not None:
            postman = SmtpPostman(self._smtp(email), self._shared.clock)
            sinks.append(MailedDigests(postman, to))
        return DigestPorts(
            store=self._findings,
            sinks=sinks,
            clock=self._shared.clock,
            every=_DIGEST_EVERY[self._notices.digest],
            console=self._notices.console,
        )

    @cached_property
    def delivering(self) -> DeliverPorts:
        """Return what a worker of this process needs to deliver; its name is its own."""
        return DeliverPorts(
            store=self.store,
            sinks=self.sinks,
            compose=ComposePorts(
                company=self._channels.company,
                console=self._notices.console,
            ),
            clock=self._shared.clock,
            ids=self._shared.ids,
            worker=self._shared.ids.new("worker"),
            patience=Patience(most_attempts=self._channels.most_attempts),
            failpoints=self._shared.failpoints,
        )

    @property
    def poll_seconds(self) -> float:
        """Return how long to wait between two looks into the mailbox."""
        assert self._channels.email is not None
        return self._channels.email.poll_seconds

    def receiving(self) -> MailPorts | None:
        """Return what receiving mail needs; None where no mailbox is named."""
        email = self._channels.email
        if email is None:
            return None
        place = MailboxPlace(
            **email.imap.model_dump(exclude={"password"}),
            password=email.imap.password.get_secret_value(),
            address=email.address,
            most_bytes=int(email.max_megabytes * _MEGABYTE),
        )
        return MailPorts(
            store=self.store,
            source=ImapMailbox(place),
            messages=self._shared.messages(),
            most_an_hour=email.most_an_hour,
            site=email.site,
            locale=email.locale,
        )

    def hearing(self) -> HookPorts:
        """Return what hearing webhooks needs."""
        return HookPorts(
            store=self.store,
            helpdesks=self.helpdesks,
            clock=self._shared.clock,
            ids=self._shared.ids,
            handing=self._shared.handing(),
        )

    def _smtp(self, email: EmailSettings) -> SmtpPlace:
        return SmtpPlace(
            **email.smtp.model_dump(exclude={"password"}),
            password=_shown(email.smtp.password),
            address=email.address,
            company=self._channels.company,
            marks_address=email.marks_address,
        )

    def _desk(self, said: HelpdeskSettings) -> _Desk:
        secret, token = said.secret.get_secret_value(), _shown(said.token) or ""
        match said.kind:
            case "zendesk":
                return Zendesk(
                    ZendeskPlace(
                        url=said.url,
                        email=said.email or "",
                        token=token,
                        secret=secret,
                        group=said.group,
                    )
                )
            case "chatwoot":
                return Chatwoot(
                    ChatwootPlace(
                        url=said.url,
                        account=said.account or 0,
                        inbox=said.inbox or 0,
                        token=token,
                        secret=secret,
                    )
                )
            case "zammad":
                return Zammad(
                    ZammadPlace(
                        url=said.url,
                        token=token,
                        group=said.group or "",
                        customer=said.email or "",
                        secret=secret,
                    )
                )
            case "webhook":
                secrets = tuple(filter(None, (secret, _shown(said.old_secret))))
                return WebhookDesk(WebhookPlace(url=said.url, secrets=secrets), self._shared.clock)


def _shown(held: SecretStr | None) -> str | None:
    return None if held is None else held.get_secret_value()
