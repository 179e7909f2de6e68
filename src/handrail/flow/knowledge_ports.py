"""What is kept of articles beside their texts: how sources stand, what is pinned or contested."""

from typing import Protocol

from handrail.flow.contested_ports import ContestedRead
from handrail.flow.history_ports import PinRead, PinWritten
from handrail.flow.source_ports import SourceRead, SourceWritten


class KnowledgeRead(SourceRead, PinRead, ContestedRead, Protocol):
    """Read how sources stand, what is kept against them, and what is contested."""


class KnowledgeWritten(SourceWritten, PinWritten, Protocol):
    """Change how sources stand, and what is kept against them."""
