"""A short month of scripted customers: what went wrong is found where a lead would look for it."""

import json
from pathlib import Path

import pytest

from handrail.app import App
from handrail.cli.main import run
from handrail.domain.actions.model import Role
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.judged import Slice
from handrail.flow.ports import untold
from handrail.flow.staff import add_staff
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.flow.tell_rates import AskedRates, tell_rates
from handrail.quality_app import rate_ports
from handrail.sample.project import CALIBRATION, HELP
from handrail.sample.simulation.history import fill_month
from handrail.sample.simulation.story import PAGE
from handrail.settings import load_settings
from tests.projects import the_embedder

SETTINGS = f"""\
[[knowledge.sources]]
name = "help"
kind = "folder"
path = "{HELP}"

[[knowledge.sources]]
name = "notices"
kind = "folder"
path = "notices"

[answers]
calibration = "{CALIBRATION}"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("month")
    (home / "notices").mkdir()
    (home / "handrail.toml").write_text(SETTINGS, encoding="utf-8")
    app = App(home, load_settings(home, {}))
    app.embedder = the_embedder()
    sync_knowledge(app.sync_ports(), None, untold)
    app.store.close()
    return home


@pytest.mark.slow
def test_a_month_is_there_to_look_at_and_is_no_customer_s(project: Path) -> None:
    app = App(project, load_settings(project, {}))
    for name, role in (("kim", Role.AGENT), ("lee", Role.LEAD)):
        add_staff(name, role, app.staff_ports())

    count = fill_month(app, untold, days=10, a_day=4)

    simulated = tell_rates(AskedRates(by=Slice.ALL, is_simulated=True), rate_ports(app))
    real = tell_rates(AskedRates(by=Slice.ALL), rate_ports(app))
    with app.store.reading_connection() as connection:
        [origins] = connection.exec_driver_sql("SELECT DISTINCT origin FROM conversations").all()
        [[reviewed]] = connection.exec_driver_sql("SELECT count(*) FROM reviews").all()
        [[waiting]] = connection.exec_driver_sql(
            "SELECT count(*) FROM handoffs WHERE state IN ('waiting', 'taken')"
        ).all()
    with app.console.looking() as looking:
        versions = len(looking.versions_of(ArticleId(str(PAGE))))
    app.store.close()
    assert count >= 40
    assert tuple(origins) == ("simulation",)
    assert all(rate.unknown.n > 0 for rate in simulated.rates)
    assert all(rate.unknown.n == 0 for rate in real.rates)
    assert reviewed
    assert waiting == 0
    assert versions == 2


@pytest.mark.slow
def test_the_command_ends_with_1_below_its_floor_and_with_0_above(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = ["simulate", "--customers", "5", "--seed", "4", "--json", "--project", str(project)]

    fine = run(few)
    told = json.loads(capsys.readouterr().out)
    strict = run([*few, "--floor", "1", "--most-wrong", "0"])
    again = json.loads(capsys.readouterr().out)

    assert (fine, told["simulated"]) == (0, True)
    assert told["conversations"] >= 5
    assert strict == int(told["served"]["value"] < 1 or told["wrong"]["value"] > 0)
    assert again["wanted"] == told["wanted"]
