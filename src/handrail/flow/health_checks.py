"""Every check of the knowledge, in the order in which they run."""

from handrail.domain.knowledge.health.aligned import Meaning
from handrail.domain.knowledge.health.carried_on import LastCarried, Memory
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.duplicates import find_duplicates
from handrail.domain.knowledge.health.links import find_broken_links
from handrail.domain.knowledge.health.model import FindingKind
from handrail.domain.knowledge.health.owners import find_unowned
from handrail.domain.knowledge.health.reachable import find_unreachable
from handrail.domain.knowledge.health.stale import find_stale
from handrail.flow.health_ports import KnowledgeCheck

CHECKS: tuple[KnowledgeCheck, ...] = (
    KnowledgeCheck(
        name="stale", kinds=frozenset({FindingKind.STALE}), find=lambda held, _: find_stale(held)
    ),
    KnowledgeCheck(
        name="duplicates",
        kinds=frozenset({FindingKind.DUPLICATE}),
        find=lambda held, _: find_duplicates(held),
    ),
    KnowledgeCheck(
        name="links",
        kinds=frozenset({FindingKind.BROKEN_LINK}),
        find=lambda held, _: find_broken_links(held),
    ),
    KnowledgeCheck(
        name="reachable",
        kinds=frozenset({FindingKind.UNREACHABLE}),
        find=lambda held, _: find_unreachable(held),
    ),
    KnowledgeCheck(
        name="owners",
        kinds=frozenset({FindingKind.UNOWNED}),
        find=lambda held, _: find_unowned(held),
    ),
)
"""What needs nothing but the knowledge; checks that need models are added where they are opened."""


def contradictions_by(meaning: Meaning, memory: Memory | None = None) -> KnowledgeCheck:
    """Return the check for contradictions; `meaning` tells how alike two sentences are.

    What was compared is remembered by this check alone, unless `memory` does so beyond it.
    """
    last = LastCarried() if memory is None else memory
    return KnowledgeCheck(
        name="contradictions",
        kinds=frozenset({FindingKind.CONTRADICTION}),
        find=lambda held, changed: find_contradictions(held, changed, meaning, last),
        is_incremental=True,
    )
