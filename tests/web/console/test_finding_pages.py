"""Findings in the console and over the API: what stands, whose it is, and what people decide."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.flow.check_knowledge import check_knowledge
from tests.builders import an_entry
from tests.domain.knowledge.health.test_keeping import a_finding, kept
from tests.projects import a_synced_project
from tests.web.console.site import ConsoleSite, running_console

BROKEN = "---\nowner: kim\n---\n# Asking\n\nSee [the <b>refunds</b>](refund.md) for more.\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ConsoleSite]:
    project = a_synced_project(tmp_path, {"asking.md": BROKEN, "refunds.md": "# R\n\nText here.\n"})
    with running_console(project) as running:
        yield running


def the_finding(site: ConsoleSite) -> str:
    check_knowledge(site.app.health.ports)
    with site.app.store.read() as reading:
        held = next(h for h in reading.findings() if h.finding.kind.value == "broken_link")
    return held.finding.id


def test_a_finding_is_listed_shown_taken_and_closed_by_the_next_check(site: ConsoleSite) -> None:
    kim = site.logged_in()
    before = kim.get("/console/findings").text
    ref = the_finding(site)

    listed = kim.get("/console/findings?view=mine&kind=broken_link").text
    shown = kim.get(f"/console/findings/{ref}").text
    taken = kim.post(f"/console/findings/{ref}/accept", data={"version": "1"})
    late = kim.post(f"/console/findings/{ref}/accept", data={"version": "1"})

    assert "Nothing was checked yet" in before
    assert ref in listed
    assert "See the refunds for more." in shown
    assert (taken.status_code, late.status_code) == (303, 409)
    assert "To put right" in kim.get(f"/console/findings/{ref}").text


def test_meant_to_be_so_needs_a_reason_and_can_be_taken_back(site: ConsoleSite) -> None:
    ref, kim, lee = the_finding(site), site.logged_in(), site.logged_in("lee")

    without = kim.post(f"/console/findings/{ref}/intend", data={"version": "1", "note": ""})
    kim.post(f"/console/findings/{ref}/intend", data={"version": "1", "note": "A <b>redirect</b>"})
    hidden = kim.get("/console/findings").text
    told = kim.get("/console/findings?view=intended").text
    note = kim.get(f"/console/findings/{ref}").text
    lee.post(f"/console/findings/{ref}/reopen", data={"version": "2"})
    given = lee.post(f"/console/findings/{ref}/assign", data={"version": "3", "owner": "max"})

    assert without.status_code == 400
    assert ref not in hidden
    assert ref in told
    assert "A &lt;b&gt;redirect" in note
    assert given.status_code == 303
    assert kim.post("/console/findings/check").status_code == 403
    assert lee.post("/console/findings/check").status_code == 303
    assert kim.get("/console/findings/find_0").status_code == 404


def test_what_is_certain_comes_before_what_is_as_severe_and_perhaps_nothing(
    site: ConsoleSite,
) -> None:
    sure, doubtful = (a_finding(subject=name, is_certain=name == "sure") for name in ("sure", "no"))
    held = [kept(finding=doubtful, exposure=5, version=0), kept(finding=sure, version=0)]
    with site.app.store.write() as writing:
        writing.save_findings(held, an_entry())
    kim = site.logged_in()

    listed = kim.get("/console/findings").text

    assert listed.index(sure.id) < listed.index(doubtful.id)
    assert listed.count("Contradiction, perhaps") == 1
    assert "A refund takes 5 days." in listed
    assert "Perhaps no contradiction" in kim.get(f"/console/findings/{doubtful.id}").text
    assert "Perhaps no contradiction" not in kim.get(f"/console/findings/{sure.id}").text


def test_programs_decide_on_findings_too(site: ConsoleSite) -> None:
    ref, kim = the_finding(site), site.logged_in()
    path = f"/api/v1/staff/findings/{ref}"

    listed = kim.get("/api/v1/staff/findings?kind=broken_link").json()["findings"]
    moves = [
        kim.post(f"{path}/accept", json={"version": 1}),
        kim.post(f"{path}/assign", json={"owner": "kim"}),
        kim.post(f"{path}/intend", json={"note": "So it is."}),
        kim.post(f"{path}/reopen", json={}),
    ]

    assert [one["id"] for one in listed] == [ref]
    assert [move.json()["state"] for move in moves] == ["accepted", "accepted", "intended", "open"]
    assert kim.get(path).json()["owner"] == "kim"
    assert kim.get("/api/v1/staff/findings/find_0").status_code == 404
    assert kim.post(f"{path}/accept", json={"version": 1}).status_code == 409
    assert site.visitor().get("/api/v1/staff/findings").status_code == 401
