"""What binds the audit log to a turn: one hash over its record and over all that it stood on."""

from handrail.domain.decision.basis import Basis
from handrail.kernel.canonical import canonical_json
from handrail.kernel.ids import digest
from handrail.kernel.plain import from_plain, to_plain


def basis_text(basis: Basis) -> str:
    """Return the one text of a basis."""
    return canonical_json(to_plain(basis, Basis))


def basis_from_plain(plain: object) -> Basis:
    """Return the basis that JSON values spell; raise NotPlainError where they spell none."""
    return from_plain(Basis, plain)


def commitment(salt: str, record: str, basis: str) -> str:
    """Return the hash for two stored texts, from which nobody without the salt can guess them."""
    return digest(salt, record, basis)
