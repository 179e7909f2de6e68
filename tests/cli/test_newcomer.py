"""The first hour with Handrail: what a newcomer types, and what they see."""

import json
from pathlib import Path
from typing import Any

import pytest

from handrail.cli.main import cli, run
from handrail.settings import load_settings
from handrail.source_settings import WebSettings
from tests.projects import ARTICLES, a_project, a_synced_project, handrail, write_article
from tests.websites import website

COMMANDS = (
    *("init", "sync", "search", "ask", "chat", "serve", "worker", "demo", "doctor", "calibrate"),
    *("explain", "handoffs", "eval", "knowledge", "mcp", "audit", "erase"),
    *("actions", "staff", "deliveries", "sources"),
    *("check", "gaps", "drafts", "replay", "canary", "waterfall", "judges", "review"),
    *("quality", "dataset", "simulate"),
)


class Typed:
    """Run commands in this process and hold what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> str:
        self._capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        assert (status, err) == (0, ""), err
        return out

    def json(self, *arguments: str | Path) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(capsys)


def test_init_writes_a_commented_file_without_a_source(tmp_path: Path, typed: Typed) -> None:
    said = typed("init", tmp_path / "new")

    written = (tmp_path / "new/handrail.toml").read_text()
    assert "handrail sync" in said
    assert [line for line in written.splitlines() if line[:1] not in ("#", "[", "")] == []


def test_init_writes_down_where_a_help_centre_is_on_the_web(tmp_path: Path, typed: Typed) -> None:
    typed("init", tmp_path / "new", "--url", "http://wiki.intranet:8090/help/", "--private")

    (source,) = load_settings(tmp_path / "new", {}).knowledge.sources
    assert isinstance(source, WebSettings)
    assert source.url == "http://wiki.intranet:8090/help/"
    assert (source.ports, source.private_hosts) == ((8090,), ("wiki.intranet",))


@pytest.mark.slow
def test_from_a_web_address_to_an_answer_takes_three_commands(tmp_path: Path) -> None:
    pages = {
        "/": "<h1>Help</h1><p>Welcome.</p><a href='/refunds'>Refunds</a>",
        "/refunds": "<h1>Refunds</h1><p>A refund takes 30 days.</p>",
    }
    project = tmp_path / "project"

    with website(pages) as site:
        started = handrail("init", project, "--url", site.url, "--private")
        read = handrail("sync", project=project)
        found = handrail("search", "How long does a refund take?", project=project)

    assert [started.status, read.status, found.status] == [0, 0, 0], read.err
    assert "2 added" in read.out
    assert "help/refunds" in found.out


def test_from_a_folder_of_articles_to_an_answer_takes_three_commands(tmp_path: Path) -> None:
    docs = a_project(tmp_path / "company") / "docs"

    project = tmp_path / "project"
    started = handrail("init", project, "--docs", docs)
    read = handrail("sync", project=project)
    answered = handrail("search", "How long does a refund take?", project=project)

    assert [started.status, read.status, answered.status] == [0, 0, 0]
    assert f"{len(ARTICLES)} added" in read.out
    assert "help/billing/refunds.md" in answered.out
    assert started.err == read.err == answered.err == ""


def test_a_second_sync_embeds_nothing(tmp_path: Path, typed: Typed) -> None:
    project = a_project(tmp_path)
    first = typed.json("sync", "--project", project)

    second = typed.json("sync", "--project", project)

    assert first["embedded"] == first["passages"] > len(ARTICLES)
    assert second["embedded"] == 0
    assert (second["added"], second["edited"], second["retired"]) == ([], [], [])
    assert second["unchanged"] == len(ARTICLES)
    assert second["snapshot"] == first["snapshot"]


def test_an_edit_embeds_only_the_passage_that_changed(tmp_path: Path, typed: Typed) -> None:
    project = a_synced_project(tmp_path)
    edited = ARTICLES["billing/refunds.md"].replace("5 days", "6 days")
    write_article(project, "billing/refunds.md", edited)

    report = typed.json("sync", "--project", project)

    passages = typed.json("knowledge", "show", "help/billing/refunds.md", "--project", project)
    assert report["edited"] == ["help/billing/refunds.md"]
    assert report["embedded"] == 1 < len(passages["passages"])


def test_search_has_the_documented_shape(tmp_path: Path, typed: Typed) -> None:
    project = a_synced_project(tmp_path)

    found = typed.json("search", "How long does a refund take?", "-k", "2", "--project", project)

    assert set(found) == {"hits", "timings_ms"}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    for hit in found["hits"]:
        documented = {"rank", "article", "passage", "title", "headings", "text", "score"}
        assert documented <= set(hit)
        assert isinstance(hit["headings"], list)
        assert isinstance(hit["score"], float)
    assert found["hits"][0]["article"] == "help/billing/refunds.md"
    assert found["timings_ms"]["total"] > 0


@pytest.mark.parametrize(
    ("question", "outcome", "reason"),
    [
        ("How long does a refund take?", None, None),
        ("Do you sell submarines to Peru?", "abstained", str),
        ("I want to talk to a person", "handed_off", "customer_request"),
        ("Hello!", "answered", "courtesy:greeting"),
    ],
)
def test_ask_has_the_documented_shape(
    question: str, outcome: str | None, reason: object, tmp_path: Path, typed: Typed
) -> None:
    project = a_synced_project(tmp_path)

    told = typed.json("ask", question, "--project", project)

    documented = {"outcome", "reply", "claims", "confidence", "reason", "record", "timings_ms"}
    assert documented <= set(told)
    assert told["outcome"] in ("answered", "clarified", "abstained", "handed_off", "action")
    assert outcome in (None, told["outcome"])
    assert 0.0 <= told["confidence"] <= 1.0
    assert told["reply"]
    if reason is str:
        assert told["reason"]
    elif reason is not None:
        assert told["reason"] == reason
    for claim in told["claims"]:
        for citation in claim["citations"]:
            cited = {"article", "version", "title", "url", "passage", "quote"}
            assert cited <= set(citation)
            assert citation["quote"] in ARTICLES["billing/refunds.md"]


def test_every_reply_can_be_explained_afterwards(tmp_path: Path, typed: Typed) -> None:
    project = a_synced_project(tmp_path)
    told = typed.json("ask", "How long does a refund take?", "--project", project)

    page = typed("explain", told["record"], "--project", project)
    spelled = typed.json("explain", told["record"], "--project", project)

    for said in ("How long does a refund take?", "help/billing/refunds.md", "Confidence", "Models"):
        assert said in page
    assert spelled["shown"][0]["is_still_served"] is True


def test_whoever_asked_for_a_person_is_listed_until_somebody_comes(
    tmp_path: Path, typed: Typed
) -> None:
    project = a_synced_project(tmp_path)
    nobody = typed("handoffs", "--project", project)
    told = typed.json("ask", "Let me talk to a human please", "--project", project)

    waiting = typed.json("handoffs", "--project", project)
    page = typed("handoffs", told["conversation"], "--project", project)

    assert "Nobody is waiting" in nobody
    assert [item["conversation"] for item in waiting] == [told["conversation"]]
    assert "Let me talk to a human please" in page


def test_knowledge_lists_and_shows_how_articles_were_read(tmp_path: Path, typed: Typed) -> None:
    project = a_synced_project(tmp_path)

    listed = typed.json("knowledge", "list", "--project", project)
    shown = typed.json("knowledge", "show", "help/shipping.md", "--project", project)
    page = typed("knowledge", "show", "help/shipping.md", "--project", project)

    assert {item["article"] for item in listed} == {f"help/{path}" for path in ARTICLES}
    assert shown["title"] == "Shipping"
    assert shown["passages"][-1]["headings"] == ["Tracking a parcel"]
    assert "about" in page
    assert "tokens" in page


def test_an_earlier_version_can_still_be_shown_after_a_deletion(
    tmp_path: Path, typed: Typed
) -> None:
    project = a_synced_project(tmp_path)
    served = typed.json("knowledge", "show", "help/shipping.md", "--project", project)
    (project / "docs/shipping.md").unlink()
    typed("sync", "--project", project)

    version = served["version"]
    shown = typed.json(
        "knowledge", "show", "help/shipping.md", "--version", version, "--project", project
    )

    assert shown["passages"] == served["passages"]


def test_doctor_says_what_is_fine_and_what_is_not(tmp_path: Path, typed: Typed) -> None:
    project = a_synced_project(tmp_path)

    findings = {f["check"]: f for f in typed.json("doctor", "--project", project)}

    for check in ("database", "sources", "embedder", "knowledge", "index"):
        assert findings[check]["ok"], findings[check]
    assert not findings["calibration"]["ok"]
    assert not findings["calibration"]["fatal"]
    assert "handrail calibrate" in findings["calibration"]["says"]


def test_doctor_fails_where_nothing_can_be_answered(tmp_path: Path) -> None:
    project = a_project(tmp_path)

    assert run(["doctor", "--project", str(project)]) == 1


def test_a_sample_that_is_too_small_promises_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_synced_project(tmp_path)
    labels = tmp_path / "labels.jsonl"
    labels.write_text('{"question": "How long does a refund take?", "answerable": true}\n' * 20)

    status = run(["calibrate", str(labels), "--project", str(project)])

    out, err = capsys.readouterr()
    assert status in (1, 2)
    assert "Traceback" not in out + err
    assert out + err


def test_both_evaluations_give_every_figure_with_its_interval(tmp_path: Path, typed: Typed) -> None:
    project = a_synced_project(tmp_path)
    wanted, labels = tmp_path / "wanted.jsonl", tmp_path / "labels.jsonl"
    article = "help/billing/refunds.md"
    question = "How long does a refund take?"
    wanted.write_text(json.dumps({"question": question, "articles": [article]}) + "\n")
    labels.write_text(
        json.dumps({"question": question, "answerable": True, "articles": [article]})
        + "\n"
        + json.dumps({"question": "Do you sell submarines?", "answerable": False})
        + "\n"
    )

    retrieval = typed.json("eval", "retrieval", wanted, "--project", project)
    answers = typed.json("eval", "answers", labels, "--project", project)

    for name in ("recall@1", "recall@5", "recall@10", "recall@20", "mrr@10", "ndcg@10"):
        assert set(retrieval[name]) >= {"value", "low", "high", "n"}
    assert retrieval["recall@1"]["value"] == 1.0
    for name in ("answered_share", "wrong_answer_rate", "abstention_precision"):
        assert set(answers[name]) >= {"value", "low", "high", "n"}
    assert {"abstention_recall", "auroc"} <= set(answers)


def test_chat_keeps_one_conversation_and_ends_with_an_empty_line(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path)

    ended = handrail("chat", project=project, said="Hello!\nI want to talk to a person\nOk\n\n")
    waiting = handrail("handoffs", "--json", project=project).json

    assert ended.status == 0
    assert ended.err == ""
    assert len(waiting) == 1
    assert [m["text"] for m in waiting[0]["messages"] if m["author"] == "customer"] == [
        "Hello!",
        "I want to talk to a person",
        "Ok",
    ]


@pytest.mark.slow
def test_a_deleted_article_is_gone_from_every_process_once_it_is_synced(
    tmp_path: Path,
) -> None:
    project = a_synced_project(tmp_path)
    before = handrail("search", "What does shipping cost?", "--json", project=project).json
    (project / "docs/shipping.md").unlink()

    handrail("sync", project=project)
    after = handrail("search", "What does shipping cost?", "--json", project=project).json

    assert before["hits"][0]["article"] == "help/shipping.md"
    assert "help/shipping.md" not in [hit["article"] for hit in after["hits"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_says_what_it_is_for(command: str, typed: Typed) -> None:
    said = typed(command, "--help")

    assert said.startswith("Usage: handrail ")
    purpose = said.split("\n\n")[1].strip()
    assert purpose[0].isupper()
    assert purpose.endswith(".")


def test_every_command_is_tried_here(typed: Typed) -> None:
    registered = {command.name for command in cli.registered_commands}
    groups = {group.name for group in cli.registered_groups}

    assert registered | groups == set(COMMANDS)
    assert all(command in typed("--help") for command in COMMANDS)
