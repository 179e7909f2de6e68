"""Draw: specifications in as JSON, pictures out. Nothing else loads what draws, and it ends."""

import json
import sys
from typing import Any

import vl_convert


def main() -> int:
    """Draw every specification; one that cannot be drawn is null."""
    specs = json.load(sys.stdin)
    json.dump([_drawn(spec) for spec in specs], sys.stdout)
    return 0


def _drawn(spec: dict[str, Any]) -> str | None:
    try:
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    except ValueError:
        return None


if __name__ == "__main__":
    sys.exit(main())
