"""What of a passage is embedded: its place in the help centre, then its text."""

from dataclasses import dataclass

from handrail.domain.knowledge.cut import retrieval_text
from handrail.domain.knowledge.model import Passage
from handrail.kernel.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedText:
    """Hold a text to embed and the spans of it that get a vector of their own."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> str:
        """Return what the vectors are kept under: equal text and spans, equal key."""
        return digest(self.text, repr(self.spans))


def head_text(passage: Passage) -> str:
    """Return the title and the headings above a passage, as one line."""
    return " > ".join((passage.title, *(h for h in passage.headings if h != passage.title)))


def embedded_text(passage: Passage) -> EmbeddedText:
    """Return a passage under its title and headings, and where its units lie in that."""
    text = retrieval_text(passage)
    shift = len(text) - len(passage.text)
    spans = tuple((unit.start + shift, unit.end + shift) for unit in passage.units)
    return EmbeddedText(text=text, spans=spans)
