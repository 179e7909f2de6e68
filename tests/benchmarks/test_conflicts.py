"""The conflicts put into help centres are what they claim to be, and are judged by both sides."""

from collections import Counter
from pathlib import Path

from benchmarks.conflicts.injection import inject
from benchmarks.conflicts.judging import Quote, judge
from benchmarks.conflicts.model import (
    CENTRES,
    KINDS,
    REASONS,
    SETS,
    Pages,
    Pair,
    Side,
    read_pairs,
    sentences_of,
)

PAGES = Pages(before=("Read this first.",), after=("That is all.",))


def a_pair(name: str, one: str, other: str, *, because: str | None = None) -> Pair:
    return Pair(
        name=name,
        centre="help",
        kind="number",
        because=because,
        sides=(
            Side(sentence=one, place="refunds.md"),
            Side(sentence=other, place=f"new: More about {name}"),
        ),
        question="How many?",
    )


CONFLICT = a_pair("a", "We keep the cache for 30 days.", "Caches are emptied after 45 days.")
ALIKE = a_pair(
    "b", "Growth has room for 5 views.", "There are 9 views with Business.", because="plan"
)


def a_centre(folder: Path) -> Path:
    centre = folder / "centre"
    centre.mkdir()
    text = "# Refunds\n\n## When\n\nAsk soon.\n\n```\n## no heading\n```\n\n## How\n\nWrite.\n"
    (centre / "refunds.md").write_text(text, encoding="utf-8")
    return centre


def test_each_set_holds_as_many_of_every_kind() -> None:
    counts = {
        which: Counter(
            pair.because or pair.kind for centre in CENTRES for pair in read_pairs(which, centre)
        )
        for which in SETS
    }

    for count in counts.values():
        assert [count[kind] for kind in KINDS] == [50] * 4
        assert [count[reason] for reason in REASONS] == [40] * 5


def test_the_sets_share_no_sentence() -> None:
    tuning, reporting = (sentences_of(which) for which in SETS)

    assert tuning & reporting == set()


def test_nothing_is_left_to_fill_in() -> None:
    pairs = [pair for which in SETS for centre in CENTRES for pair in read_pairs(which, centre)]

    texts = [t for p in pairs for s in p.sides for t in (s.sentence, s.place, s.heading)]

    assert [text for text in texts if "{" in text] == []
    assert [pair.name for pair in pairs if pair.sides[0].sentence == pair.sides[1].sentence] == []


def test_sides_are_put_between_sections_or_on_a_page_of_their_own(tmp_path: Path) -> None:
    target = tmp_path / "copy"

    placed = inject((CONFLICT,), PAGES, a_centre(tmp_path), target)

    kept, new = (target / article.removeprefix("help/") for article in placed[0].articles)
    sections = kept.read_text(encoding="utf-8").split("\n\n")
    assert CONFLICT.sides[0].sentence in [section.strip() for section in sections]
    assert "```\n## no heading\n```" in sections
    assert f"{CONFLICT.sides[1].sentence} That is all." in new.read_text(encoding="utf-8")


def test_only_a_finding_that_quotes_both_sides_counts(tmp_path: Path) -> None:
    placed = inject((CONFLICT,), PAGES, a_centre(tmp_path), tmp_path / "copy")
    one, other = placed[0].articles
    said = CONFLICT.sides[0].sentence, CONFLICT.sides[1].sentence

    whole = judge(placed, [(Quote(article=one, text=said[0]), Quote(article=other, text=said[1]))])
    half = judge(placed, [(Quote(article=one, text=said[0]), Quote(article=other, text="Read."))])
    swapped = judge(
        placed, [(Quote(article=other, text=said[0]), Quote(article=one, text=said[1]))]
    )

    assert [j.recall().value for j in (whole, half, swapped)] == [1.0, 0.0, 0.0]
    assert (half.unjudged, half.precision().n) == (1, 0)


def test_a_look_alike_that_is_found_costs_precision(tmp_path: Path) -> None:
    placed = inject((CONFLICT, ALIKE), PAGES, a_centre(tmp_path), tmp_path / "copy")
    found = [
        tuple(
            Quote(article=article, text=f"Before. {side.sentence}")
            for article, side in zip(held.articles, held.pair.sides, strict=True)
        )
        for held in placed
    ]

    judged = judge(placed, found)

    assert judged.precision().value == 0.5
    assert judged.alarms("plan").value == 1.0
    assert judged.alarms("region").n == 0


def test_sides_of_two_pairs_set_against_each_other_are_a_false_alarm(tmp_path: Path) -> None:
    placed = inject((CONFLICT, ALIKE), PAGES, a_centre(tmp_path), tmp_path / "copy")
    crossed = (
        Quote(article=placed[0].articles[0], text=CONFLICT.sides[0].sentence),
        Quote(article=placed[1].articles[1], text=ALIKE.sides[1].sentence),
    )

    judged = judge(placed, [crossed])

    assert judged.crossed == 1
    assert (judged.precision().value, judged.precision().n) == (0.0, 1)
