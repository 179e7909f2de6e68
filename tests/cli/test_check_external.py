"""`handrail check knowledge --external` and the worker, against real sites on this machine."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.app import docs_ports
from handrail.cli.finding_output import Reported, as_markdown, as_text
from handrail.cli.main import run
from handrail.cli.sarif import as_sarif
from handrail.flow.examine_docs import examine_docs
from handrail.flow.ports import untold
from handrail.knowledge_settings import ExternalLinkSettings
from handrail.worker.look_after_findings import look_after_findings
from tests.builders import NOON
from tests.fakes import FixedClock
from tests.projects import SETTINGS, a_project, opened, synced, write_article
from tests.websites import Website, website

DAY = timedelta(days=1).total_seconds()


@pytest.fixture
def site() -> Iterator[Website]:
    with website({"/there": "<p>There</p>"}) as served:
        yield served


def settings(site: Website, more: str = "") -> str:
    return (
        f"{SETTINGS}\n[knowledge.external_links]\n"
        f'ports = [{site.port}]\nprivate_hosts = ["127.0.0.1"]\n{more}'
    )


def a_centre_of(home: Path, site: Website, more: str = "") -> Path:
    articles = {
        "a.md": f"# A\n\nSee [the shop]({site.url}/gone#top) or [here]({site.url}/there).\n",
        "b.md": f"# B\n\nOpen [the shop]({site.url}/gone) and [a](a.md).\n",
    }
    project = a_project(home, articles, settings=settings(site, more))
    synced(project)
    return project


def in_project(project: Path, *arguments: str) -> int:
    return run(["check", "knowledge", *arguments, "--project", str(project)])


def test_without_being_asked_nothing_is_opened(
    tmp_path: Path, site: Website, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_centre_of(tmp_path / "p", site)
    said: list[str] = []

    statuses = [in_project(project), in_project(project, "--changed")]
    look_after_findings(opened(project), said.append)

    assert statuses == [0, 0]
    assert site.asked == []
    assert "Links to other sites" not in capsys.readouterr().out + "".join(said)


def test_a_person_asks_and_is_told_at_once_what_is_gone(
    tmp_path: Path, site: Website, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_centre_of(tmp_path / "p", site)

    status = in_project(project, "--external")

    out = capsys.readouterr().out
    assert status == 1
    assert sorted(site.asked) == ["/gone", "/gone", "/there"]
    assert f"“the shop” leads to {site.url}/gone#top, but that site says" in out
    assert "2 broken links" in out
    assert "Links to other sites: 2 addresses, 1 gone.\n" in out


def test_what_a_person_found_stands_until_the_site_or_the_article_changes(
    tmp_path: Path, site: Website, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_centre_of(tmp_path / "p", site)
    in_project(project, "--external")

    again = [in_project(project), in_project(project, "--changed")]
    asked = len(site.asked)
    stands = capsys.readouterr().out.count("leads to")
    site.pages["/gone"] = "Back."
    back = in_project(project, "--external", "--changed", "--json")

    assert (again, back, asked) == ([0, 0], 0, 3)
    assert stands == 6
    assert json.loads(capsys.readouterr().out)["fixed"] == 2


def test_programs_summaries_and_code_review_are_told_too(
    tmp_path: Path, site: Website, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_centre_of(tmp_path / "p", site)

    in_project(project, "--external", "--json", "--sarif", str(tmp_path / "found.sarif"))
    said = json.loads(capsys.readouterr().out)
    in_project(project, "--external", "--markdown")
    summary = capsys.readouterr().out

    assert said["elsewhere"] == {
        "addresses": 2,
        "asked": 2,
        "gone": 1,
        "missed": 0,
        "not_known": {"turned_away": 0, "unreached": 0, "barred": 0, "not_asked": 0},
    }
    assert [found["kind"] for found in said["findings"]] == ["broken_link"] * 2
    assert "\n\nLinks to other sites: 2 addresses, 1 gone.\n" in summary
    (log,) = json.loads((tmp_path / "found.sarif").read_text())["runs"]
    assert [one["ruleId"] for one in log["results"]] == ["broken_link"] * 2
    assert "/gone" in log["results"][0]["message"]["text"]


def on_day(project: Path, clock: FixedClock) -> list[str]:
    """Let a worker, begun anew, look after the findings; return what it tells."""
    app = opened(project)
    app.clock = clock
    said: list[str] = []
    look_after_findings(app, said.append)
    return said


def test_the_worker_calls_a_link_gone_after_two_days_and_opens_what_is_due(
    tmp_path: Path, site: Website
) -> None:
    project, clock = a_centre_of(tmp_path / "p", site, "check = true\n"), FixedClock(NOON)
    said = []
    for _ in range(3):
        said.append(on_day(project, clock))
        clock.advance(DAY)

    missed = "Links to other sites: 2 addresses, 0 gone, 1 to be asked again before they count."
    gone = "Links to other sites: 2 addresses, 1 gone."
    assert said[0] == [missed]
    assert said[1] == [gone, "Checked: 2 new findings, 0 put right."]
    assert said[2] == [gone]
    assert site.asked.count("/there") == 1
    assert site.asked.count("/gone") == 6


def test_the_worker_opens_nothing_between_two_checks_of_everything(
    tmp_path: Path, site: Website
) -> None:
    project, clock = a_centre_of(tmp_path / "p", site, "check = true\n"), FixedClock(NOON)
    on_day(project, clock)
    asked = len(site.asked)
    clock.advance(3_600)
    write_article(project, "c.md", f"# C\n\n[New]({site.url}/new)\n")
    synced(project)

    on_day(project, clock)

    assert len(site.asked) == asked


def test_a_worker_that_is_to_stop_opens_nothing_more(tmp_path: Path, site: Website) -> None:
    project = a_centre_of(tmp_path / "p", site, "check = true\n")
    said: list[str] = []

    look_after_findings(opened(project), said.append, lambda: True)

    assert site.asked == []
    assert "Of 2 it could not be told whether they are there: 2 were not asked" in said[0]


def test_a_site_that_goes_down_for_good_does_not_end_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with website({}) as site:
        project = a_centre_of(tmp_path / "p", site)

    status = in_project(project, "--external")

    assert status == 0
    assert (
        "Of 2 it could not be told whether they are there: 2 failed or did not answer."
        in capsys.readouterr().out
    )


@pytest.fixture
def docs(tmp_path: Path, site: Website, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    text = (
        f"# A\n\nSee [b](b.md), [it]({site.url}/gone) and <https://169.254.169.254.nip.io.test/>.\n"
    )
    (tmp_path / "docs" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "docs" / "b.md").write_text("# B\n\nSee [a](a.md).\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "docs"


def test_a_folder_that_leads_to_this_machine_alone_opens_nothing(
    docs: Path, site: Website, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "knowledge", "--docs", "docs", "--external"]) == 0

    assert "Links to other sites: none.\n" in capsys.readouterr().out
    assert site.asked == []


def test_in_a_folder_each_link_that_is_gone_has_its_file_and_line(
    docs: Path, site: Website
) -> None:
    external = ExternalLinkSettings(ports=(site.port,), private_hosts=("127.0.0.1",))

    examined = examine_docs(docs_ports(Path("docs"), external), untold)

    reported = Reported(
        findings=examined.findings,
        new=examined.new,
        articles=examined.articles,
        passages=examined.passages,
        folder=Path("docs"),
        elsewhere=examined.elsewhere,
    )
    (one,) = as_sarif(reported)["runs"][0]["results"]  # type: ignore[index] # plain values
    assert one["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "docs/a.md"},
        "region": {
            "startLine": 3,
            "startColumn": len("See [b](b.md), [it](") + 1,
            "endLine": 3,
            "endColumn": len(f"See [b](b.md), [it]({site.url}/gone") + 1,
        },
    }
    assert (one["level"], one["baselineState"]) == ("warning", "new")
    assert f"- `docs/a.md:3`: “it” leads to {site.url}/gone, but that site" in as_markdown(reported)
    assert as_text(reported).startswith("1 broken link\n  docs/a.md:3  (new, medium)")
    assert sorted(path.name for path in docs.parent.iterdir()) == ["docs"]


@pytest.mark.parametrize(
    "wrong",
    [["--leave-out", "https://shop.io/"], ["--docs", "docs", "--leave-out", "https://shop.io/"]],
)
def test_leaving_out_without_opening_is_told_in_one_line(
    docs: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "knowledge", *wrong]) == 2
    err = capsys.readouterr().err
    assert re.search("--leave-out goes with --docs and --external", err)
    assert len(err.splitlines()) == 1


def test_what_is_opened_goes_by_the_projects_settings(tmp_path: Path, site: Website) -> None:
    more = f'leave_out = ["{site.url}/gone"]\n'
    project = a_centre_of(tmp_path / "p", site, more)

    assert in_project(project, "--external") == 0
    assert site.asked == ["/there"]
