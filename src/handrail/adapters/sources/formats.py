"""Which reader reads which kind of file."""

import re
from collections.abc import Callable, Mapping

from handrail.adapters.sources.decoding import decoded
from handrail.adapters.sources.docx import read_docx
from handrail.adapters.sources.html import read_html
from handrail.adapters.sources.markdown import read_markdown
from handrail.adapters.sources.pdf import read_pdf
from handrail.adapters.sources.plain import read_plain
from handrail.adapters.sources.rst import read_rst
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import ParsedDocument

_TEXT: Mapping[str, Callable[[str], ParsedDocument]] = {
    ".md": read_markdown,
    ".mdx": read_markdown,
    ".markdown": read_markdown,
    ".rst": read_rst,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".txt": read_plain,
    ".text": read_plain,
}
_BINARY: Mapping[str, Callable[[bytes], ParsedDocument]] = {".docx": read_docx, ".pdf": read_pdf}
_BEGINNING: Mapping[str, re.Pattern[bytes]] = {
    ".docx": re.compile(rb"\APK\x03\x04"),
    ".pdf": re.compile(rb"\A.{0,1024}?%PDF-", re.DOTALL),
}
BINARY_SUFFIXES = frozenset(_BINARY)
READABLE_SUFFIXES = frozenset(_TEXT) | BINARY_SUFFIXES


def read_format(suffix: str, raw: bytes) -> ParsedDocument:
    """Read bytes as the format that the suffix names; raise Unreadable for what is not that."""
    if suffix in _BINARY:
        if not _BEGINNING[suffix].match(raw):
            raise Unreadable(f"It is named {suffix} but is no such file.")
        return _BINARY[suffix](raw)
    text, warnings = decoded(raw)
    try:
        read = _TEXT[suffix](text)
    except RecursionError as error:
        raise Unreadable("It is nested too deep.") from error
    return ParsedDocument(
        front_matter=read.front_matter,
        blocks=read.blocks,
        warnings=(*warnings, *read.warnings),
    )
