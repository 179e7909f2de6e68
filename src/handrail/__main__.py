"""Run the command line: `handrail …` or `python -m handrail …`."""

from handrail.cli.main import run


def main() -> None:
    """Run one command and end the process with its exit status."""
    raise SystemExit(run())


if __name__ == "__main__":
    main()
