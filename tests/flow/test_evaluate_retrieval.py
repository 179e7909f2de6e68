from pathlib import Path

import pytest

from handrail.domain.knowledge.model import ArticleId, Audience, PassageId
from handrail.domain.retrieval.model import PUBLIC, Hit, Scope, SearchResult, SnapshotId
from handrail.flow.evaluate_retrieval import (
    RetrievalReport,
    Stage,
    evaluate_retrieval,
    read_wanted,
)
from handrail.kernel.errors import BadDataset
from tests.builders import an_article, an_entry, passages_for
from tests.fakes import FakeStore

ARTICLES = [an_article(f"help/a{n}.md") for n in range(8)]
HIDDEN = an_article("help/hidden.md", audience=Audience.INTERNAL)


def _store() -> FakeStore:
    store = FakeStore()
    with store.write() as writing:
        for article in (*ARTICLES, HIDDEN):
            writing.publish(article, passages_for(article), an_entry())
    return store


def _result(*places: int, first_stage: tuple[PassageId, ...] = ()) -> SearchResult:
    hits = tuple(
        Hit(passage=passages_for(ARTICLES[place])[0], rank=rank, score=1.0)
        for rank, place in enumerate(places, 1)
    )
    return SearchResult(question="q", hits=hits, snapshot=SnapshotId("s"), first_stage=first_stage)


def _report(tmp_path: Path, line: str, result: SearchResult) -> RetrievalReport:
    file = tmp_path / "asked.jsonl"
    file.write_text(line + "\n", "utf-8")

    def find(_question: str, _scope: Scope) -> SearchResult:
        return result

    return evaluate_retrieval(read_wanted(file), PUBLIC, find, _store(), lambda *_: None)


def _line(*articles: str) -> str:
    listed = ", ".join(f'"{article}"' for article in articles)
    return f'{{"question": "q", "articles": [{listed}]}}'


def test_an_article_counts_where_its_best_passage_stands(tmp_path: Path) -> None:
    report = _report(tmp_path, _line("help/a1.md"), _result(0, 0, 1))

    values = {name: figure.value for name, figure in report.figures.items()}
    assert values["recall@1"] == 0.0
    assert values["recall@5"] == 1.0
    assert values["mrr@10"] == 0.5
    assert sum(report.misses.values()) == 0


def test_several_right_articles_share_the_recall(tmp_path: Path) -> None:
    report = _report(tmp_path, _line("help/a0.md", "help/a7.md"), _result(0, 1, 2, 3, 4, 5, 7))

    assert report.figures["recall@5"].value == 0.5
    assert report.figures["recall@10"].value == 1.0


@pytest.mark.parametrize(
    ("article", "result", "stage"),
    [
        ("help/hidden.md", _result(0), Stage.NOT_INDEXED),
        ("help/a7.md", _result(0), Stage.NOT_IN_FIRST_STAGE),
        ("help/a7.md", _result(0, 1, 2, 3, 4, 5, 7), Stage.LOST_IN_RANKING),
        (
            "help/a7.md",
            _result(0, first_stage=(passages_for(ARTICLES[7])[0].id,)),
            Stage.CUT_BY_THE_FLOOR,
        ),
    ],
)
def test_each_miss_is_charged_to_the_stage_that_lost_it(
    tmp_path: Path, article: str, result: SearchResult, stage: Stage
) -> None:
    report = _report(tmp_path, _line(article), result)

    assert report.misses == {each.value: int(each is stage) for each in Stage}
    assert report.items[0].missed is stage


def test_an_unknown_article_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match=r"line 1.*'help/nowhere.md'"):
        _report(tmp_path, _line("help/nowhere.md"), _result(0))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "line 1: not valid JSON"),
        ('{"question": "q"}', "line 1: field 'articles'"),
        ('{"question": "", "articles": ["a"]}', "line 1: field 'question'"),
        ("", "holds no questions"),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text(text, "utf-8")

    with pytest.raises(BadDataset, match=why):
        read_wanted(file)


def test_the_report_prints_figures_misses_and_items(tmp_path: Path) -> None:
    shown = _report(tmp_path, _line("help/a0.md"), _result(0)).as_json(with_items=True)

    assert shown["recall@1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert shown["items"] == [
        {"question": "q", "articles": [ArticleId("help/a0.md")], "ranks": [1], "missed": None}
    ]
