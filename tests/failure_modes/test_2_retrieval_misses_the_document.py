"""Retrieval misses the relevant document. "It is on your own website!"

The guard: recall is measured apart from answers, and every miss is charged to a stage.
"""

import json
from pathlib import Path

import pytest

from handrail.app import App
from handrail.cli.main import run
from tests.projects import found, opened, synced

pytestmark = pytest.mark.xdist_group("sample")


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How do I reset my password?", "help/account/reset-your-password.md"),
        ("hwo do i resett my pasword", "help/account/reset-your-password.md"),
        ("my parcel never arrived", "help/shipping/lost-parcel.md"),
        ("cancelling my club membership", "help/membership/cancel-or-pause.md"),
        ("got a broken cello out of the box", "help/shipping/damaged-on-arrival.md"),
        ("webhook signature", "help/business/api-and-webhooks.mdx"),
    ],
)
def test_customers_words_find_the_article_although_it_uses_others(
    question: str, article: str, company: App
) -> None:
    first = [hit.passage.article for hit in found(company, question)[:5]]

    assert article in first


def test_no_article_crowds_out_the_others(company: App) -> None:
    best = [hit.passage.article for hit in found(company, "How much does membership cost?")[:10]]

    assert len(set(best)) >= 4


def test_staff_only_articles_are_left_out_before_ranking_and_not_after(company: App) -> None:
    secret = "What are the goodwill limits for agents and what does workshop capacity allow?"

    hits = found(company, secret)

    assert len(hits) > 10
    assert not [hit for hit in hits if hit.passage.article.startswith("help/internal/")]


def test_every_miss_is_charged_to_a_stage(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = project / "wanted.jsonl"
    rows = [
        {
            "question": "How do I reset my password?",
            "articles": ["help/account/reset-your-password.md"],
        },
        {"question": "zxqv", "articles": ["help/stores/string-recycling.md"]},
    ]
    wanted.write_text("\n".join(map(json.dumps, rows)))
    capsys.readouterr()

    status = run(["eval", "retrieval", str(wanted), "--items", "--json", "--project", str(project)])

    report = json.loads(capsys.readouterr().out)
    hit, miss = report["items"]
    assert status == 0
    assert hit["missed"] is None
    assert miss["missed"]
    assert report["misses"][miss["missed"]] == 1


def test_a_new_article_is_found_by_a_process_that_was_running_before(project: Path) -> None:
    running = opened(project)
    found(running, "Do you tune harpsichords?")
    (project / "help/tuning.md").write_text("# Harpsichords\n\nWe tune harpsichords at home.\n")

    synced(project)

    assert found(running, "Do you tune harpsichords?")[0].passage.article == "help/tuning.md"
