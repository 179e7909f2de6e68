"""Render the reference page of the gate's parts, with what gets through without each.

`python -m scripts.render_gate` writes it; a test fails when it parts from the code.
"""

from pathlib import Path

from tests.byzantine.teeth import page

PAGE = Path(__file__).parents[1] / "docs/reference/gate.md"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
