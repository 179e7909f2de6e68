"""The settings of the console: how long a login lasts, and the company's single sign-on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import Field, SecretStr

from handrail.domain.actions.model import Role
from handrail.model_settings import Section

Issuer = Annotated[str, Field(pattern=r"^https?://[^\s@/?#]+(/[^\s@?#]*)?$")]


class SignOnSettings(Section):
    """Say at which OpenID provider the staff log in, and which role its groups have here."""

    issuer: Issuer
    """Address of the provider, exactly as it names itself."""
    client_id: str
    """What the provider knows Handrail by."""
    client_secret: SecretStr | None = None
    """Set it in the environment, not in the file; none for a public client."""
    name_claim: str = "preferred_username"
    """Claim that holds the name somebody gets here when they first come."""
    groups_claim: str | None = None
    """Claim that lists somebody's groups."""
    roles: Mapping[str, Role] = Field(default_factory=dict)
    """Role of each group: `{support = "agent", team-leads = "lead"}`. Without any, only those get
    in whom `handrail staff link` named."""
    label: str = "single sign-on"
    """What the button on the login page says."""


class ConsoleSettings(Section):
    """Say how the staff log in to the console at `/console`."""

    session_hours: Annotated[float, Field(gt=0, le=168)] = 12.0
    """A login ends then, however much it is used."""
    idle_minutes: Annotated[float, Field(gt=0, le=1440)] = 60.0
    """It ends after so long without use."""
    address: Annotated[str, Field(pattern=r"^https?://[^\s@/?#]+$")] | None = None
    """Public address of the server, such as `https://help.example`; single sign-on sends people
    back there. Without it, the address in the browser counts."""
    oidc: SignOnSettings | None = None

    @property
    def idle(self) -> timedelta:
        """Return after how long without use a login ends."""
        return timedelta(minutes=self.idle_minutes)
