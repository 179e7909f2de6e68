"""Verify the audit log: the live one, or an export of it, against heads held elsewhere."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from handrail.domain.audit.log_lines import log_lines
from handrail.domain.audit.model import LogEntry, Problem, ProblemKind, SignedHead, Verdict
from handrail.domain.audit.ports import SignatureCheck
from handrail.domain.audit.verify import HeldLog, verify

_LABELS = ("kind", "actor", "subject", "at")


class WholeLog(Protocol):
    """Read the whole log, in the order of its tree."""

    def entries(self) -> Iterator[LogEntry]:
        """Yield the sealed entries by position, then the others by number."""
        ...

    def labels(self) -> Iterator[tuple[int, Sequence[str], str]]:
        """Yield each entry's number, the columns that it is searched by, and its text."""
        ...

    def heads(self, after: int = 0) -> tuple[SignedHead, ...]:
        """Return the heads of more than so many entries, smallest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPorts:
    """Hold what verifying the live log needs from outside."""

    log: WholeLog
    is_signed: SignatureCheck
    own: Callable[[], frozenset[str] | None]
    """Return the log that the project's key signs; None where no key is at hand."""


def verify_live(
    outside: Sequence[SignedHead], trusted: frozenset[str] | None, ports: VerifyPorts
) -> Verdict:
    """Return what is wrong with the database's log, columns that are searched by included.

    Without `trusted` the project's own key is the one that counts.
    """
    held = HeldLog(entries=ports.log.entries, inside=ports.log.heads(), outside=outside)
    found = verify(held, ports.is_signed, ports.own() if trusted is None else trusted)
    return replace(found, problems=(*found.problems, *_mislabelled(ports.log)))


def _mislabelled(log: WholeLog) -> Iterator[Problem]:
    for sequence, labels, canonical in log.labels():
        try:
            plain = json.loads(canonical)
            wrong = [
                name for name, held in zip(_LABELS, labels, strict=True) if plain[name] != held
            ]
        except (ValueError, KeyError, TypeError):
            wrong = ["text"]
        if wrong:
            says = f"Entry {sequence}: its columns say something else than its text: {wrong[0]}."
            yield Problem(kind=ProblemKind.MISLABELLED, says=says, sequence=sequence)


def export_log(log: WholeLog) -> Iterable[str]:
    """Yield the lines of a file from which the log can be verified without the database."""
    heads = log.heads()  # before the entries: no head may speak of more than is exported
    return log_lines(log.entries(), heads)
