"""What the page on help centres shows is what the settings take."""

import re
import tomllib
from pathlib import Path

from handrail.settings import Settings

PAGE = Path(__file__).parents[2] / "docs/how-to/connect-your-help-centre.md"


def test_the_sources_that_are_shown_are_taken() -> None:
    blocks = re.findall(r"```toml\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    shown = [Settings.model_validate(tomllib.loads(block)) for block in blocks]

    kinds = {source.kind for settings in shown for source in settings.knowledge.sources}

    assert {"folder", "web", "git"} <= kinds
