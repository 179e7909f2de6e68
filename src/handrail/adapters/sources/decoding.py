"""Bytes to text: the encoding a file declares, else UTF-8, never a guess."""

import codecs
import re

from handrail.adapters.sources.cleaning import cleaned
from handrail.adapters.sources.unreadable import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:charset\s*=\s*["']?|coding[:=]\s*|encoding\s*=\s*["'])([A-Za-z0-9._-]{3,20})""",
    re.IGNORECASE,
)
_KNOWN = frozenset({"utf-8", "cp1252", "iso8859-1", "iso8859-15", "ascii"})
_HEAD = 1024
_MOST_BROKEN = 10
_BROKEN_SHARE = 0.001


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the bytes as clean text, and what had to be tolerated; refuse what is not text."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _decode(raw[len(bom) :], encoding)
    if b"\x00" in raw:
        raise Unreadable("It holds NUL bytes, so it is not a text file.")
    try:
        return cleaned(raw.decode("utf-8")), ()
    except UnicodeDecodeError:
        declared = _DECLARED.search(raw[:_HEAD])
        return _decode(raw, _codec(declared.group(1).decode("ascii")) if declared else "utf-8")


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    return found if found in _KNOWN else "utf-8"


def _decode(raw: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = raw.decode(encoding, "replace")
    broken = text.count("\ufffd") - (raw.count("\ufffd".encode()) if encoding == "utf-8" else 0)
    if broken > max(_MOST_BROKEN, int(len(text) * _BROKEN_SHARE)) or broken > len(text) // 2:
        raise Unreadable(
            f"It is not valid {encoding.upper()} ({broken} broken characters).",
            hint="Save it as UTF-8.",
        )
    if not broken:
        return cleaned(text), ()
    return cleaned(text), (
        f"{broken} characters were not valid {encoding.upper()} and were replaced.",
    )
