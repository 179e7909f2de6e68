"""A document that was sent to us rather than fetched: the database is its source."""

from dataclasses import dataclass, field
from datetime import datetime

from handrail.domain.knowledge.model import SourceName, VersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """Hold a document as it was sent."""

    source: SourceName
    path: str
    """Place within the source, with `/`."""
    media_type: str
    body: bytes = field(repr=False)
    version: VersionId
    """Of its bytes and kind: the same again is told without looking at them."""
    at: datetime
    by: str
