"""Articles that are sent to us: kept, and answered from, before the sender hears."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from handrail.domain.knowledge.model import SourceName
from handrail.flow.keep_document import Pushed, drop_document, keep_document
from handrail.web.api.action_routes import StaffHere
from handrail.web.api.conversations import UNSTORED, PartsHere, errors

SourceRef = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string"}}
            for kind in ("text/markdown", "text/html", "text/plain", "text/x-rst")
        },
    }
}

routes = APIRouter(prefix="/api/v1/staff/articles")


class LeftOut(BaseModel):
    """Say why a document is not served."""

    path: str
    why: str


class SentArticle(BaseModel):
    """Say what became of an article that was sent."""

    article: str = Field(description="Its id, as answers cite it.")
    version: str | None = Field(description="Of what is served now; null where nothing is.")
    changed: bool = Field(description="Whether anything is other than before.")
    skipped: list[LeftOut] = Field(description="Why nothing is served, where that is so.")
    warnings: list[str] = Field(description="What was tolerated in it.")


@routes.put(
    "/{source}/{path:path}",
    response_model=SentArticle,
    responses={201: {"model": SentArticle}, **errors(401, 403, 404, 413, 422, 503)},
    openapi_extra=_BODY,
)
async def send_article(
    request: Request, parts: PartsHere, staff: StaffHere, source: SourceRef, path: str
) -> Response:
    """Serve an article in the place of an earlier one; the same again changes nothing."""
    body, kind = await request.body(), request.headers.get("content-type", "")
    ref = (SourceName(source), path)
    pushed = await parts.turns.run(lambda: keep_document(ref, kind, body, staff, parts.pushing()))
    return JSONResponse(_said(pushed), status_code=201 if pushed.is_new else 200, headers=UNSTORED)


@routes.delete(
    "/{source}/{path:path}",
    response_model=SentArticle,
    responses=errors(401, 403, 404, 422, 503),
)
async def take_article_back(
    parts: PartsHere, staff: StaffHere, source: SourceRef, path: str
) -> Response:
    """Serve an article no more; taking it back again changes nothing."""
    ref = (SourceName(source), path)
    dropped = await parts.turns.run(lambda: drop_document(ref, staff, parts.pushing()))
    return JSONResponse(_said(dropped), headers=UNSTORED)


def _said(pushed: Pushed) -> dict[str, object]:
    return {
        "article": pushed.article,
        "version": pushed.version,
        "changed": pushed.is_changed,
        "skipped": [{"path": one.path, "why": one.why} for one in pushed.skipped],
        "warnings": list(pushed.warnings),
    }
