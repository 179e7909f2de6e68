"""Read claims with their evidence and whether it carries them, one JSON object per line."""

from dataclasses import dataclass
from pathlib import Path

from handrail.flow.read_labelled_questions import Row, rows_of
from handrail.kernel.errors import BadDataset

_KEYS = ("evidence", "text", "supported")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledClaim:
    """Hold a text, the evidence for it, and whether that carries all that the text says."""

    text: str
    evidence: tuple[str, ...]
    is_supported: bool
    line: int = 0


def read_labelled_claims(path: Path) -> tuple[LabelledClaim, ...]:
    """Return the claims of a JSONL file; raise BadDataset naming the line at fault."""
    claims = tuple(_claim(row) for row in rows_of(path))
    if not claims:
        raise BadDataset(f"{path} holds no claims.", hint="Write one JSON object per line.")
    return claims


def _claim(row: Row) -> LabelledClaim:
    row.reject_misspelt(_KEYS)
    evidence = row.texts("evidence")
    if not evidence:
        raise row.fault("field 'evidence' must be a list of texts with something in it")
    return LabelledClaim(
        text=row.text("text"),
        evidence=evidence,
        is_supported=row.boolean("supported"),
        line=row.line,
    )
