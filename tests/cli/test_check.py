"""`handrail check knowledge`, as the CI of a docs repository and as an operator run it."""

import json
import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from handrail.cli.main import run
from handrail.worker.keep_knowledge import keep_knowledge
from handrail.worker.look_after_findings import look_after_findings
from tests.projects import a_project, a_synced_project, opened, synced, write_article

BROKEN = "# Asking\n\nSee [the refunds](refund.md) for more.\n"
FINE = "# Refunds\n\nA refund takes 5 days.\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "asking.md").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "docs" / "refunds.md").write_text(FINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "docs"


def test_a_folder_is_checked_without_a_project(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(["check", "knowledge", "--docs", "docs"])

    out = capsys.readouterr().out
    assert status == 1
    assert "docs/asking.md:3" in out
    assert "Perhaps refunds.md is meant." in out
    assert "2 articles, 2 passages: 1 broken link. 1 new." in out
    assert "--write-baseline" in out
    assert "\n\n\n" not in out
    assert sorted(path.name for path in docs.parent.iterdir()) == ["docs"]


def test_a_folder_in_order_passes(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (docs / "asking.md").write_text(FINE.replace("Refunds", "Asking"), encoding="utf-8")

    assert run(["check", "knowledge", "--docs", "docs"]) == 0
    assert "nothing wrong. 0 new." in capsys.readouterr().out


def test_what_many_pages_give_values_for_is_told_once_and_names_them(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(8):
        text = f"# Good to know\n\nThe yearly service fee is €{20 + number}.\n"
        (docs / f"page-{number}.md").write_text(text, encoding="utf-8")

    run(["check", "knowledge", "--docs", "docs"])

    out = capsys.readouterr().out
    assert out.count("fee is") == 2
    assert "8 articles give values of their own for it, such as €20 and €21" in out
    named = [f"docs/page-{number}.md" for number in range(2, 7)]
    assert f"also in {', '.join(named)} and 1 more" in out


def test_only_what_is_new_fails_beside_a_baseline(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check = ["check", "knowledge", "--docs", "docs", "--baseline", "known.json"]

    assert run([*check, "--write-baseline"]) == 0
    assert run(check) == 0
    (docs / "more.md").write_text("# More\n\n[x](gone.md)\n", encoding="utf-8")
    assert run(check) == 1
    assert run([*check, "--fail-on", "high"]) == 0
    assert run([*check, "--markdown"]) == 1

    out = capsys.readouterr().out
    assert "### 1 broken link" in out
    assert "`docs/more.md:3`" in out
    assert "asking.md" not in out
    assert "1 finding named in known.json not listed." in out


def test_sarif_names_file_line_rule_and_what_is_new(docs: Path) -> None:
    run(["check", "knowledge", "--docs", "docs", "--sarif", "found.sarif"])

    said = json.loads((docs.parent / "found.sarif").read_text(encoding="utf-8"))
    (one,) = said["runs"][0]["results"]
    place = one["locations"][0]["physicalLocation"]
    rules = said["runs"][0]["tool"]["driver"]["rules"]
    assert said["version"] == "2.1.0"
    assert rules[one["ruleIndex"]]["id"] == one["ruleId"] == "broken_link"
    assert place == {
        "artifactLocation": {"uri": "docs/asking.md"},
        "region": {"startLine": 3, "startColumn": 19, "endLine": 3, "endColumn": 28},
    }
    assert (one["level"], one["baselineState"]) == ("warning", "new")


def test_sarif_has_what_its_specification_asks_for_wherever_the_folder_lies(docs: Path) -> None:
    (docs / "more.md").write_text("# More\n\n[x](gone.md)\n\nA refund takes 9 days.\n", "utf-8")
    elsewhere = docs.parent / "other place"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_text("# A\n\n[x](gone.md)\n", encoding="utf-8")

    for folder, begins in (("docs", "docs/"), (str(docs), "docs/"), ("other place", "other%20")):
        run(["check", "knowledge", "--docs", folder, "--sarif", "found.sarif"])
        said = json.loads((docs.parent / "found.sarif").read_text(encoding="utf-8"))

        assert_is_sarif(said)
        uris = [_uri(place) for one in said["runs"][0]["results"] for place in one["locations"]]
        assert uris
        assert all(uri.startswith(begins) for uri in uris)


def test_sarif_shows_both_sides_and_leads_from_the_message_to_the_second(docs: Path) -> None:
    for name, days in (("one", 12), ("two", 24)):
        said = f"# A\n\nAn [index] of\na `{{mooring}}` contract\nends after {days} months.\n"
        (docs / f"{name}.md").write_text(said, encoding="utf-8")
    run(["check", "knowledge", "--docs", "docs", "--sarif", "found.sarif"])

    said = json.loads((docs.parent / "found.sarif").read_text(encoding="utf-8"))
    assert_is_sarif(said)
    (one,) = (r for r in said["runs"][0]["results"] if r["ruleId"] == "contradiction")
    (other,) = one["relatedLocations"]
    assert (_uri(one["locations"][0]), _uri(other)) == ("docs/one.md", "docs/two.md")
    assert other["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 1,
        "endLine": 5,
        "endColumn": 22,
    }
    assert one["message"]["text"].splitlines()[1:] == [
        "“An [index] of a {{mooring}} contract ends after 12 months.”",
        "[“An \\[index\\] of a {{mooring}} contract ends after 24 months.”](1)",
    ]


def test_sarif_of_a_project_names_the_article_where_no_file_is_known(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "p")
    write_article(project, "asking.md", BROKEN)
    synced(project)

    run(["check", "knowledge", "--project", str(project), "--sarif", str(tmp_path / "x.sarif")])

    said = json.loads((tmp_path / "x.sarif").read_text(encoding="utf-8"))
    named = [one["locations"] for one in said["runs"][0]["results"]]
    assert [{"logicalLocations": [{"fullyQualifiedName": "help/asking.md"}]}] in named


def test_a_file_that_cannot_be_written_is_told_in_one_line(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(docs / "nowhere" / "found.sarif")

    assert run(["check", "knowledge", "--docs", "docs", "--sarif", nowhere]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


_DESCRIBED = ("shortDescription", "fullDescription", "help")


def assert_is_sarif(said: dict[str, Any]) -> None:
    """Assert what SARIF 2.1.0 and those who show it require of each part that is written here."""
    (log,) = said["runs"]
    rules = log["tool"]["driver"]["rules"]
    assert said["version"] == "2.1.0"
    assert said["$schema"]
    assert log["tool"]["driver"]["name"]
    assert log["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule[part]["text"] for rule in rules for part in _DESCRIBED)
    for one in log["results"]:
        assert one["message"]["text"]
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] in {"none", "note", "warning", "error"}
        assert one["baselineState"] in {"new", "unchanged", "updated", "absent"}
        assert all(isinstance(mark, str) for mark in one["partialFingerprints"].values())
        assert not re.search(r"(?<!{){(?:{{)*(?!{)", one["message"]["text"])
        related = one["relatedLocations"]
        assert [place["id"] for place in related] == list(range(1, len(related) + 1))
        for place in (*one["locations"], *related):
            region = place["physicalLocation"]["region"]
            begins = (region["startLine"], region["startColumn"])
            assert (1, 1) <= begins <= (region["endLine"], region["endColumn"])
            assert re.fullmatch(r"[\w.~/%-]+", _uri(place), re.ASCII)


def _uri(place: dict[str, Any]) -> str:
    return str(place["physicalLocation"]["artifactLocation"]["uri"])


def test_what_an_article_says_is_no_markup_in_a_summary(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs / "asking.md").write_text("# A\n\n[<b>x</b> `y`](gone.md)\n", encoding="utf-8")

    run(["check", "knowledge", "--docs", "docs", "--markdown"])

    assert "<b>" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        ["--docs", "nowhere"],
        ["--docs", "docs", "--write-baseline"],
        ["--docs", "docs", "--baseline", "gone.json"],
        ["--docs", "docs", "--baseline", "docs/asking.md"],
        ["--docs", "empty"],
    ],
)
def test_wrong_use_ends_with_one_line_and_two(
    docs: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (docs.parent / "empty").mkdir()

    assert run(["check", "knowledge", *wrong]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_that_cannot_be_read_is_named_and_the_rest_checked(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs / "empty.md").write_text("", encoding="utf-8")

    run(["check", "knowledge", "--docs", "docs"])

    assert "Not read: docs/empty.md" in capsys.readouterr().out


def test_a_projects_findings_are_kept_and_only_new_ones_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_synced_project(tmp_path / "p")
    check = ["check", "knowledge", "--project", str(project)]
    write_article(project, "asking.md", BROKEN)
    synced(project)

    statuses = [run(check), run(check), run([*check, "--changed"])]
    write_article(project, "asking.md", FINE)
    synced(project)
    fixed = run([*check, "--changed", "--json"])

    out = capsys.readouterr().out
    assert (statuses, fixed) == ([1, 0, 0], 0)
    assert '"fixed": 1' in out


def test_the_worker_checks_after_it_has_synced(tmp_path: Path) -> None:
    project = a_project(tmp_path / "p", {"asking.md": BROKEN, "refunds.md": FINE})
    synced(project)
    said: list[str] = []

    for _ in range(2):
        look_after_findings(opened(project), said.append)

    assert said == ["Checked: 1 new findings, 0 put right."]


def test_the_worker_checks_what_is_served_also_while_no_source_can_be_read(tmp_path: Path) -> None:
    project = a_project(tmp_path / "p", {"asking.md": BROKEN, "refunds.md": FINE})
    synced(project)
    (project / "docs").rename(project / "elsewhere")
    said: list[str] = []

    failed = keep_knowledge(opened(project), Event(), said.append, once=True)

    assert failed == 1
    assert said[0].startswith("Sync failed: ")
    assert said[1:] == ["Checked: 1 new findings, 0 put right."]
