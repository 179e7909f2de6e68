"""Run the command line: `handrail …` or `python -m handrail …`."""

import gc
import os

# What is loaded stays: looking through it for garbage 70 times at every start takes a tenth of it,
# and every hundredth answer would wait 80 ms for another look.
gc.set_threshold(20_000, 20, 50)
# Nothing installed beside Handrail is to hook into how settings are read; looking takes 20 ms, too.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")

from handrail.cli.main import run  # noqa: E402 - what is set above is read while this loads


def main() -> None:
    """Run one command and end the process with its exit status."""
    raise SystemExit(run())


if __name__ == "__main__":
    main()
