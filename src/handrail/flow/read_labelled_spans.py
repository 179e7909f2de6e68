"""Read texts in which personal data is labelled: Handrail's own form, and Presidio's."""

from dataclasses import dataclass, field
from pathlib import Path

from handrail.domain.conversation.personal_data import PersonalKind
from handrail.flow.read_labelled_questions import Row, rows_of
from handrail.kernel.errors import BadDataset

_KEYS = ("text", "full_text", "spans")
_ELSEWHERE = {
    "credit_card": PersonalKind.CARD,
    "iban_code": PersonalKind.IBAN,
    "email_address": PersonalKind.EMAIL,
    "crypto": PersonalKind.WALLET,
    "phone_number": PersonalKind.PHONE,
    "us_ssn": PersonalKind.NATIONAL_ID,
    "us_itin": PersonalKind.NATIONAL_ID,
    "uk_nhs": PersonalKind.NATIONAL_ID,
    "uk_nino": PersonalKind.NATIONAL_ID,
    "es_nif": PersonalKind.NATIONAL_ID,
    "es_nie": PersonalKind.NATIONAL_ID,
    "it_fiscal_code": PersonalKind.NATIONAL_ID,
    "pl_pesel": PersonalKind.NATIONAL_ID,
    "in_pan": PersonalKind.NATIONAL_ID,
    "in_aadhaar": PersonalKind.NATIONAL_ID,
    "us_passport": PersonalKind.PASSPORT,
    "us_driver_license": PersonalKind.DRIVING_LICENCE,
    "us_bank_number": PersonalKind.BANK_ACCOUNT,
}
"""What others call the kinds; any other name is a kind that is not promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSpan:
    """Say where personal data stands and what it is, in the data set's word and in ours."""

    start: int
    end: int
    name: str
    kind: PersonalKind | None
    """None: a kind that Handrail has no word for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """Hold a text with everything personal in it."""

    text: str = field(repr=False)
    spans: tuple[LabelledSpan, ...]
    line: int


def read_labelled_spans(path: Path) -> tuple[LabelledText, ...]:
    """Return the labelled texts of a JSONL file; raise BadDataset naming the line at fault."""
    texts = tuple(_labelled(row) for row in rows_of(path))
    if not texts:
        raise BadDataset(f"{path} holds no texts.", hint="Write one JSON object per line.")
    return texts


def _labelled(row: Row) -> LabelledText:
    row.reject_misspelt(_KEYS)
    text = row.text(
        "full_text" if row.is_empty("text") and not row.is_empty("full_text") else "text"
    )
    spans = row.rows("spans")
    if spans is None:
        raise row.fault(
            "field 'spans' must be a list",
            'Write {"text": …, "spans": [{"start", "end", "kind"}]}.',
        )
    return LabelledText(
        text=text, spans=tuple(_span(span, len(text)) for span in spans), line=row.line
    )


def _span(row: Row, length: int) -> LabelledSpan:
    is_presidio = not row.is_empty("entity_type")
    start = row.number("start_position" if is_presidio else "start")
    end = row.number("end_position" if is_presidio else "end")
    name = row.text("entity_type" if is_presidio else "kind")
    if not start < end <= length:
        raise row.fault(f"a span from {start} to {end} is not within the text")
    return LabelledSpan(start=start, end=end, name=name, kind=_kind(name))


def _kind(name: str) -> PersonalKind | None:
    folded = name.casefold()
    if folded in tuple(PersonalKind):
        return PersonalKind(folded)
    return _ELSEWHERE.get(folded)
