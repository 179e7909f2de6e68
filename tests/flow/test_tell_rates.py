"""Rates are told from day figures, each whole, to those who may see them."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from handrail.adapters.sql.outcomes import SqlOutcomes
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.app import App
from handrail.cli.main import run
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.quality.judged import Slice
from handrail.domain.quality.rates import QualifiedRate
from handrail.flow.outcome_ports import RatePorts
from handrail.flow.tell_rates import AskedRates, rates_for_staff, tell_rates
from handrail.kernel.errors import BadInput, Forbidden
from handrail.worker.keep_quality import judge_once
from tests.builders import NOON
from tests.judged import DAY, WEEK, Judging
from tests.past import a_past_project
from tests.projects import asked, close_every_project
from tests.web.running import made_database


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Judging]:
    """Hold ten conversations: five rated well, one by people, one returned, the rest silent."""
    store = made_database(tmp_path / "handrail.db")
    judging = Judging(store)
    for number in range(10):
        judging.ask(f"conv_{number}", customer=f"cus_{number}")
    for number in range(5):
        judging.rate(f"conv_{number}", 5)
    judging.answer_by_hand("conv_9", "We sent it again.")
    judging.clock.advance(DAY.total_seconds())
    judging.open("conv_back", "cus_5", locale="de")
    judging.say("conv_back")
    judging.judge(after=2 * WEEK)
    yield judging
    store.close()


def ports(world: Judging) -> RatePorts:
    return RatePorts(store=SqlOutcomes(world.store), interval=clopper_pearson, clock=world.clock)


def told(world: Judging, by: Slice = Slice.ALL, **changes: Any) -> tuple[QualifiedRate, ...]:
    return tell_rates(AskedRates(by=by, **changes), ports(world)).rates


def test_both_rates_come_with_all_that_belongs_to_them(world: Judging) -> None:
    deflected, resolved = (rate.as_json() for rate in told(world))

    assert (deflected["value"], deflected["n"]) == (0.9091, 11)
    assert deflected["quality"] == {"value": 0.5, "low": 0.1871, "high": 0.8129, "n": 10}
    assert resolved["value"] == 0.4545
    assert resolved["quality"] == {"value": 0.0, "low": 0.0, "high": 1.0, "n": 0}
    assert resolved["recontact"]["value"] == 0.1  # type: ignore[index] # JSON values
    assert resolved["unknown"]["value"] == 0.4  # type: ignore[index] # JSON values
    assert resolved["baseline"]["unknown"]["n"] == 1  # type: ignore[index] # JSON values


def test_where_nothing_was_judged_nothing_is_claimed(world: Judging) -> None:
    [deflected, _] = told(world, since=date(2020, 1, 1), until=date(2020, 2, 1))

    assert deflected.as_json()["n"] == 0
    assert "not known" in str(deflected)


def test_slices_come_with_the_most_conversations_first(world: Judging) -> None:
    found = told(world, Slice.LOCALE)

    assert [(rate.slice, rate.of) for rate in found[::2]] == [("locale", "any"), ("locale", "de")]


def test_a_slice_that_nobody_falls_under_has_no_rates(world: Judging) -> None:
    assert told(world, Slice.ACTION) == ()


def test_simulated_ones_are_told_only_when_asked_for_and_say_so(world: Judging) -> None:
    simulated = tell_rates(AskedRates(is_simulated=True), ports(world))

    assert simulated.as_json()["simulated"] is True
    assert simulated.rates[0].as_json()["n"] == 0


def test_days_the_wrong_way_round_are_refused(world: Judging) -> None:
    with pytest.raises(BadInput, match="comes after"):
        told(world, since=date(2026, 3, 2), until=date(2026, 3, 1))


def test_rates_are_for_leads_and_admins(world: Judging) -> None:
    lead = StaffSession(staff=StaffId("lee"), role=Role.LEAD)
    agent = StaffSession(staff=StaffId("kim"), role=Role.AGENT)

    assert rates_for_staff(AskedRates(), lead, ports(world)).rates
    with pytest.raises(Forbidden):
        rates_for_staff(AskedRates(), agent, ports(world))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Hold a project in which two customers asked, one under a name that is a formula."""
    opened = a_past_project(tmp_path_factory.mktemp("rates") / "project")
    for channel in ("web", "=HYPERLINK(1)"):
        record = asked(opened, "How long does a refund take to reach my bank account?")
        with opened.store.writing_connection() as connection:
            connection.exec_driver_sql(
                f"UPDATE conversations SET state = 'closed', channel = '{channel}' "
                f"WHERE id = '{record.conversation}'"
            )
    yield opened
    close_every_project()


def test_the_worker_judges_and_tells_of_it(app: App) -> None:
    said: list[str] = []

    first, again = judge_once(app, said.append), judge_once(app, said.append)

    assert (first, again) == (0, 0)
    assert said == ["Judged how 2 conversations went, of 1 days."]


def test_the_command_tells_rates_in_words_as_json_and_as_a_table(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    judge_once(app, lambda _text: None)
    here = ["quality", "rates", "--by", "channel", "--project", str(app.project)]

    printed = [(run([*here, *flags]), capsys.readouterr().out) for flags in ([], ["--json"])]
    status, table = run([*here, "--csv"]), capsys.readouterr().out

    assert [one[0] for one in printed] == [0, 0]
    assert "came back not known" in printed[0][1]
    assert len(json.loads(printed[1][1])["rates"]) == 4
    rows = list(csv.DictReader(io.StringIO(table)))
    assert status == 0
    assert {row["of"] for row in rows} == {"web", "'=HYPERLINK(1)"}
    assert {row["simulated"] for row in rows} == {"false"}


def test_a_day_that_is_none_is_refused_in_one_line(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(["quality", "rates", "--since", "yesterday", "--project", str(app.project)])

    assert status == 2
    assert capsys.readouterr().err.startswith("handrail: 'yesterday' is no day.")


def test_28_days_are_told_where_none_are_named(world: Judging) -> None:
    found = tell_rates(AskedRates(until=NOON.date()), ports(world))

    assert found.since == NOON.date() - timedelta(days=28)
