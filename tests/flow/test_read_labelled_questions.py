"""Labelled questions are read strictly, and every complaint names its line."""

from pathlib import Path

import pytest

from handrail.domain.decision.labelled import GivenPassage, LabelledQuestion
from handrail.flow.read_labelled_questions import read_labelled, require_known_articles
from handrail.kernel.errors import BadDataset


def written(path: Path, text: str) -> Path:
    file = path / "labels.jsonl"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    return file


def test_every_field_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '\ufeff{"question": "Why?", "answerable": true, "articles": ["a/b.md"], "history": ["Hm"],'
        ' "passages": [{"title": "T", "text": "X"}, {"text": "Y"}], "question_id": 7}\r\n\n'
        '{"question": "How?", "answerable": false, "passages": [], "articles": null}\n',
    )

    read = read_labelled(file)

    assert read == (
        LabelledQuestion(
            question="Why?",
            answerable=True,
            articles=read[0].articles,
            history=("Hm",),
            passages=(GivenPassage(title="T", text="X"), GivenPassage(title="", text="Y")),
            line=1,
        ),
        LabelledQuestion(question="How?", answerable=False, passages=(), line=3),
    )
    assert read[0].articles == ("a/b.md",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no questions"),
        ('{"question": "a", "answerable": true}\n{"question"', "line 2: not valid JSON"),
        ("[1]", "line 1: not a JSON object"),
        ('{"question": " ", "answerable": true}', "'question' must be a text"),
        ('{"question": "a"}', "'answerable' must be true or false"),
        ('{"question": "a", "answerable": "yes"}', "'answerable' must be true or false"),
        ('{"question": "a", "answerable": true, "article": ["x"]}', "Did you mean 'articles'"),
        ('{"question": "a", "answerable": true, "articles": "x"}', "'articles' must be a list"),
        ('{"question": "a", "answerable": true, "history": [""]}', "'history' must be a list"),
        ('{"question": "a", "answerable": true, "passages": ["x"]}', "must be a list of objects"),
        ('{"question": "a", "answerable": true, "passages": [{"title": "x"}]}', "'text' must be"),
        ("\udcff", "not UTF-8"),
        ("[" * 100_000, "line 1: not valid JSON"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(BadDataset, match=complaint):
        read_labelled(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match=r"gone\.jsonl cannot be read"):
        read_labelled(tmp_path / "gone.jsonl")


def test_an_unknown_article_is_named_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, '{"question": "a", "answerable": true, "articles": ["x/y.md"]}')
    questions = read_labelled(file)

    require_known_articles(questions, set(questions[0].articles), file)
    with pytest.raises(BadDataset, match=r"line 1: there is no article 'x/y\.md'"):
        require_known_articles(questions, set(), file)
