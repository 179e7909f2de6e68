"""The sample company, synced once: what these pages promise is shown on its help centre."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.app import App
from handrail.domain.decision.calibration import Threshold
from handrail.sample.project import HELP
from tests.builders import a_calibration, an_entry
from tests.projects import close_every_project, opened, synced

_SETTINGS = '[[knowledge.sources]]\nname = "help"\nkind = "folder"\npath = "help"\n'
_LIKELY_ENOUGH = 0.3  # far below what a calibration asks for: the guards must hold without it


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("sample")
    shutil.copytree(HELP, project / "help")
    (project / "handrail.toml").write_text(_SETTINGS)
    synced(project)
    _answer_from(_LIKELY_ENOUGH, opened(project))
    close_every_project()
    return project


def _answer_from(confidence: float, app: App) -> None:
    threshold = Threshold(value=confidence, answered=200, wrong=2, upper_bound=0.03)
    made = a_calibration(threshold=threshold, by_topic={}, bound_to=app.bound_to)
    with app.store.write() as writing:
        writing.save_calibration(made, an_entry())


@pytest.fixture
def project(_sample: Path, tmp_path: Path) -> Path:
    """Return a copy that a test may change."""
    return Path(shutil.copytree(_sample, tmp_path / "company"))


@pytest.fixture
def company(project: Path) -> App:
    """Return the sample company's assistant."""
    return opened(project)


@pytest.fixture(autouse=True)
def _closed_projects() -> Iterator[None]:
    yield
    close_every_project()
