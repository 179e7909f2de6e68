"""Take a picture of every state of the chat element: wide and narrow, light and dark.

`python -m scripts.widget_screenshots FOLDER` writes `STATE-WIDTH-SCHEME.png` there.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.web.browsing import KEY, chromium, front_for, page_of, shop_host
from tests.web.running import running_site
from tests.web.widget_states import STATES, show

_WIDTHS = (1440, 390)
_SCHEMES = ("light", "dark")
_PANEL = f'<handrail-chat site="{KEY}" open></handrail-chat>'
_CLOSED = f'<handrail-chat site="{KEY}"></handrail-chat>'


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", nargs="*", default=list(STATES), help="only these")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        shop_host() as host,
        chromium() as browser,
        running_site(Path(place), front=front_for(host)) as site,
    ):
        for state in asked.states:
            for width in _WIDTHS:
                options = {"viewport": {"width": width, "height": 844}}
                with page_of(browser, [site.address, host.address], **options) as page:
                    chat = _CLOSED if state == "closed" else _PANEL
                    show(state, page, site, host, chat)
                    for scheme in _SCHEMES:
                        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                        page.screenshot(path=asked.folder / f"{state}-{width}-{scheme}.png")
            sys.stdout.write(f"{state}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
