"""What is read of labelled mails? `python -m benchmarks.mail_replies`.

Beside our rules, `mail-parser-reply` where that package is installed: it is no dependency.
"""

import importlib.util
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from handrail.adapters.channels.new_text import new_text

_HERE = Path(__file__).parents[1] / "tests/adapters/channels"
_SETS = {"labelled before": "replies.toml", "held out": "replies_held_out.toml"}
_LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pl",
    "ja",
    "da",
    "sv",
    "cs",
    "he",
    "ko",
    "no",
    "zh",
    "pt",
]


def main() -> int:
    """Print for each set how many mails are read as labelled."""
    readers: dict[str, Callable[[str], str]] = {"our rules": new_text}
    if importlib.util.find_spec("mailparser_reply") is not None:
        parser = import_module("mailparser_reply").EmailReplyParser(languages=_LANGUAGES)
        readers["mail-parser-reply"] = lambda body: str(parser.parse_reply(text=body))
    for title, name in _SETS.items():
        mails = tomllib.loads((_HERE / name).read_text(encoding="utf-8"))["mail"]
        for reader, read in readers.items():
            right = sum(read(mail["body"]).strip() == mail["new"].strip() for mail in mails)
            print(f"{title:<15} {reader:<17} {right} of {len(mails)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
