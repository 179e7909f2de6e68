"""Every check of the knowledge, in the order in which they run."""

from handrail.domain.knowledge.health.model import FindingKind
from handrail.domain.knowledge.health.owners import find_unowned
from handrail.flow.health_ports import KnowledgeCheck

CHECKS: tuple[KnowledgeCheck, ...] = (
    KnowledgeCheck(
        name="owners",
        kinds=frozenset({FindingKind.UNOWNED}),
        find=lambda held, _: find_unowned(held),
    ),
)
"""What needs nothing but the knowledge; checks that need models are added where they are opened."""
