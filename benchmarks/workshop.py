"""What the measurements share: the text, and projects that are made when one first needs them."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.built_projects import Built, BuiltProjects
from benchmarks.centres import RealText, real_text, write_project
from handrail.app import open_app
from handrail.flow.ports import untold
from handrail.flow.sync_knowledge import sync_knowledge

_SEED = 7
_QUICK_CENTRES = 3


@dataclass(slots=True, kw_only=True)
class Workshop:
    """Hold the text, the projects made so far, and where more are made."""

    work: Path
    text: RealText
    sizes: tuple[int, ...]
    tell: Callable[[str], None]
    synced: tuple[Path, ...] = ()
    """One project per centre."""
    built: dict[int, Built] = field(default_factory=dict)

    def project_of(self, wanted: int) -> Built:
        """Return a project of about so many passages, building it where it is not there yet."""
        if wanted not in self.built:
            self.tell(f"  building a project of {wanted:,} passages")
            self.built[wanted] = BuiltProjects(self._synced(), self.work).build(wanted)
        return self.built[wanted]

    def _synced(self) -> tuple[Path, ...]:
        if not self.synced:
            self.tell("  syncing the centres first, unmeasured")
            for centre in self.text.centres:
                folder = write_project(self.work / f"sync-{centre.name}", [centre])
                app = open_app(folder)
                sync_knowledge(app.sync_ports(), None, untold)
                app.store.close()
                self.synced = (*self.synced, folder)
        return self.synced


@contextmanager
def open_workshop(out: Path, *, quick: bool, tell: Callable[[str], None]) -> Iterator[Workshop]:
    """Give a workshop on the disk of this checkout; what was made in it is deleted afterwards."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="work-", dir=out) as folder:
        work = Path(folder)
        text = real_text(work)
        questions = list(text.questions)
        random.Random(_SEED).shuffle(questions)
        centres = text.centres[:_QUICK_CENTRES] if quick else text.centres
        yield Workshop(
            work=work,
            text=replace(
                text,
                origin=text.origin
                if not quick
                else f"the {len(centres)} smallest of {text.origin}",
                centres=centres,
                questions=tuple(questions),
            ),
            sizes=(1_000, 2_000) if quick else (1_000, 2_000, 10_000, 100_000),
            tell=tell,
        )
