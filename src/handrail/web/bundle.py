"""The chat element as one script: its modules put together at the start, the same bytes each time.

There is nothing to build or to install: a module's imports and exports are dropped, because all of
them share one scope, and so are comments and indentation. The modules therefore keep to a few
rules, which a test holds them to: every import is of a sibling, no two top-level names are alike,
no template literal spans lines.
"""

import json
import re
from dataclasses import dataclass
from importlib.resources import files

MODULES = ("elements", "conversation", "replies", "frame", "widget")
"""In an order in which each stands after those that it imports."""
ENGLISH = "en"
_IMPORT = re.compile(r"^import\b[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"\s*([{};,])\s*")
_CSS_COLON = re.compile(r"(?<=[{;])([a-z-]+): ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Hold what a page of the host loads."""

    script: bytes
    words: dict[str, bytes]
    """What the element says, as JSON by language; English is part of the script too."""


def bundled() -> Bundle:
    """Return the chat element as it is served."""
    folder = files("handrail.web.widget")
    words = {
        place.name.removesuffix(".json"): json.loads(place.read_text(encoding="utf-8"))
        for place in sorted((folder / "words").iterdir(), key=lambda place: place.name)
        if place.name.endswith(".json")
    }
    given = {
        "CSS": _css((folder / "chat.css").read_text(encoding="utf-8")),
        "LANGUAGES": list(words),
        "WORDS": words[ENGLISH],
    }
    parts = [f"const {name}={_spelled(value)};" for name, value in given.items()]
    parts += [_script((folder / f"{n}.js").read_text(encoding="utf-8")) for n in MODULES]
    script = '(()=>{"use strict";\n' + "\n".join(parts) + "\n})();\n"
    return Bundle(
        script=script.encode(),
        words={language: _spelled(said).encode() for language, said in words.items()},
    )


def _script(text: str) -> str:
    flat = _EXPORT.sub("", _IMPORT.sub("", text))
    lines = (line.strip() for line in flat.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _css(text: str) -> str:
    flat = _CSS_SPACE.sub(r"\1", " ".join(_CSS_COMMENT.sub("", text).split()))
    return _CSS_COLON.sub(r"\1:", flat).replace(";}", "}")


def _spelled(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
