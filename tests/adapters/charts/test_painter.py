"""Charts are pictures that hold nothing but shapes, and say in words what they show."""

import re
from datetime import date, timedelta

import pytest

from handrail.adapters.charts import painter
from handrail.adapters.charts.painter import VegaPainter
from handrail.domain.quality.charted import Bars, Line, line, line_table
from handrail.domain.quality.control import Limit
from handrail.domain.quality.watched import BY_MEASURE
from handrail.flow.show_charts import digest_of

DAY = date(2026, 5, 1)
RUNS = re.compile(r"<script|<style|<image|\sstyle=|\son\w+=|href=|https?:(?!//www.w3)")


def a_line(place: str = "all conversations") -> Line:
    points = [
        Limit(
            day=DAY + timedelta(days=n),
            value=0.1 if n < 9 else 0.4,
            cases=50,
            usual=0.1,
            low=0.02,
            high=0.2,
        )
        for n in range(10)
    ]
    return line(BY_MEASURE["returned"], points, place)


def test_a_picture_has_a_title_says_what_it_shows_and_runs_nothing() -> None:
    hostile = a_line('topic “<script>alert(1)</script>&"”')
    bars = Bars(title="Ends", says="One week.", parts=("a", "b"), bars=((DAY, (3, 4)),))

    first, second = VegaPainter().draw([hostile, bars])

    assert first is not None
    assert second is not None
    assert "<title" in first
    assert "Outside what chance explains: 2026-05-10." in first
    assert "&lt;script&gt;" in first
    for picture in (first, second):
        assert not re.search(
            r"<script|<style|<image|\sstyle=|\son\w+=|href=|https?:(?!//www.w3)", picture
        )
        assert "var(--" in picture
    assert 'role="img"' in first
    assert first.count("role=") == 1


def test_what_could_run_is_refused() -> None:
    for bad in ('<svg viewBox="0 0 1 1"><image href="x"/></svg>', "<svg onload=x>", "no picture"):
        assert painter._marked(bad, a_line()) is None


def test_a_painter_that_is_not_there_leaves_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")

    assert list(VegaPainter().draw([a_line()])) == [None]
    assert line_table(BY_MEASURE["returned"], a_line().points).rows[0][-1] == "outside"


def test_a_picture_is_known_by_its_numbers_and_by_what_draws_it() -> None:
    one, same, other = a_line(), a_line(), a_line("topic “x”")

    assert digest_of(one, "p1") == digest_of(same, "p1")
    assert len({digest_of(one, "p1"), digest_of(one, "p2"), digest_of(other, "p1")}) == 3
