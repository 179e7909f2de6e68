"""How soon does the court see it, with each check and each condition taken away in turn?"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from random import Random

from handrail.domain.actions import gate
from handrail.domain.actions.ports import Rules
from handrail.kernel.errors import HandrailError
from tests.byzantine.mutants import Mutant, check_mutants, policy_mutants
from tests.byzantine.whole.drills import Drill
from tests.byzantine.whole.layers import Layer, behind, reason
from tests.byzantine.whole.plays_people import (
    OF_PEOPLE,
    OF_WORK,
    asked_again,
    faults_and_changes,
    late,
    moved_facts,
    moved_totals,
    stolen,
    tampered,
    too_early,
    two_workers,
)
from tests.byzantine.whole.plays_rules import (
    OF_ACTION,
    OF_GATE,
    RULES,
    emails,
    invoices,
    others,
    own_limits,
    sessions,
    smuggled,
    switches,
)
from tests.byzantine.whole.removals import Removal, removals, removed
from tests.byzantine.whole.world import a_world, quick_folder

Play = Callable[[Drill], None]
_AT_ONCE = 2
ALL_PLAYS: tuple[Play, ...] = tuple(dict.fromkeys((*RULES, *OF_PEOPLE, *OF_WORK)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Hold one part that is taken away, and the drills that are about it."""

    part: str
    change: str
    where: str
    """`gate`, `policy`, or the module of a check in the flows."""
    plays: tuple[Play, ...]
    rules: Rules | None = None
    gone: Callable[[], AbstractContextManager[None]] = nullcontext

    @property
    def name(self) -> str:
        """Return part and change."""
        return f"{self.part}: {self.change}"


@dataclass(slots=True, kw_only=True)
class Bite:
    """Hold what was seen without a part."""

    let_through: int = 0
    stopped: int = 0
    broke: int = 0
    drills: int = 0
    first: str = ""
    seen_by: list[str] = field(default_factory=list)

    @property
    def is_red(self) -> bool:
        """Tell whether it was noticed."""
        return bool(self.let_through or self.stopped or self.broke)


@cache
def parts() -> tuple[Without, ...]:
    """Return every check of the gate, every condition of the policies, every check in the flows."""
    return (
        *(_of_gate(mutant) for mutant in check_mutants()),
        *(_of_policy(mutant) for mutant in policy_mutants()),
        *(_of_flow(removal) for removal in removals()),
    )


def bite(without: Without, *, soon: bool = True) -> Bite:
    """Drill without a part; with `soon` until the first drill that shows it."""
    found = Bite()
    with ExitStack() as held:
        folder = held.enter_context(quick_folder())
        held.enter_context(without.gone())
        for play in without.plays:
            found.drills += 1
            _drilled(play, without, folder, found)
            if soon and found.is_red:
                break
    return found


def _drilled(play: Play, without: Without, folder: Path, found: Bite) -> None:
    with a_world(folder, policies=without.rules) as world:
        world.court.is_calm = True
        drill = Drill(world=world, chance=Random(1), trouble=0.0, voice=lambda _: "rules")
        try:
            play(drill)
            drill.finish()
        except HandrailError:
            pass  # the product does not hear of it: what was stopped by that is counted
        except Exception as error:  # noqa: BLE001 - what breaks without a check shows the check
            drill.broke.append(f"{type(error).__name__}: {error}")
        court = world.court
        found.let_through += len(court.violations)
        found.stopped += len(court.stopped)
        found.broke += len(drill.broke)
        told = [kind for kind, _ in court.violations] + court.stopped + drill.broke
        found.seen_by += told
        found.first = found.first or next((f"{play.__name__}: {what}" for what in told), "")


_OF_FLOW: Mapping[str, tuple[Play, ...]] = {
    "carry": (tampered, late, switches, *OF_WORK),
    "carry_out_action": (switches, *OF_WORK),
    "action_writing": (two_workers, tampered, moved_totals, faults_and_changes),
    "recheck": (moved_facts, moved_totals, too_early),
    "gate": (moved_facts, moved_totals, switches),
    "identify_customer": (sessions, stolen),
    "propose_action": (asked_again, switches, smuggled, others, emails, invoices),
    "decide_approval": (own_limits, *OF_PEOPLE, moved_facts, moved_totals, two_workers),
    "judge_action": (others, emails, two_workers),
    "expire_actions": (late,),
}
"""By module: the drills that are about its checks."""


def _first(*plays: Play) -> tuple[Play, ...]:
    return tuple(dict.fromkeys((*plays, *ALL_PLAYS)))


def _of_gate(mutant: Mutant) -> Without:
    @contextmanager
    def gone() -> Iterator[None]:
        kept, gate.GATE_CHECKS = gate.GATE_CHECKS, mutant.checks or ()
        try:
            yield
        finally:
            gate.GATE_CHECKS = kept

    return Without(
        part=mutant.part,
        change=mutant.change,
        where="gate",
        plays=_first(*OF_GATE),
        gone=gone,
    )


def _of_policy(mutant: Mutant) -> Without:
    plays = tuple(play for name in mutant.actions for play in OF_ACTION[name])
    return Without(
        part=mutant.part,
        change=mutant.change,
        where="policy",
        plays=plays,
        rules=mutant.rules,
    )


def _of_flow(removal: Removal) -> Without:
    where, _, part = removal.name.partition(": ")[0].partition(".")
    return Without(
        part=f"{where}.{part}",
        change=f"{removal.check} {removal.change}",
        where=where,
        plays=_OF_FLOW.get(where, (*OF_PEOPLE, moved_facts, moved_totals, two_workers)),
        gone=lambda: removed(removal),
    )


def whole() -> Bite:
    """Take every drill with nothing taken away: nothing may be seen."""
    return bite(Without(part="nothing", change="left out", where="", plays=ALL_PLAYS), soon=False)


def both(without: Without, layer: Layer) -> Without:
    """Return the part with what stands behind it taken away too."""

    @contextmanager
    def gone() -> Iterator[None]:
        with without.gone(), layer.gone():
            yield

    return replace(without, gone=gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Hold what a part's absence showed, alone and with what stands behind it."""

    part: str
    change: str
    alone: Bite
    layer: str = ""
    together: Bite | None = None
    reason: str = ""

    @property
    def is_shown(self) -> bool:
        """Tell whether it was seen, or is said why it cannot be."""
        return (
            self.alone.is_red
            or bool(self.reason)
            or (self.together is not None and self.together.is_red)
        )


def shown(without: Without) -> Shown:
    """Take a part away; where nothing is seen, take away what stands behind it too."""
    if (why := reason(without.name)) is not None:
        alone = bite(replace(without, plays=without.plays[:3]))
        return Shown(part=without.part, change=without.change, alone=alone, reason=why)
    alone, layer = bite(without), behind(without.name)
    if alone.is_red or layer is None:
        return Shown(part=without.part, change=without.change, alone=alone)
    return Shown(
        part=without.part,
        change=without.change,
        alone=alone,
        layer=layer.says,
        together=bite(both(without, layer)),
    )


def all_shown(say: Callable[[str], object]) -> list[Shown]:
    """Take every part away in turn."""
    found = []
    with ProcessPoolExecutor(_AT_ONCE, mp_context=get_context("fork")) as workers:
        for one in workers.map(_numbered, range(len(parts()))):
            found.append(one)
            mark = "red" if one.alone.is_red else ("layer" if one.is_shown else "UNSEEN")
            say(f"{mark} {one.part}: {one.change}: {(one.together or one.alone).first}\n")
    return found


def _numbered(number: int) -> Shown:
    return shown(parts()[number])
