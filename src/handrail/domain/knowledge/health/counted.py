"""How many findings of which kind? In words, the same wherever they are counted."""

from collections.abc import Iterable, Mapping

from handrail.domain.knowledge.health.model import Finding, FindingKind

_NAMES: Mapping[FindingKind, tuple[str, str]] = {
    FindingKind.CONTRADICTION: ("contradiction", "contradictions"),
    FindingKind.STALE: ("out of date", "out of date"),
    FindingKind.DUPLICATE: ("duplicate", "duplicates"),
    FindingKind.BROKEN_LINK: ("broken link", "broken links"),
    FindingKind.GAP: ("gap", "gaps"),
    FindingKind.UNOWNED: ("without owner", "without owner"),
    FindingKind.UNREACHABLE: ("unreachable", "unreachable"),
    FindingKind.WRONG_ANSWER: ("wrong answer", "wrong answers"),
}


def counted(kind: FindingKind, count: int) -> str:
    """Return how many there are of a kind: `2 contradictions`."""
    return f"{count} {_NAMES[kind][count != 1]}"


def counted_by_kind(findings: Iterable[Finding]) -> str:
    """Return how many there are of each kind: `2 contradictions, 1 gap`; empty for none."""
    kinds = [found.kind for found in findings]
    return ", ".join(counted(kind, kinds.count(kind)) for kind in FindingKind if kind in kinds)
