"""From a file's name and bytes to a parsed document, whatever its format."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from handrail.adapters.sources.confined import read_confined
from handrail.adapters.sources.decoding import decoded
from handrail.adapters.sources.html import read_html
from handrail.adapters.sources.markdown import read_markdown
from handrail.adapters.sources.plain import read_plain
from handrail.adapters.sources.rst import read_rst
from handrail.adapters.sources.unreadable import MAX_BYTES, Unreadable
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
_CONFINED: Mapping[str, re.Pattern[bytes]] = {
    ".docx": re.compile(rb"\APK\x03\x04"),
    ".pdf": re.compile(rb"\A.{0,1024}?%PDF-", re.DOTALL),
}
READABLE_SUFFIXES = frozenset(_TEXT) | frozenset(_CONFINED)


def read_document(path_name: str, raw: bytes) -> ParsedDocument:
    """Read a file by its suffix; raise Unreadable, and nothing else, for what cannot be an article."""
    suffix = PurePosixPath(path_name.lower()).suffix
    if suffix not in READABLE_SUFFIXES:
        raise Unreadable(f"Files of kind {suffix or 'without suffix'!r} are not read.")
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"It is larger than {MAX_BYTES:,} bytes.", hint="Split it.")
    if not raw.strip():
        raise Unreadable("It is empty.")
    if suffix in _CONFINED:
        if not _CONFINED[suffix].match(raw):
            raise Unreadable(f"It is named {suffix} but is no such file.")
        return read_confined(suffix, raw)
    text, warnings = decoded(raw)
    try:
        read = _TEXT[suffix](text)
    except RecursionError as error:
        raise Unreadable("It is nested too deep.") from error
    return ParsedDocument(
        front_matter=read.front_matter, blocks=read.blocks, warnings=(*warnings, *read.warnings)
    )
