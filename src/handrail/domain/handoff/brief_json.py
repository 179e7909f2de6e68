"""How is a brief written down, and read again, without losing anything?"""

from handrail.domain.handoff.model import Brief
from handrail.kernel.plain import Plain, from_plain, to_plain


def brief_to_json(brief: Brief) -> dict[str, Plain]:
    """Return a brief as JSON values: as it is stored, and as staff routes return it."""
    plain = to_plain(brief, Brief)
    assert isinstance(plain, dict)
    return plain


def brief_from_json(plain: object) -> Brief:
    """Return the brief that JSON values spell; raise NotPlainError where they spell none."""
    return from_plain(Brief, plain)
