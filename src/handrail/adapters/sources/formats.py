"""Which kinds of file are read, and which reader reads which kind of text."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handrail.adapters.sources.decoding import decoded
from handrail.adapters.sources.html import read_html
from handrail.adapters.sources.markdown import read_markdown
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
BINARY_SUFFIXES = frozenset({".docx", ".pdf"})
"""Read in a confined process only, which alone loads their readers."""
READABLE_SUFFIXES = frozenset(_TEXT) | BINARY_SUFFIXES


def read_text(suffix: str, raw: bytes) -> ParsedDocument:
    """Read bytes as the kind of text that the suffix names; raise Unreadable for no text."""
    text, warnings = decoded(raw)
    try:
        read = _TEXT[suffix](text)
    except RecursionError as error:
        raise Unreadable("It is nested too deep.") from error
    return replace(read, warnings=(*warnings, *read.warnings))
