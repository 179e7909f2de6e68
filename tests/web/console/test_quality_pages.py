"""The pages of quality: what got worse is at the top, rates stand whole, alerts are closed."""

from dataclasses import replace

import pytest

from handrail.domain.quality.judged import day_of
from handrail.flow.watch_quality import watch_quality
from handrail.watch_app import watch_ports
from handrail.web.api.watch_shapes import Changed
from tests.watched_days import fill_days
from tests.web.console.site import ConsoleSite


@pytest.fixture(scope="module")
def alert(console: ConsoleSite) -> str:
    ports = watch_ports(console.app)
    until = day_of(ports.clock.now())
    fill_days(console.app.store, until, worse_for=7, worse_locale="de")
    fill_days(console.app.store, until, days=30, per_day=20, is_simulated=True)
    (raised,) = watch_quality(ports)
    return str(raised.id)


def test_before_anything_was_judged_the_page_says_so(console: ConsoleSite) -> None:
    page = console.logged_in("lee").get("/console/quality")

    assert page.status_code == 200
    assert "Nothing was judged yet" in page.text


def test_what_got_worse_is_told_first_with_the_place_where(
    console: ConsoleSite, alert: str
) -> None:
    page = console.logged_in("lee").get("/console/quality").text

    assert f"/console/quality/alerts/{alert}" in page
    assert "Came back: " in page
    assert "topic “help/refunds”" in page
    assert page.index("Came back: ") < page.index("How many are helped")
    assert "Looked at" in page


def test_whoever_fares_worse_is_named_as_a_matter_of_fairness(
    console: ConsoleSite, alert: str
) -> None:
    page = console.logged_in("lee").get("/console/quality").text
    worse = page[page.index("Who fares worse than the rest") : page.index("How many are helped")]

    assert "language “de”" in worse
    assert "Fairness" in worse
    assert "comparisons were made" in worse


def test_a_rate_stands_with_all_that_belongs_to_it(console: ConsoleSite, alert: str) -> None:
    page = console.logged_in("lee").get("/console/quality").text
    rates = page[page.index("How many are helped") : page.index("Over time")]

    for name in ("known to have helped", "Came back", "Nobody knows", "Your team", " to "):
        assert rates.count(name) >= 1


def test_charts_are_drawn_once_and_carry_words(console: ConsoleSite, alert: str) -> None:
    ports = watch_ports(console.app)
    lee = console.logged_in("lee")

    first = lee.get("/console/quality").text

    assert first.count("<svg xmlns") >= 4
    assert first.count("<desc id=") == first.count("<svg xmlns")
    assert "<script" not in first[first.index("Over time") :]
    assert " style=" not in first
    assert len(ports.charts.store.charts(_digests(console))) >= 4
    assert lee.get("/console/quality").text.count("<svg xmlns") == first.count("<svg xmlns")


def _digests(console: ConsoleSite) -> list[str]:
    with console.app.store.reading_connection() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT digest FROM charts")]


def test_simulated_conversations_are_labelled_and_never_among_the_real(
    console: ConsoleSite, alert: str
) -> None:
    lee = console.logged_in("lee")

    real, simulated = (
        lee.get(f"/console/quality?data={kind}").text for kind in ("real", "simulated")
    )

    assert ">Simulated conversations</span>" in simulated
    assert ">Simulated conversations</span>" not in real
    assert alert not in simulated


def test_a_topic_has_a_page_of_its_own(console: ConsoleSite, alert: str) -> None:
    lee = console.logged_in("lee")

    page = lee.get("/console/quality/slice?slice=topic&of=help/refunds")

    assert page.status_code == 200
    assert "Topic “help/refunds”" in page.text
    assert "less than 1 in 10,000" in page.text
    assert "known to have helped" in page.text
    assert lee.get("/console/quality/slice?slice=topic&of=nothing").status_code == 404
    assert lee.get("/console/quality/slice?slice=all&of=").status_code == 404


def test_quality_is_for_leads(console: ConsoleSite, alert: str) -> None:
    kim = console.logged_in()

    pages = ("", "/slice?slice=topic&of=help/refunds", "/tried", f"/alerts/{alert}")

    assert {kim.get(f"/console/quality{page}").status_code for page in pages} == {403}
    api = ("changes", f"alerts/{alert}", "export")
    assert {kim.get(f"/api/v1/staff/quality/{name}").status_code for name in api} == {403}


def test_the_same_is_told_over_http_and_figures_leave_without_parts_of_rates(
    console: ConsoleSite, alert: str
) -> None:
    lee = console.logged_in("lee")

    changes = lee.get("/api/v1/staff/quality/changes").json()
    figures = lee.get("/api/v1/staff/quality/export").json()["rows"]
    rates = lee.get("/api/v1/staff/quality/export?what=rates&by=locale").json()["rows"]
    table = lee.get("/api/v1/staff/quality/export?csv=true&by=topic").text

    assert Changed.model_validate(changes).model_dump() == changes
    assert changes["alerts"][0]["id"] == alert
    assert any(one["is_worse"] and one["of"] == "de" for one in changes["slices"])
    assert {"deflected", "resolved", "confirmed"}.isdisjoint(row["measure"] for row in figures)
    assert {"quality_value", "recontact_value", "unknown_value", "low"} <= set(rates[0])
    assert "'=help/odd" in table
    assert lee.get("/api/v1/staff/quality/alerts/alert_none").status_code == 404


def test_changes_and_replays_are_listed_even_where_there_are_none(console: ConsoleSite) -> None:
    page = console.logged_in("lee").get("/console/quality/tried").text

    assert "No change was replayed yet" in page
    assert "No canary has run" in page


def test_metrics_are_told_only_where_the_settings_give_a_token(console: ConsoleSite) -> None:
    assert console.logged_in("lee").get("/metrics").status_code == 404


def test_an_alert_is_closed_once_with_a_reason_and_written_down(
    console: ConsoleSite, alert: str
) -> None:
    lee = console.logged_in("lee")
    place = f"/console/quality/alerts/{alert}/close"

    empty = lee.post(place, data={"note": " "})
    done = lee.post(place, data={"note": "The refund article was wrong."})
    again = lee.post(f"/api/v1/staff/quality/alerts/{alert}/close", json={"note": "Again."})

    assert (empty.status_code, done.status_code, again.status_code) == (400, 303, 409)
    page = lee.get(f"/console/quality/alerts/{alert}").text
    assert "The refund article was wrong." in page
    with console.app.store.read() as reading:
        entry = reading.newest_entry("quality.alert_closed")
    assert entry is not None
    assert (entry.actor, entry.subject) == ("staff:lee", alert)
    ports = watch_ports(console.app)
    assert watch_quality(replace(ports), is_again=True) == ()
