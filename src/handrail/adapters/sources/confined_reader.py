"""The process that reads one risky file.

Run as `python -m handrail.adapters.sources.confined_reader .pdf`: bytes in, JSON out.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping

from handrail.adapters.sources.confined import REFUSED
from handrail.adapters.sources.confining import confine
from handrail.adapters.sources.docx import read_docx
from handrail.adapters.sources.formats import read_text
from handrail.adapters.sources.pdf import read_pdf
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import ParsedDocument
from handrail.kernel.plain import to_plain

_CPU_SECONDS = 20
_BINARY: Mapping[str, Callable[[bytes], ParsedDocument]] = {".docx": read_docx, ".pdf": read_pdf}
_BEGINNING: Mapping[str, re.Pattern[bytes]] = {
    ".docx": re.compile(rb"\APK\x03\x04"),
    ".pdf": re.compile(rb"\A.{0,1024}?%PDF-", re.DOTALL),
}


def read_format(suffix: str, raw: bytes) -> ParsedDocument:
    """Read bytes as the format that the suffix names; raise Unreadable for what is not that."""
    if suffix not in _BINARY:
        return read_text(suffix, raw)
    if not _BEGINNING[suffix].match(raw):
        raise Unreadable(f"It is named {suffix} but is no such file.")
    return _BINARY[suffix](raw)


def _main(suffix: str) -> int:
    confine(_CPU_SECONDS)
    try:
        document = read_format(suffix, sys.stdin.buffer.read())
    except Unreadable as refused:
        json.dump({"why": refused.message, "hint": refused.hint}, sys.stdout)
        return REFUSED
    json.dump(to_plain(document, ParsedDocument), sys.stdout)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
