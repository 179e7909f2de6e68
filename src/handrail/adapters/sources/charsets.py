"""Bytes of a web page to UTF-8: what is said of them is believed, and nothing is guessed."""

import codecs
import re

from handrail.adapters.sources.unreadable import Unreadable

_BOM_BEGINNINGS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAID = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_HEAD = 2_048
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""As browsers do: pages that name the first are written in the second."""
_ON_THE_WEB = frozenset(
    {
        *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
        *("cp866", "cp874", "tis-620", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
        *(f"iso8859-{number}" for number in range(2, 17) if number != 12),
        *("big5", "big5hkscs", "euc_jp", "shift_jis", "cp932", "iso2022_jp", "euc_kr", "cp949"),
        *("gb18030", "utf-16", "utf-16-le", "utf-16-be"),
    }
)
_MOST_BROKEN = 10
_BROKEN_SHARE = 0.001


def as_utf8(raw: bytes, said: str | None) -> bytes:
    """Return the page in UTF-8; raises Unreadable where most of it would be broken."""
    if raw.startswith(_BOM_BEGINNINGS):
        return raw
    encoding = _known(said)
    if encoding not in {"utf-16", "utf-16-le", "utf-16-be"} and _is_utf8(raw):
        return raw
    encoding = encoding or _said_inside(raw)
    if encoding is None:
        return raw
    text = raw.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if broken > max(_MOST_BROKEN, int(len(text) * _BROKEN_SHARE)):
        raise Unreadable(f"It is not valid {encoding} ({broken} broken characters).")
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _said_inside(raw: bytes) -> str | None:
    found = _SAID.search(raw[:_HEAD])
    return _known(found.group(1).decode("ascii")) if found else None


def _known(said: str | None) -> str | None:
    """Return the codec for a name, if pages are written in it: others unpack or run things."""
    if said is None:
        return None
    try:
        name = codecs.lookup(said).name
    except (LookupError, ValueError):
        return None
    name = _READ_AS.get(name, name)
    return name if name in _ON_THE_WEB else None
