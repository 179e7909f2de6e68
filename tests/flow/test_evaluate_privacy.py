"""What is kept from a model is measured by kind, and what is not promised is said."""

from handrail.domain.conversation.personal_data import PersonalKind
from handrail.flow.evaluate_privacy import PrivacyReport, evaluate_privacy
from handrail.flow.read_labelled_spans import LabelledSpan, LabelledText
from tests.fakes import FakeFinder


def a_label(start: int, end: int, kind: PersonalKind | None, name: str = "") -> LabelledSpan:
    return LabelledSpan(start=start, end=end, name=name or str(kind), kind=kind)


def measured(*texts: LabelledText, **values: PersonalKind) -> PrivacyReport:
    return evaluate_privacy(
        texts, FakeFinder(values), lambda k, n, _: (k / n, k / n), lambda *_: None
    )


TEXT = LabelledText(
    text="a@b.c or 555 1234 in Paris, 7777",
    spans=(
        a_label(0, 5, PersonalKind.EMAIL),
        a_label(9, 17, PersonalKind.PHONE),
        a_label(21, 26, None, "LOCATION"),
        a_label(28, 32, PersonalKind.ADDRESS),
    ),
    line=4,
)


def test_precision_and_recall_are_told_by_kind() -> None:
    report = measured(TEXT, **{"a@b.c": PersonalKind.EMAIL, "Paris": PersonalKind.PHONE})

    assert report.overall["precision"].value == 0.5
    assert report.overall["recall"].value == 0.5
    assert report.kinds["email"]["recall"].value == 1.0
    assert report.kinds["phone"]["recall"].value == 0.0
    assert report.kinds["phone"]["precision"].value == 0.0
    assert report.kinds["phone"]["left_readable"].value == 1.0
    assert set(report.kinds) == {"email", "phone"}


def test_a_value_of_which_a_part_shows_counts_as_missed() -> None:
    report = measured(TEXT, **{"555": PersonalKind.PHONE})

    assert report.kinds["phone"]["recall"].value == 0.0
    assert report.kinds["phone"]["precision"].value == 1.0


def test_a_mask_that_takes_mostly_other_words_is_wrong() -> None:
    report = measured(TEXT, **{"555 1234 in Paris": PersonalKind.PHONE})

    assert report.kinds["phone"]["recall"].value == 1.0
    assert report.kinds["phone"]["precision"].value == 0.0


def test_what_is_not_promised_is_counted_and_named() -> None:
    report = measured(TEXT)

    assert report.not_promised == {"LOCATION": 1, "address": 1}
    assert (report.not_promised_share.value, report.not_promised_share.n) == (0.5, 4)


def test_what_went_wrong_is_printed_by_place_and_never_by_value() -> None:
    report = measured(TEXT, **{"Paris": PersonalKind.NAME})

    printed = report.as_json(with_items=True)

    assert printed["items"] == [
        {
            "line": 4,
            "missed": [
                {"kind": "email", "start": 0, "end": 5},
                {"kind": "phone", "start": 9, "end": 17},
            ],
            "wrong": [{"kind": "name", "start": 21, "end": 26}],
        }
    ]
    assert "items" not in report.as_json(with_items=False)
