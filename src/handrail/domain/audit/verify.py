"""Is the log what its heads say, what do they cover, and what is wrong where?

Every entry is hashed anew from its stored text. A head whose root comes out proves every entry
before it. Where one does not, `locate` says which entry it is, as far as that can be told.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from handrail.domain.audit.backdated import sort_out_late
from handrail.domain.audit.heads import log_of, signed_bytes
from handrail.domain.audit.locate import Roots, agrees, locate, stands
from handrail.domain.audit.model import (
    Coverage,
    LogEntry,
    Problem,
    ProblemKind,
    SignedHead,
    TreeHead,
    Verdict,
)
from handrail.domain.audit.ports import SignatureCheck
from handrail.domain.audit.tree import roots_at
from handrail.domain.audit.walk import Walked, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLog:
    """Hold a log as it is found, with the heads that lie beside it and those from outside."""

    entries: Callable[[], Iterable[LogEntry]]
    """Yields the sealed entries by position, then the others by number; may be asked twice."""
    inside: Sequence[SignedHead] = ()
    outside: Sequence[SignedHead] = ()


def verify(
    log: HeldLog, is_signed: SignatureCheck, trusted: frozenset[str] | None = None
) -> Verdict:
    """Return what is wrong with a log and what its heads cover.

    `trusted` names the logs whose keys are known from elsewhere; without it the keys that lie
    beside the heads are believed, and whoever wrote the heads may have made them.
    """
    problems: list[Problem] = []
    sound: dict[bool, list[TreeHead]] = {False: [], True: []}
    for is_outside, heads in ((False, log.inside), (True, log.outside)):
        for signed in heads:
            flaw = _flaw(signed, is_signed, trusted)
            if flaw is None:
                sound[is_outside].append(signed.head)
            else:
                problems.append(flaw)
    everyone = sound[False] + sound[True]
    problems += _forks(everyone)

    walked = walk(log.entries())
    roots = _roots(walked, everyone)
    failing = [head for head in everyone if not stands(head, roots.computed)]
    problems += walked.problems
    if failing or walked.differing:
        problems += locate(walked, sound[False], sound[True], roots, log.entries)
    backdated, late = sort_out_late(walked, [head for head in everyone if head not in failing])
    problems += backdated
    return Verdict(
        problems=tuple(problems),
        coverage=_coverage(walked, roots, sound),
        late=late,
        trusted=trusted,
    )


def _roots(walked: Walked, heads: Sequence[TreeHead]) -> Roots:
    sizes = {head.size for head in heads}
    computed = roots_at(walked.computed, sizes)
    stored = roots_at(walked.stored, sizes) if walked.differing else computed
    return Roots(computed=computed, stored=stored)


def _flaw(
    signed: SignedHead, is_signed: SignatureCheck, trusted: frozenset[str] | None
) -> Problem | None:
    head = signed.head
    if log_of(signed.key) != head.log or not is_signed(
        signed.key, signed.signature, signed_bytes(head)
    ):
        says = f"The signature of the head of {head.size} entries is wrong."
        return Problem(kind=ProblemKind.BAD_SIGNATURE, says=says, position=head.size)
    if trusted is not None and head.log not in trusted:
        says = f"The head of {head.size} entries is signed by {head.log[:16]}, who is not trusted."
        return Problem(kind=ProblemKind.UNKNOWN_KEY, says=says, position=head.size)
    return None


def _forks(heads: Sequence[TreeHead]) -> Iterator[Problem]:
    seen: dict[tuple[str, int], str] = {}
    for head in heads:
        if seen.setdefault((head.log, head.size), head.root) != head.root:
            says = f"Two signed heads of {head.size} entries have different roots."
            yield Problem(kind=ProblemKind.CONTRADICTION, says=says, position=head.size)


def _coverage(walked: Walked, roots: Roots, sound: dict[bool, list[TreeHead]]) -> Coverage:
    def reach(heads: Sequence[TreeHead]) -> int:
        return max((head.size for head in heads if agrees(head, roots)), default=0)

    sealed = reach(sound[False] + sound[True])
    beyond = [n for n in walked.numbers[sealed:] if n is not None]
    return Coverage(
        entries=walked.present,
        anchored=reach(sound[True]),
        sealed=sealed,
        open=(*beyond, *(entry.sequence for entry in walked.unsealed)),
    )
