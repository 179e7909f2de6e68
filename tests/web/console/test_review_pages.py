"""Reviews in the console and over the API: the queue, one turn, and the verdict on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.flow.rank_worst import rank_worst
from handrail.review_app import rank_ports
from handrail.settings import load_settings
from tests.past import QUESTIONS, REFUNDS, a_past_project
from tests.projects import asked
from tests.web.console.site import ConsoleSite, running_console


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ConsoleSite]:
    app = a_past_project(tmp_path)
    app.store.close()
    with running_console(tmp_path) as running:
        yield running


def the_turn(site: ConsoleSite) -> str:
    record = asked(site.app, QUESTIONS[0])
    asked(site.app, "no, that is wrong <b>", conversation=record.conversation)
    rank_worst(rank_ports(site.app))
    return record.id


def test_a_lead_reads_the_worst_turn_and_gives_a_verdict_without_script(site: ConsoleSite) -> None:
    lee = site.logged_in("lee")
    empty = lee.get("/console/review").text
    ref = the_turn(site)

    listed = lee.get("/console/review").text
    shown = lee.get(f"/console/review/{ref}").text
    form = {"verdict": "wrong", "cause": "stale", "articles": f"{REFUNDS}\r\n\r\n", "answer": "9."}
    kept = lee.post(f"/console/review/{ref}/verdict", data=form)
    after = lee.get("/console/review").text
    read = lee.get("/console/review?view=read").text
    again = lee.get(f"/console/review/{ref}").text

    assert "Nothing is to be read" in empty
    assert f"/console/review/{ref}" in listed
    assert "The customer said that it was wrong or no help." in listed
    assert QUESTIONS[0] not in listed
    assert QUESTIONS[0] in shown
    assert "no, that is wrong &lt;b&gt;" in shown
    assert "A refund takes 5 days" in shown
    assert kept.status_code == 303
    assert "Somebody has the task" in after
    assert f"/console/review/{ref}" not in after
    assert f"/console/review/{ref}" in read
    assert "the article is out of date" in again
    assert "and what was said is wrong all the same" in again


def test_what_is_left_out_of_the_form_is_asked_for(site: ConsoleSite) -> None:
    ref, lee = the_turn(site), site.logged_in("lee")

    without = lee.post(f"/console/review/{ref}/verdict", data={"articles": ""})
    causeless = lee.post(f"/console/review/{ref}/verdict", data={"verdict": "wrong"})
    unknown = {"verdict": "wrong", "cause": "stale", "articles": "help/nowhere.md"}
    nowhere = lee.post(f"/console/review/{ref}/verdict", data=unknown)
    right = lee.post(f"/console/review/{ref}/verdict", data={"verdict": "right", "cause": "tone"})

    assert [r.status_code for r in (without, causeless, nowhere)] == [400, 400, 400]
    assert "Say what went wrong." in causeless.text
    assert right.status_code == 303
    assert lee.get("/console/review/rec_none").status_code == 404


def test_what_chance_drew_is_read_one_after_the_other(site: ConsoleSite) -> None:
    site.app.settings = load_settings(site.app.project, {"HANDRAIL_QUALITY__DRAWN_SHARE": "1"})
    lee = site.logged_in("lee")
    empty = lee.get("/console/review?view=drawn").text
    first, second = (asked(site.app, question).id for question in QUESTIONS[:2])

    listed = lee.get("/console/review?view=drawn").text
    shown = lee.get(f"/console/review/{first}?view=drawn").text
    kept = lee.post(f"/console/review/{first}/verdict", data={"verdict": "right", "view": "drawn"})
    after = lee.get(kept.headers["location"]).text

    assert "Nothing drawn is to be read" in empty
    assert listed.index(first) < listed.index(second)
    assert 'name="view" value="drawn"' in shown
    assert first not in after
    assert second in after
    assert site.logged_in("kim").get("/console/review?view=drawn").status_code == 403


def test_agents_do_not_review(site: ConsoleSite) -> None:
    ref, kim = the_turn(site), site.logged_in("kim")

    pages = [kim.get("/console/review"), kim.get(f"/console/review/{ref}")]
    given = kim.post(f"/console/review/{ref}/verdict", data={"verdict": "right"})
    served = kim.get("/api/v1/staff/reviews")

    assert [answer.status_code for answer in (*pages, given, served)] == [403] * 4
    assert 'href="/console/review"' not in kim.get("/console/inbox").text


def test_programs_review_too(site: ConsoleSite) -> None:
    ref, lee = the_turn(site), site.logged_in("lee")

    listed = lee.get("/api/v1/staff/reviews?limit=1").json()
    said = {"verdict": "unsafe", "cause": "policy", "articles": [REFUNDS], "note": "Never."}
    made = lee.post(f"/api/v1/staff/reviews/{ref}", json=said)
    shown = lee.get(f"/api/v1/staff/reviews/{ref}").json()
    refused = lee.post(f"/api/v1/staff/reviews/{ref}", json={"verdict": "wrong"})
    misspelt = lee.post(f"/api/v1/staff/reviews/{ref}", json={"verdict": "bad"})

    assert [turn["record"] for turn in listed["turns"]] == [ref]
    assert listed["coverage"]["read"]["n"] == 2
    assert made.status_code == 200, made.text
    assert (made.status_code, made.json()["finding"]) == (200, None)
    assert (shown["reviews"][0]["verdict"], shown["stage"]) == ("unsafe", "said")
    assert shown["ranked"]["verdicts"] == ["unsafe"]
    assert (refused.status_code, misspelt.status_code) == (422, 422)
    assert lee.get("/api/v1/staff/reviews/rec_none").status_code == 404
