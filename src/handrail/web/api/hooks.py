"""The route of webhooks: helpdesks tell what happened there. Each signs as it does."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from handrail.flow.hear_hook import hear_hook
from handrail.web.api.conversations import PartsHere, errors

SinkRef = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}$")]

routes = APIRouter(include_in_schema=False)  # helpdesks speak as they do, not as our API


@routes.post("/hooks/{sink}", status_code=204, responses=errors(401, 404, 413, 422, 503))
async def hear(parts: PartsHere, sink: SinkRef, request: Request) -> Response:
    """Hear a webhook of a helpdesk; the same again changes nothing."""
    body = await request.body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    work = partial(hear_hook, sink, headers, body, parts.hearing())
    await parts.turns.run(work)
    return Response(status_code=204)
