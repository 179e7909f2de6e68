"""A last look before an answer is written: does what it rests on still stand, uncontested?

Thinking takes its time, a language model seconds. What was edited, deleted or found to be
contradicted meanwhile is not stated: this is asked in the transaction that writes the turn.
"""

from dataclasses import replace

from handrail.domain.decision.contested import cited_passages, unless_contested
from handrail.domain.decision.hand_over import Facts, called_afterwards
from handrail.domain.decision.model import Abstain, AbstainReason, Outcome
from handrail.domain.retrieval.model import Scope
from handrail.flow.ports import Reading
from handrail.flow.thought import Thought


def changed_meanwhile(
    thought: Thought, facts: Facts, scope: Scope, reading: Reading
) -> Thought | None:
    """Return what is thought instead of an answer that cannot be given any more, or None."""
    cited = cited_passages(thought.outcome)
    if not cited:
        return None
    standing = reading.standings(cited)
    if any(ref not in standing for ref in cited):
        careful: Outcome = Abstain(reason=AbstainReason.KNOWLEDGE_CHANGED)
    else:
        careful = unless_contested(thought.outcome, reading.contested(cited), scope)
    if careful is thought.outcome:
        return None
    called = called_afterwards(careful, facts)
    return replace(thought, outcome=called or careful)
