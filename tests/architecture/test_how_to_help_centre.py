"""What the page on help centres shows is what the settings take."""

import re
import tomllib
from pathlib import Path
from typing import Any

from handrail.settings import Settings

PAGE = Path(__file__).parents[2] / "docs/how-to/connect-your-help-centre.md"


_WITH_TOKEN = {"zendesk", "intercom", "chatwoot"}


def test_the_sources_that_are_shown_are_taken() -> None:
    blocks = re.findall(r"```toml\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    shown = [Settings.model_validate(with_tokens(tomllib.loads(block))) for block in blocks]

    kinds = {source.kind for settings in shown for source in settings.knowledge.sources}

    assert kinds >= {"folder", "web", "git", "push", "confluence", *_WITH_TOKEN}


def with_tokens(said: dict[str, Any]) -> dict[str, Any]:
    """Add the tokens that the page says to put into the environment."""
    sources = said["knowledge"]["sources"]
    asked = [s["name"] for s in sources if s.get("kind") in _WITH_TOKEN and "url" in s]
    said["knowledge"]["tokens"] = dict.fromkeys(asked, "token")
    return said
