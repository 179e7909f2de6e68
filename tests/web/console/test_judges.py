"""The staff read over HTTP how far judges are to be believed; nobody else does."""

from handrail.judge_app import judging_ports
from handrail.worker.keep_judgements import judge_answers_once
from tests.web.console.site import ConsoleSite

QUESTION = "How long does a refund take to reach my bank account?"


def test_the_staff_read_how_judges_stand_with_the_corrected_share(console: ConsoleSite) -> None:
    console.hears(QUESTION)
    judge_answers_once(lambda: judging_ports(console.app), lambda _text: None)

    found = console.logged_in().get("/api/v1/staff/quality/judges").json()["judges"]

    assert {one["judge"] for one in found} == {"local-1"}
    assert all("corrected" in one and one["greyed"] for one in found)


def test_strangers_read_nothing_of_it(console: ConsoleSite) -> None:
    assert console.visitor().get("/api/v1/staff/quality/judges").status_code == 401
