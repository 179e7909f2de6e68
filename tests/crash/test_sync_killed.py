"""A sync is killed at every point where that could hurt: as `kill -9`, or a power cut, would."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handrail.kernel.failpoints import SYNC_FAILPOINTS, Failpoints
from tests.crash.schedules import (
    ADDED,
    AFTER_THE_COMMIT,
    DELETED,
    UNTOUCHED,
    assert_serves_what_the_database_says,
    built,
    change,
    live,
)
from tests.projects import (
    ARTICLES,
    SETTINGS,
    a_project,
    a_synced_project,
    asked,
    found,
    handrail,
    opened,
    synced,
)

pytestmark = pytest.mark.slow  # processes are killed

TELLING = ("sync.in_transaction", "sync.after_write")
"""Killed in every test run; the others only in the slow one."""

EVERY = [
    pytest.param(name, marks=() if name in TELLING else pytest.mark.slow)
    for name in SYNC_FAILPOINTS
]


def killed_sync(project: Path, failpoint: str) -> None:
    ended = handrail(
        "sync", project=project, environment={"HANDRAIL_FAILPOINTS": f"{failpoint}=kill"}
    )
    assert ended.status == -signal.SIGKILL, f"{failpoint} was not reached: {ended.err}"


def a_fresh_build(home: Path, settings: str = SETTINGS) -> Path:
    project = a_project(home, settings=settings)
    change(project)
    synced(project)
    return project


def on(database_url: str) -> str:
    return f'{SETTINGS}\n[storage]\ndatabase = "{database_url}"\n'


def test_every_failpoint_of_a_sync_is_reached(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path)
    change(project)
    watched = Failpoints()

    synced(project, watched)

    assert set(watched.visited) == set(SYNC_FAILPOINTS)


@pytest.mark.parametrize("failpoint", EVERY)
def test_a_killed_sync_leaves_one_whole_state_that_serves(failpoint: str, tmp_path: Path) -> None:
    project = a_synced_project(tmp_path)
    serving = opened(project)
    before = live(serving)
    found(serving, "How do I reset my password?")
    change(project)

    killed_sync(project, failpoint)

    for app in (serving, opened(project)):
        now = live(app)
        is_new = failpoint in AFTER_THE_COMMIT
        assert (now == before) is not is_new
        assert (DELETED in now, ADDED in now) == (not is_new, is_new)
        assert found(app, "How do I reset my password?")[0].passage.article == UNTOUCHED
        assert_serves_what_the_database_says(app)
        assert asked(app, "How do I reset my password?").fault is None


@pytest.mark.parametrize("failpoint", EVERY)
def test_the_sync_after_a_killed_one_equals_a_fresh_build(failpoint: str, tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "killed")
    change(project)
    killed_sync(project, failpoint)

    report = synced(project)

    assert report.skipped == ()
    assert built(project) == built(a_fresh_build(tmp_path / "fresh"))
    assert not list((project / ".handrail/index").glob("building-*"))
    assert synced(project).embedded == 0


@pytest.mark.parametrize("failpoint", EVERY)
def test_the_very_first_sync_can_be_killed_as_well(failpoint: str, tmp_path: Path) -> None:
    project = a_project(tmp_path / "killed")
    killed_sync(project, failpoint)
    between = asked(opened(project), "How do I reset my password?")

    synced(project)

    assert between.reply
    assert built(project) == built(a_synced_project(tmp_path / "fresh"))


@pytest.mark.slow
@pytest.mark.parametrize("second", SYNC_FAILPOINTS)
@pytest.mark.parametrize("first", ["index.vectors_written", "sync.after_write"])
def test_a_sync_may_be_killed_while_it_repairs_a_killed_one(
    first: str, second: str, tmp_path: Path
) -> None:
    project = a_synced_project(tmp_path / "killed")
    change(project)
    killed_sync(project, first)
    environment = {"HANDRAIL_FAILPOINTS": f"{second}=kill"}

    handrail("sync", project=project, environment=environment)
    assert_serves_what_the_database_says(opened(project))
    synced(project)

    assert built(project) == built(a_fresh_build(tmp_path / "fresh"))


@pytest.mark.parametrize(
    "failpoint",
    [
        pytest.param("sync.before_write", marks=pytest.mark.slow),
        "sync.in_transaction",
        pytest.param("sync.after_write", marks=pytest.mark.slow),
    ],
)
def test_postgresql_keeps_a_whole_state_too(
    failpoint: str, tmp_path: Path, postgres_url: str
) -> None:
    project = a_synced_project(tmp_path / "killed", settings=on(postgres_url))
    before = live(opened(project))
    change(project)

    killed_sync(project, failpoint)
    now = live(opened(project))
    assert_serves_what_the_database_says(opened(project))
    synced(project)

    assert (now == before) is (failpoint not in AFTER_THE_COMMIT)
    assert built(project) == built(a_fresh_build(tmp_path / "fresh"))


@pytest.mark.slow
def test_vectors_that_were_computed_before_a_crash_are_not_computed_again(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    killed_sync(project, "index.vectors_written")

    report = synced(project)

    assert len(report.added) == len(ARTICLES)
    assert report.embedded == 0


def test_a_deleted_article_is_gone_from_another_process_although_the_index_still_has_it(
    tmp_path: Path,
) -> None:
    project = a_synced_project(tmp_path)
    change(project)
    killed_sync(project, "sync.after_write")

    answer = handrail("ask", "What does shipping a parcel cost?", "--json", project=project)
    search = handrail("search", "What does shipping a parcel cost?", "--json", project=project)

    cited = [c["article"] for claim in answer.json["claims"] for c in claim["citations"]]
    assert answer.status == search.status == 0
    assert DELETED not in cited
    assert DELETED not in [hit["article"] for hit in search.json["hits"]]
    assert "4 euros" not in answer.out + search.out


@pytest.mark.slow
def test_of_syncs_that_run_at_once_one_wins_and_the_others_say_so(tmp_path: Path) -> None:
    project = a_project(tmp_path / "crowded")

    with ThreadPoolExecutor(4) as crowd:
        ended = list(crowd.map(lambda _: handrail("sync", project=project), range(4)))
    synced(project)

    assert 0 in [each.status for each in ended]
    for each in ended:
        assert (each.status == 0 and each.err == "") or (
            each.status == 2 and "Another sync" in each.err and each.err.count("\n") == 1
        )
    assert built(project) == built(a_synced_project(tmp_path / "fresh"))
