"""How many illegal proposals get through without each part of the gate? The page lists them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.adapters.policy.cedar import CedarRules
from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.gate import GATE_CHECKS, Asked
from handrail.domain.actions.model import CONTROLS
from tests.byzantine.cases import Case, cases
from tests.byzantine.gate import (
    asked_of,
    permitted,
    ruled,
    sample_catalogue,
    sample_rules,
)
from tests.byzantine.mutants import Mutant, check_mutants, policy_mutants
from tests.byzantine.oracle import before_policy, verdict

COUNT = 2_000
SEED = 20_261
_STRENGTH = {control.value: number for number, control in enumerate(CONTROLS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold one case, what is legal, and the case in the product's words."""

    case: Case
    asked: Asked
    legal: str
    is_for_policies: bool


@dataclass(slots=True, kw_only=True)
class Tooth:
    """Count what a changed gate does to cases, beside what the oracle says."""

    mutant: Mutant
    tried: int = 0
    through: int = 0
    """Permitted though illegal, or under too weak a control."""
    stopped: int = 0
    """Refused though legal, or under too strong a control."""
    reworded: int = 0
    """Refused for another reason than the one to be told."""

    @property
    def is_red(self) -> bool:
        """Tell whether the change was noticed."""
        return bool(self.through or self.stopped or self.reworded)

    def count(self, legal: str, found: str) -> None:
        """Count one case."""
        self.tried += 1
        allowed, given = _STRENGTH.get(legal, len(CONTROLS)), _STRENGTH.get(found, len(CONTROLS))
        self.through += given < allowed
        self.stopped += given > allowed
        self.reworded += given == allowed and legal != found


def judged(count: int = COUNT, seed: int = SEED) -> tuple[Judged, ...]:
    """Return cases with the oracle's verdict on each."""
    catalogue: Catalogue = sample_catalogue()
    return tuple(
        Judged(
            case=case,
            asked=asked_of(case, catalogue),
            legal=verdict(case),
            is_for_policies=before_policy(case) is None,
        )
        for case in cases(count, seed)
    )


def teeth(over: Sequence[Judged], *, soon: bool = False) -> Iterator[Tooth]:
    """Try the gate without each part; with `soon` only until the first case that shows it."""
    rules = sample_rules()
    for mutant in mutants():
        yield tooth(mutant, over, rules, soon=soon)


def mutants() -> tuple[Mutant, ...]:
    """Return the gate with each of its parts changed."""
    return (*check_mutants(), *policy_mutants())


def tooth(mutant: Mutant, over: Sequence[Judged], rules: CedarRules, *, soon: bool) -> Tooth:
    """Try one changed gate."""
    found = Tooth(mutant=mutant)
    for one in over:
        if mutant.rules is None:
            found.count(one.legal, ruled(one.asked, rules, mutant.checks or GATE_CHECKS))
        elif one.is_for_policies and one.case.name in mutant.actions:
            found.count(one.legal, permitted(one.asked, mutant.rules))
        if soon and found.is_red:
            break
    return found


def whole(over: Sequence[Judged]) -> Tooth:
    """Try the gate as it is: nothing may be counted."""
    found = Tooth(mutant=Mutant(part="nothing", change="left out"))
    rules = sample_rules()
    for one in over:
        found.count(one.legal, ruled(one.asked, rules))
        if one.is_for_policies:
            found.count(one.legal, permitted(one.asked, rules))
    return found


def page() -> str:
    """Return the reference page that lists every part of the gate with what happens without it."""
    over = judged()
    rows = [
        f"| {one.mutant.part} | {_cell(one.mutant.change)} "
        f"| {one.tried} | {one.through} | {one.stopped} | {one.reworded} |"
        for one in (whole(over), *teeth(over))
    ]
    return "\n".join((_HEAD, *rows)) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


_HEAD = f"""# The gate, and what gets through without each part of it

<!-- Rendered from the code by `python -m scripts.render_gate`; edit the code instead. -->

{COUNT:,} generated proposals, legal ones and ones that are a hair off, are ruled on by the gate
with one part taken away or turned round. An oracle that shares no code with the gate says what is
legal. *Through* counts what was permitted though illegal, or under too weak a control; *stopped*
what was refused though legal, or under too strong a one; *reworded* what was refused for another
reason than the one to be told. The first row is the whole gate. Policies are asked for every
control, from none upwards, so that the lowest control of an action hides nothing.

Where *through* is 0 for a check, something behind it still refuses: without `unknown_action` the
gate finds no declared action to ask a policy about, and without `no_facts` the policies' schema
refuses what is missing or of another type. A part without which nothing is counted would be a
part that does nothing; `make test` fails on one.

| Part | Change | Tried | Through | Stopped | Reworded |
|---|---|---|---|---|---|"""
