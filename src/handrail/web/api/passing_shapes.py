"""What requests and replies about passing a conversation on look like."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from handrail.web.api.desk_shapes import HandoffBody, Ref
from handrail.web.api.shapes import Request, Text


class PassingOn(Request):
    """Say to whom a conversation goes: to a colleague or into a queue."""

    to: Ref | None = Field(default=None, description="Login of a colleague.")
    queue: Ref | None = Field(default=None, description="Name of a queue.")
    note: Text | None = Field(default=None, description="For the staff alone.")
    hands: Annotated[str, StringConstraints(max_length=300)] | None = Field(
        default=None, description="As you read it; refused where it is in other hands by now."
    )


class PassedBody(HandoffBody):
    """Hold a handoff that was passed on."""

    away: str | None = Field(
        description="The colleague who was meant and is away: it waits in the queue instead."
    )


class NewNote(Request):
    """Write something for the staff alone."""

    text: Text


class Presence(Request):
    """Say whether you are away."""

    is_away: bool


class ColleagueBody(BaseModel):
    """Hold one of the staff as their colleagues see them."""

    name: str
    role: str
    is_away: bool


class QueueBody(BaseModel):
    """Hold a queue, and what its work asks for."""

    name: str
    skills: list[str]


class Places(BaseModel):
    """Hold to whom a conversation can be passed on."""

    colleagues: list[ColleagueBody]
    queues: list[QueueBody]


class SavedReplyBody(BaseModel):
    """Hold a reply that the team has saved; `{customer}` is left for you to write in."""

    name: str
    topic: str
    locale: str | None
    text: str


class SavedReplies(BaseModel):
    """Hold saved replies, those of the conversation's queue first."""

    replies: list[SavedReplyBody]
