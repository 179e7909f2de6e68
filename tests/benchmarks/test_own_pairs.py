"""Sentences of many trades: what is learnt from is not what is asked."""

from benchmarks.conflicts.injection import Placed
from benchmarks.other_words import PER_ARTICLE, placed_pairs
from training.contradictions.lessons import SIBLINGS, among_siblings

_LESSONS = ("lessons", "more_lessons", "site_lessons")


def test_no_sentence_that_is_held_out_is_learnt_from() -> None:
    held_out, learnt = _said(placed_pairs("held_out")), _said(placed_pairs(*_LESSONS))

    assert held_out.isdisjoint(learnt)


def test_lessons_and_what_is_held_out_hold_look_alikes_beside_conflicts() -> None:
    shares = [
        sum(one.pair.is_conflict for one in placed) / len(placed)
        for placed in (placed_pairs(*_LESSONS), placed_pairs("held_out"))
    ]

    assert all(0.5 < share < 0.75 for share in shares)


def test_pairs_of_several_files_are_told_apart_by_name() -> None:
    placed = placed_pairs(*_LESSONS)

    assert len({one.pair.name for one in placed}) == len(placed)


def test_a_pair_stands_among_siblings_that_bear_its_name() -> None:
    (first, *siblings) = list(among_siblings(placed_pairs("site_lessons"), PER_ARTICLE))[:4]

    assert [one.pair.name for one in siblings] == [
        f"{first.pair.name}.{number + 1}" for number in range(SIBLINGS)
    ]


def _said(placed: tuple[Placed, ...]) -> frozenset[str]:
    return frozenset(side.sentence for one in placed for side in one.pair.sides)
