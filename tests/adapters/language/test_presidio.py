"""On public labelled texts, what is promised is found and little else goes with it."""

import os
from pathlib import Path

import pytest

from handrail.adapters.language.personal_data import PatternFinder
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.flow.evaluate_privacy import evaluate_privacy
from handrail.flow.read_labelled_spans import read_labelled_spans

DATA = os.environ.get("HANDRAIL_DATA", "")


@pytest.mark.real_data
@pytest.mark.skipif(not DATA, reason="HANDRAIL_DATA names no folder")
def test_every_promised_kind_is_found_and_is_what_it_is_called() -> None:
    texts = read_labelled_spans(Path(DATA) / "presidio/spans.jsonl")

    report = evaluate_privacy(texts, PatternFinder(), clopper_pearson, lambda *_: None)

    low = {
        (kind, name): figures[name].value
        for kind, figures in report.kinds.items()
        for name in ("precision", "recall")
        if figures[name].value < 0.95
    }
    assert low == {}
    assert report.overall["left_readable"].value <= 0.01
