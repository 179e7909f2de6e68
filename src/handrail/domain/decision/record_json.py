"""How is a turn record written down, and read again, without losing anything?"""

from handrail.domain.decision.model import Outcome, TurnRecord
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import Plain, from_plain, tag_of, to_plain


def record_to_json(record: TurnRecord) -> dict[str, Plain]:
    """Return a turn record as JSON values: what is stored, explained, evaluated and replayed."""
    plain = to_plain(record, TurnRecord)
    assert isinstance(plain, dict)
    return plain


def record_text(record: TurnRecord) -> str:
    """Return the one text of a turn record."""
    return canonical_json(record_to_json(record))


def record_from_json(plain: object) -> TurnRecord:
    """Return the turn record that JSON values spell; raise NotPlainError where they spell none."""
    return from_plain(TurnRecord, plain)


def outcome_name(outcome: Outcome) -> str:
    """Return the name an outcome is stored under, for example `hand_off`."""
    return tag_of(type(outcome))
