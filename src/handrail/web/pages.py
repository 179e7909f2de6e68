"""The chat page, the chat element and their files: read once, served with strict headers."""

import html
from importlib.resources import files
from string import Template

from fastapi import APIRouter

from handrail.web.bundle import bundled
from handrail.web.own_files import POLICY, served

_FILES = ("page.css", "icon.svg")
_HEADERS = {"Content-Security-Policy": POLICY}
_EMBEDDED = {"Cross-Origin-Resource-Policy": "cross-origin"}  # any page may embed the chat


def page_routes(title: str) -> APIRouter:
    """Return the routes of the chat page, headed by a title, and of the chat element."""
    folder = files("handrail.web.widget")
    page = Template((folder / "chat.html").read_text(encoding="utf-8"))
    bundle = bundled()
    held = {"/": page.substitute(title=html.escape(title)).encode("utf-8")}
    held |= {f"/{name}": (folder / name).read_bytes() for name in _FILES}
    held |= {f"/words/{language}.json": said for language, said in bundle.words.items()}
    held["/widget.js"] = bundle.script
    routes = APIRouter(include_in_schema=False)
    for path, content in held.items():
        kind = "html" if path == "/" else path.rpartition(".")[2]
        headers = _HEADERS | _EMBEDDED if kind == "js" else _HEADERS
        routes.add_api_route(path, served(content, kind, headers), methods=["GET", "HEAD"])
    return routes
