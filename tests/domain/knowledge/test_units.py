import pytest

from handrail.domain.knowledge.model import BlockKind, UnitKind
from handrail.domain.knowledge.units import sentences, units_of
from tests.domain.knowledge.articles import code, heading, lines, said


@pytest.mark.parametrize(
    "parts",
    [
        ["Pay now.", "Then wait."],
        ["Use v2.1 or 3.5.", "It costs $1.50!", "Really?", "Yes."],
        ["See e.g. Example Inc. for more, i.e. the text, etc. and so on.", "Done."],
        ["See https://example.org/a.b?c=d.", "Then close it."],
        ["Dr. J. Doe lives in the U.S. since 2020.", "Call her at 9 a.m. on weekdays."],
        ["Open it.", "iOS users wait.", "npm is fine"][:2],
        ["Yahoo! is a name."],
        ["He said “stop.”", "(It did.)", "Then it went on…", "Slowly."],
        ["支払いは毎月です。", "いつでも解約できます！", "本当ですか？"],
        ["هل يمكنني الإلغاء؟", "نعم."],
        ["आप रद्द कर सकते हैं।", "यह मुफ़्त है।"],
        ["1. Open the box.", "Look inside."],
        ["See Fig. 3 and No. 5.", "Thanks."],
        ["No border here"],
    ],
)
def test_a_text_is_divided_into_its_sentences(parts: list[str]) -> None:
    joint = "" if "。" in parts[0] else " "
    text = joint.join(parts)

    found = [text[start:end] for start, end in sentences(text)]

    assert found == parts


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_empty_text_has_no_sentence(text: str) -> None:
    assert sentences(text) == ()


def test_each_kind_of_block_has_its_kind_of_unit() -> None:
    step = lines(BlockKind.LIST, "1. Open it. Close it.")
    row = lines(BlockKind.TABLE, "Pro | 9", header="Plan | Price")

    kinds = [
        [unit.kind for unit in units_of(block)]
        for block in (said("One. Two."), step, row, code("x"))
    ]

    assert kinds == [
        [UnitKind.SENTENCE, UnitKind.SENTENCE],
        [UnitKind.STEP],
        [UnitKind.ROW],
        [UnitKind.CODE],
    ]
    assert units_of(heading(1, "A")) == ()


def test_a_long_item_is_quoted_sentence_by_sentence() -> None:
    item = " ".join(["This part of the item tells one more thing about it."] * 12)

    units = units_of(lines(BlockKind.LIST, item))

    assert len(units) == 12
    assert {unit.kind for unit in units} == {UnitKind.SENTENCE}
