"""How long does `handrail ask` take as a new process on a warm disk, and what does that go into?"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, median
from benchmarks.machine import load
from handrail.app import open_app
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.retrieval.model import PUBLIC
from handrail.flow.handle_message import handle_message

_TARGET_SECONDS = 1.5
_SHOWN = 15
_IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Hold what loading one module took, in milliseconds."""

    module: str
    own: float
    with_what_it_loads: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StartUp:
    """Hold medians in seconds, and the costliest imports."""

    whole: float
    whole_processor: float
    interpreter: float
    """A Python process that does nothing: what no program can save."""
    parts: dict[str, float]
    imports: tuple[Imported, ...]
    packages: dict[str, float]
    """Milliseconds of import by top-level package."""
    load: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures."""
        return (
            Figure(
                name="`handrail ask` in a new process, median",
                value=self.whole,
                unit="s",
                target=_TARGET_SECONDS,
                load=self.load,
            ),
            Figure(name="- of it processor time", value=self.whole_processor, unit="s"),
            Figure(name="- a bare Python process", value=self.interpreter, unit="s"),
            *(
                Figure(name=f"- {name}", value=value, unit="s")
                for name, value in self.parts.items()
            ),
        )

    @property
    def import_table(self) -> str:
        """Return the costliest imports as text."""
        lines = [f"{'own ms':>8}  {'all ms':>8}  module"]
        lines += [
            f"{i.own:8.1f}  {i.with_what_it_loads:8.1f}  {i.module}" for i in self.imports[:_SHOWN]
        ]
        return "\n".join(lines)


def measure(project: Path, questions: Sequence[str], *, runs: int) -> StartUp:
    """Start `handrail ask` several times, and once more with its imports timed."""
    installed = _as_installed(project.parent / "bytecode")
    asking = [sys.executable, "-m", "handrail", "ask", "--project", str(project), "--json"]
    chosen = [questions[number % len(questions)] for number in range(runs + 1)]
    taken = [_timed([*asking, question], installed) for question in chosen][
        1:
    ]  # the first warms the disk
    bare = [_timed([sys.executable, "-c", "pass"], installed)[0] for _ in range(runs)]
    stepped = [_stepped(project, questions[0], installed) for _ in range(max(3, runs // 2))]
    imports = _imports(project, questions[0], installed)
    return StartUp(
        whole=median([wall for wall, _ in taken]),
        whole_processor=median([processor for _, processor in taken]),
        interpreter=median(bare),
        parts={name: median([steps[name] for steps in stepped]) for name in stepped[0]},
        imports=tuple(imports),
        packages=_by_package(imports),
        load=load(),
    )


def _as_installed(bytecode: Path) -> dict[str, str]:
    """Return an environment in which modules are compiled once, as every installation has them."""
    kept = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(bytecode)}


def _timed(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Return the seconds by the clock and of processor time that a process took."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    wall, after = time.perf_counter() - began, os.times()
    processor = (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )
    return wall, processor


def _stepped(project: Path, question: str, environment: Mapping[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.start_up", str(project), question]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return {str(name): float(value) for name, value in json.loads(told.stdout).items()}


def _imports(project: Path, question: str, environment: Mapping[str, str]) -> list[Imported]:
    command = [sys.executable, "-X", "importtime", "-m", "handrail", "ask", question]
    told = subprocess.run(
        [*command, "--project", str(project)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    found = [
        Imported(module=module, own=int(own) / 1e3, with_what_it_loads=int(both) / 1e3)
        for own, both, _, module in _IMPORTED.findall(told.stderr)
    ]
    return sorted(found, key=lambda imported: -imported.own)


def _by_package(imports: Sequence[Imported]) -> dict[str, float]:
    packages: dict[str, float] = {}
    for imported in imports:
        package = imported.module.partition(".")[0]
        packages[package] = packages.get(package, 0.0) + imported.own
    return dict(sorted(packages.items(), key=lambda item: -item[1])[:_SHOWN])


def main(arguments: Sequence[str]) -> None:
    """Do in steps what `ask` does, and print the seconds of each step as JSON."""
    project, question = Path(arguments[0]), arguments[1]
    steps: dict[str, float] = {}
    began = time.perf_counter()

    def step(name: str) -> None:
        nonlocal began
        steps[name], began = time.perf_counter() - began, time.perf_counter()

    app = open_app(project)
    step("read the settings")
    with app.store.read() as reading:
        reading.live_count()
    step("open the database")
    app.embedder.embed(["warm"])
    step("load the embedder")
    app.index.candidates("warm", PUBLIC, 1)
    step("open the index")
    handle_message(
        InboundMessage(conversation=None, text=question, channel="cli"), app.message_ports()
    )
    step("answer")
    print(json.dumps(steps))


if __name__ == "__main__":
    main(sys.argv[1:])
