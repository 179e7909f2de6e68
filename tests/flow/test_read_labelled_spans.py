"""Labelled texts are read strictly, in Handrail's form and in Presidio's."""

from pathlib import Path

import pytest

from handrail.domain.conversation.personal_data import PersonalKind
from handrail.flow.read_labelled_spans import LabelledSpan, LabelledText, read_labelled_spans
from handrail.kernel.errors import BadDataset


def written(path: Path, *lines: str) -> Path:
    file = path / "spans.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_both_forms_are_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '{"text": "a@b.c", "spans": [{"start": 0, "end": 5, "kind": "email"}]}',
        '{"full_text": "Bo 1", "masked": "", "metadata": null, "spans": ['
        '{"entity_type": "US_SSN", "entity_value": "1", "start_position": 3, "end_position": 4},'
        ' {"entity_type": "PERSON", "start_position": 0, "end_position": 2}]}',
    )

    read = read_labelled_spans(file)

    assert read == (
        LabelledText(
            text="a@b.c",
            spans=(LabelledSpan(start=0, end=5, name="email", kind=PersonalKind.EMAIL),),
            line=1,
        ),
        LabelledText(
            text="Bo 1",
            spans=(
                LabelledSpan(start=3, end=4, name="US_SSN", kind=PersonalKind.NATIONAL_ID),
                LabelledSpan(start=0, end=2, name="PERSON", kind=None),
            ),
            line=2,
        ),
    )


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("", "holds no texts"),
        ("[1]", "line 1: not a JSON object"),
        ('{"text": "a"}', "line 1: field 'spans' must be a list"),
        ('{"text": "a", "span": []}', "Did you mean 'spans'"),
        ('{"spans": []}', "line 1: field 'text' must be a text"),
        ('{"text": "a", "spans": ["x"]}', "'spans' must be a list of objects"),
        ('{"text": "a", "spans": [{"start": 0, "end": 1}]}', "'kind' must be a text"),
        ('{"text": "a", "spans": [{"end": 1, "kind": "email"}]}', "'start' must be a whole number"),
        ('{"text": "a", "spans": [{"start": true, "end": 1, "kind": "x"}]}', "a whole number"),
        ('{"text": "a", "spans": [{"start": -1, "end": 1, "kind": "x"}]}', "a whole number"),
        ('{"text": "a", "spans": [{"start": 0, "end": 2, "kind": "x"}]}', "0 to 2 is not within"),
        ('{"text": "a", "spans": [{"start": 1, "end": 1, "kind": "x"}]}', "1 to 1 is not within"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(BadDataset, match=complaint):
        read_labelled_spans(written(tmp_path, line))
