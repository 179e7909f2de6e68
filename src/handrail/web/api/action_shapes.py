"""What requests and replies about actions look like."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from handrail.web.api.shapes import Request

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Token = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]


class SignIn(Request):
    """Show who the customer is, by a token that the host's server signed."""

    identity: Token = Field(description="JSON Web Token with sub, aud, iat, exp and jti.")


class SignedIn(BaseModel):
    """Hold the conversation's new token; the old one opens nothing any more."""

    token: str
    expires_in: int | None = Field(default=None, description="Seconds; null: it does not end.")
    until: str


class Decision(Request):
    """Decide on exactly what the card showed."""

    version: Annotated[int, Field(ge=0)]
    digest: Digest


class Switch(Request):
    """Set one action, or all of them, on, off or into shadow mode."""

    action: Annotated[str, StringConstraints(max_length=64)] | None = Field(
        default=None, description="All of them where none is named."
    )
    position: Literal["on", "off", "shadow"]


class ActionStanding(BaseModel):
    """Say where an action stands."""

    action: str
    name: str
    state: str
    version: int
    conversation: str


class ApprovalBody(BaseModel):
    """Hold one person's decision."""

    by: str
    approved: bool
    at: str


class CardBody(BaseModel):
    """Hold what is decided on: rows of the database, no word of a model."""

    action: str
    version: int
    digest: str
    title: str
    rows: list[tuple[str, str]]
    expires_at: str


class ActionBody(ActionStanding):
    """Hold what the staff may read of an action."""

    customer: str
    resource: str
    arguments: dict[str, object]
    amount: int
    digest: str
    control: str | None
    policies: list[str]
    refusal: str | None
    shadow: bool
    proposed_by: str
    proposed_at: str
    expires_at: str
    attempts: int
    why: str | None
    result: dict[str, object]
    approvals: list[ApprovalBody]
    card: CardBody | None = None


class Actions(BaseModel):
    """Hold actions, oldest first."""

    actions: list[ActionBody]
