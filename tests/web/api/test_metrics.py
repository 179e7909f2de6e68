"""Prometheus reads how the last whole day went, and nobody without the token does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families as families_in

from handrail.domain.quality.judged import Slice, day_of
from handrail.flow.watch_quality import watch_quality
from handrail.watch_app import watch_ports
from tests.projects import SETTINGS, a_project
from tests.watched_days import fill_days
from tests.web.console.site import ConsoleSite, running_console

TOKEN = "a-token-for-prometheus"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleSite]:
    settings = f'{SETTINGS}\n[quality]\nmetrics_token = "{TOKEN}"\n'
    project: Path = a_project(tmp_path_factory.mktemp("metered") / "project", settings=settings)
    with running_console(project) as site:
        until = day_of(site.app.clock.now())
        fill_days(site.app.store, until, worse_for=7)
        fill_days(site.app.store, until, days=2, per_day=500, is_simulated=True)
        watch_quality(watch_ports(site.app))
        yield site


def told(client: httpx2.Client) -> dict[tuple[str, str], float]:
    """Return each value by name and measure."""
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, sample.labels.get("measure", "")): sample.value
        for family in families_in(answer.text)
        for sample in family.samples
    }


def test_the_last_whole_day_is_told_as_it_is_kept(console: ConsoleSite) -> None:
    yesterday = day_of(console.app.clock.now()) - timedelta(days=1)
    (kept,) = (
        one.tally
        for one in watch_ports(console.app).store.day_figures(
            yesterday, yesterday + timedelta(days=1), Slice.ALL, is_simulated=False
        )
        if one.measure == "abandoned"
    )

    found = told(console.visitor())

    assert found["handrail_day_hits", "abandoned"] == kept.hits
    assert found["handrail_day_cases", "abandoned"] == kept.cases
    assert found["handrail_alerts_open", "returned"] == 1
    assert found["handrail_alerts_open", "abandoned"] == 0
    assert 0 <= found["handrail_quality_look_age_seconds", ""] < 600


def test_nothing_of_which_a_rate_could_be_made_is_told(console: ConsoleSite) -> None:
    measures = {measure for _, measure in told(console.visitor())}

    assert {"deflected", "resolved", "confirmed", "verified", "human_resolved"}.isdisjoint(measures)


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": TOKEN}, {"Authorization": "Bearer a-token"}, {"x": TOKEN}]
)
def test_only_the_token_opens_it(console: ConsoleSite, headers: dict[str, str]) -> None:
    answer = console.visitor().get("/metrics", headers=headers)

    assert answer.status_code == 401
    assert "handrail_day" not in answer.text


def test_a_lead_who_is_logged_in_reads_no_metrics_either(console: ConsoleSite) -> None:
    assert console.logged_in("lee").get("/metrics").status_code == 401
