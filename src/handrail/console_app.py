"""The part of the composition root that lets the staff in; loaded when that is asked for.

Apart from app.py for its size, and because the libraries it needs have no part in a reply.
"""

from contextlib import AbstractContextManager
from datetime import timedelta
from functools import cached_property

from handrail.adapters.openid.provider import Client, OpenIdProvider
from handrail.adapters.passwords.argon import ArgonPasswords
from handrail.adapters.sql.console_reading import SqlConsole
from handrail.adapters.sql.inbox import SqlInbox
from handrail.adapters.sql.logins_writing import SqlLogins
from handrail.adapters.sql.store import SqlStore
from handrail.console_settings import ConsoleSettings, SignOnSettings
from handrail.flow.console_ports import ConsoleRead
from handrail.flow.inbox_ports import InboxStore
from handrail.flow.login_ports import LoginPorts, Passwords
from handrail.flow.single_sign_on import SignOnPorts
from handrail.kernel.clock import Clock


class ConsoleApp:
    """Hold how the staff of one project log in."""

    def __init__(
        self,
        settings: ConsoleSettings,
        store: SqlStore,
        clock: Clock,
        passwords: Passwords | None = None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._passwords = passwords

    @cached_property
    def logins(self) -> LoginPorts:
        """Return what logging in needs."""
        return LoginPorts(
            store=SqlLogins(self._store),
            passwords=self._passwords or ArgonPasswords(),
            clock=self._clock,
            lasts=timedelta(hours=self._settings.session_hours),
            idle=self._settings.idle,
        )

    @cached_property
    def inbox(self) -> InboxStore:
        """Return what conversations are looked through by; it remembers what was said."""
        return SqlInbox(self._store)

    def looking(self) -> AbstractContextManager[ConsoleRead]:
        """Open a transaction to look through articles and entries."""
        return SqlConsole(self._store).looking()

    @cached_property
    def sign_on(self) -> SignOnPorts | None:
        """Return what single sign-on needs, or None where it is not set up."""
        said = self._settings.oidc
        if said is None:
            return None
        provider = OpenIdProvider(_client(said), self._clock)
        return SignOnPorts(provider=provider, logins=self.logins, role_of=dict(said.roles))


def _client(said: SignOnSettings) -> Client:
    secret = said.client_secret
    return Client(
        issuer=said.issuer,
        client_id=said.client_id,
        client_secret=None if secret is None else secret.get_secret_value(),
        name_claim=said.name_claim,
        groups_claim=said.groups_claim,
    )
