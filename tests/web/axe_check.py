"""What axe-core finds wrong with a page for those who see, hear or move otherwise."""

from pathlib import Path
from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
_SCRIPT = Path(str(axe.__file__)).with_name("axe.min.js").read_text(encoding="utf-8")


def axe_faults(page: Any, run_only: str | None = None) -> list[str]:
    """Return each rule that the page breaks, with what first breaks it."""
    page.evaluate(_SCRIPT)
    asked = {"resultTypes": ["violations"]} | ({"runOnly": run_only} if run_only else {})
    broken = page.evaluate("(asked) => axe.run(asked)", asked)["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in broken]
