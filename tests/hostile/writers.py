"""Hostile models as writers: each reply mixes lies of some classes with true quotes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Claim, Draft
from handrail.domain.decision.reply_json import claims_of
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.ports import Checker
from handrail.flow.think import think
from handrail.flow.thought import Asked, ThinkPorts, Thought
from tests.hostile.centre import QUESTION, Centre, a_centre, true_claims
from tests.hostile.lies import LIES

CENTRES = 40


@dataclass(kw_only=True)
class ScriptedWriter:
    """Say what it was told to, whatever the question; knows which of it is a lie."""

    said: Sequence[Claim]
    lies: frozenset[Claim] = field(default_factory=frozenset)
    name: str = "hostile-1"

    def draft(self, question: str, result: SearchResult) -> Draft:  # noqa: ARG002 the port's own
        return Draft(claims=tuple(self.said), writer=self.name)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Hold what came of a reply: what reached the customer, and which of it should not have."""

    thought: Thought
    said: tuple[Claim, ...]
    lies: tuple[Claim, ...]


def a_reply(seed: int) -> tuple[Centre, ScriptedWriter]:
    """Generate a reply: up to three lies and up to two true claims, shuffled, some said twice."""
    chance = Random(seed)
    centre = _CENTRES[seed % CENTRES]
    names = chance.choices(sorted(LIES), k=chance.randint(1, 3))
    lies = [LIES[name](centre, chance) for name in names]
    truths = chance.sample(true_claims(centre), k=chance.randint(0, 2))
    said = lies + truths + (truths[:1] if chance.random() < 0.2 else [])
    chance.shuffle(said)
    return centre, ScriptedWriter(said=said, lies=frozenset(lies))


def thought_through(
    centre: Centre, writer: ScriptedWriter, checker: Checker | None = None
) -> Reached:
    """Take a reply through everything that stands between a model and a customer."""
    ports = ThinkPorts(
        find=lambda _question, _scope: centre.result(),
        writer=writer,
        checker=checker or QuoteChecker(),
    )
    thought = think(Asked(text=QUESTION, threshold=0.0), ports)
    said = tuple(claims_of(thought.outcome))
    return Reached(
        thought=thought, said=said, lies=tuple(claim for claim in said if claim in writer.lies)
    )


_CENTRES = tuple(a_centre(seed) for seed in range(CENTRES))
