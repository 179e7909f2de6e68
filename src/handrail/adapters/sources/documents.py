"""From a file's name and bytes to a parsed document, whatever its format."""

from pathlib import PurePosixPath

from handrail.adapters.sources.confined import read_confined
from handrail.adapters.sources.formats import BINARY_SUFFIXES, READABLE_SUFFIXES, read_text
from handrail.adapters.sources.unreadable import MAX_BYTES, MAX_UNCONFINED, Unreadable
from handrail.domain.knowledge.model import ParsedDocument


def read_document(path_name: str, raw: bytes) -> ParsedDocument:
    """Read a file by its suffix; raise Unreadable, and nothing else, for what is no article.

    DOCX, PDF and long texts are read in a confined process: no file can hold up or fill this one.
    """
    suffix = PurePosixPath(path_name.lower()).suffix
    if suffix not in READABLE_SUFFIXES:
        raise Unreadable(f"Files of the kind {suffix or '(no suffix)'} are not read.")
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"It is larger than {MAX_BYTES:,} bytes.", hint="Split it.")
    if not raw.strip():
        raise Unreadable("It is empty.")
    if suffix in BINARY_SUFFIXES or len(raw) > MAX_UNCONFINED:
        return read_confined(suffix, raw)
    return read_text(suffix, raw)
