"""Fill a sample project with its simulated month: `python -m handrail.sample.simulation DIR`."""

import os
import sys
from pathlib import Path

from handrail.app import open_app
from handrail.flow.ports import untold
from handrail.sample.simulation.history import fill_month

_BEHIND_EVERYTHING = 15


def main() -> int:
    """Fill it, and say how many conversations were held."""
    os.nice(_BEHIND_EVERYTHING)
    app = open_app(Path(sys.argv[1]))
    count = fill_month(app, untold)
    app.close()
    sys.stdout.write(f"A month of {count} simulated conversations is there to look at.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
