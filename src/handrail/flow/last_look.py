"""A last look before an answer is written: does what it rests on still stand, uncontested?

Thinking takes its time, a language model seconds. What was edited, deleted or found to be
contradicted meanwhile is not stated: this is asked in the transaction that writes the turn.
"""

from dataclasses import dataclass, field, replace

from handrail.domain.decision.contested import (
    ContestedPassages,
    cited_passages,
    unless_contested,
)
from handrail.domain.decision.hand_over import Facts, called_afterwards
from handrail.domain.decision.model import Abstain, AbstainReason, Outcome
from handrail.domain.knowledge.model import PassageId
from handrail.domain.retrieval.model import Scope
from handrail.flow.ports import Reading
from handrail.flow.thought import Thought


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Hold what the last look found of the passages that an answer rests on."""

    gone: tuple[PassageId, ...] = ()
    """Those that are not served any more."""
    contested: ContestedPassages = field(default_factory=dict)


def last_look(thought: Thought, reading: Reading) -> Looked | None:
    """Return how that stands which an answer rests on; None where there is nothing to look at."""
    cited = cited_passages(thought.outcome)
    if not cited:
        return None
    standing = reading.standings(cited)
    if gone := tuple(ref for ref in cited if ref not in standing):
        return Looked(gone=gone)
    return Looked(contested=reading.contested(cited))


def after_look(thought: Thought, looked: Looked | None, facts: Facts, scope: Scope) -> Thought:
    """Return what is thought after the last look: the same, or what takes an answer's place."""
    if looked is None:
        return thought
    if looked.gone:
        careful: Outcome = Abstain(reason=AbstainReason.KNOWLEDGE_CHANGED)
    else:
        careful = unless_contested(thought.outcome, looked.contested, scope)
    if careful is thought.outcome:
        return thought
    called = called_afterwards(careful, facts)
    return replace(thought, outcome=called or careful)
