"""What every vector cache promises: on SQLite, on PostgreSQL and on the one that tests use."""

from collections.abc import Iterator

import numpy as np
import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.adapters.sql.vectors import SqlVectorCache
from handrail.flow.ports import VectorCache, Vectors
from tests.fakes import FakeVectorCache

DIMENSIONS = 384


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def cache(request: pytest.FixtureRequest) -> Iterator[VectorCache]:
    if request.param == "memory":
        yield FakeVectorCache()
        return
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade)
    yield SqlVectorCache(store)
    store.close()


def unit_vectors(count: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    lengths = np.linalg.norm(drawn, axis=1, keepdims=True)
    return np.asarray(drawn / lengths, dtype=np.float32)


def an_item(units: int, seed: int = 1) -> tuple[Vectors, Vectors]:
    return unit_vectors(1, seed)[0], unit_vectors(units, seed + 1)


def test_vectors_are_returned_close_enough_for_every_cosine(cache: VectorCache) -> None:
    whole, units = an_item(7)

    cache.keep("minilm-1", {"a": (whole, units)})

    found, found_units = cache.load("minilm-1", ["a"])["a"]
    question = unit_vectors(1, 99)[0]
    assert found.dtype == found_units.dtype == np.float32
    assert found.shape == whole.shape
    assert found_units.shape == units.shape
    assert abs(float(found @ question - whole @ question)) < 1e-3
    assert np.abs(found_units @ question - units @ question).max() < 1e-3


def test_a_passage_may_have_no_units(cache: VectorCache) -> None:
    cache.keep("minilm-1", {"a": an_item(0)})

    assert cache.load("minilm-1", ["a"])["a"][1].shape == (0, DIMENSIONS)


def test_vectors_of_two_embedders_are_never_mixed(cache: VectorCache) -> None:
    cache.keep("minilm-1", {"a": an_item(1)})

    assert cache.load("minilm-2", ["a"]) == {}


def test_only_what_is_known_is_returned_however_much_is_asked(cache: VectorCache) -> None:
    kept = {f"k{n}": an_item(1, seed=n) for n in range(600)}
    cache.keep("minilm-1", kept)

    found = cache.load("minilm-1", [*kept, "unknown"])

    assert found.keys() == kept.keys()
    assert cache.load("minilm-1", []) == {}


def test_what_is_kept_twice_stays_as_it_was(cache: VectorCache) -> None:
    cache.keep("minilm-1", {"a": an_item(1)})
    before = cache.load("minilm-1", ["a"])["a"][0]

    cache.keep("minilm-1", {"a": an_item(1, seed=5), "b": an_item(1)})

    assert np.array_equal(cache.load("minilm-1", ["a"])["a"][0], before)
    assert "b" in cache.load("minilm-1", ["b"])
