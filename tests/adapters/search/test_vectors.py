from pathlib import Path

import numpy as np
import pytest

from handrail.adapters.search.vectors import Vectors, VectorWriter, open_vectors

EAST, NORTH = np.eye(2, dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    """Two passages under a heading that points north: one with two units, one without any."""
    writer = VectorWriter(tmp_path / "vectors", dimensions=2, heads=1, units=[2, 0])
    writer.put_head(0, NORTH)
    writer.put_passage(0, EAST, np.stack([EAST, -EAST]))
    writer.put_passage(1, EAST, np.zeros((0, 2), dtype=np.float32))
    writer.close([0, 0])
    return open_vectors(tmp_path / "vectors", 2, 2)


def test_a_questions_word_is_as_near_as_the_nearest_unit_or_heading(vectors: Vectors) -> None:
    words, rows = np.stack([EAST, NORTH]), np.array([0, 1], dtype=np.int64)

    units, starts, nearness = vectors.unit_cosines(EAST, words, rows)

    assert starts.tolist() == [0, 2, 2]
    assert units.tolist() == pytest.approx([1.0, -1.0])
    assert list(nearness) == pytest.approx([1.0, 0.5])


def test_a_question_without_words_is_near_to_nothing(vectors: Vectors) -> None:
    none, rows = np.zeros((0, 2), dtype=np.float32), np.array([0, 1], dtype=np.int64)

    _, _, nearness = vectors.unit_cosines(EAST, none, rows)

    assert list(nearness) == [0.0, 0.0]


def test_many_passages_are_compared_side_by_side_with_equal_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.adapters.search.vectors._ROWS_OF_A_THREAD", 3)
    chance = np.random.default_rng(7)
    written = chance.standard_normal((20, 2), dtype=np.float32)
    writer = VectorWriter(tmp_path / "many", dimensions=2, heads=1, units=[0] * 20)
    writer.put_head(0, NORTH)
    for row, vector in enumerate(written):
        writer.put_passage(row, vector, np.zeros((0, 2), dtype=np.float32))
    writer.close([0] * 20)
    many = open_vectors(tmp_path / "many", 20, 2)

    cosines = many.cosines(EAST, None)

    assert cosines.tolist() == np.einsum("ij,j->i", written, EAST).tolist()
