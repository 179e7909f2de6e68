"""The tree and its proofs are those of RFC 9162, checked against its definitions as written."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.audit.proofs import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
)
from handrail.domain.audit.tree import (
    EMPTY_ROOT,
    Peaks,
    entry_leaf,
    leaf_hash,
    node_hash,
    root_of,
    roots_at,
)

INPUTS = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Known from the implementations of Certificate Transparency, over the leaves above."""

SIZES = st.integers(1, 70)


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % n) for n in range(count)]


def mth(data: Sequence[bytes]) -> bytes:
    """Section 2.1.1, word for word, over the entries themselves."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = max(1 << i for i in range(len(data).bit_length()) if 1 << i < len(data))
    return hashlib.sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


@pytest.mark.parametrize("count", range(1, 9))
def test_roots_are_those_that_others_computed(count: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(data)) for data in INPUTS]

    assert root_of(leaves[:count]).hex() == ROOTS[count - 1]


@given(st.lists(st.binary(max_size=8), max_size=80))
def test_a_root_is_the_merkle_tree_hash_of_the_standard(data: list[bytes]) -> None:
    leaves = [leaf_hash(item) for item in data]

    assert root_of(leaves) == mth(data)
    assert roots_at(leaves, range(len(data) + 1)) == {
        size: mth(data[:size]) for size in range(len(data) + 1)
    }


def test_a_tree_without_leaves_has_the_root_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256().digest()


@given(SIZES, st.integers(0, 70))
def test_a_tree_that_was_put_down_grows_on_as_if_it_had_not_been(size: int, more: int) -> None:
    leaves = leaves_of(size + more)
    grown = Peaks()
    for leaf in leaves[:size]:
        grown.add(leaf)

    taken_up = Peaks(grown.size, grown.peaks)
    for leaf in leaves[size:]:
        taken_up.add(leaf)

    assert taken_up.root() == root_of(leaves)


def test_peaks_that_do_not_fit_their_size_are_refused() -> None:
    with pytest.raises(ValueError, match="3 leaves has 2"):
        Peaks(3, [b"x"])


def test_a_gap_ends_the_tree() -> None:
    leaves = leaves_of(3)

    found = roots_at([leaves[0], None, leaves[1]], (1, 2, 3))

    assert found == {1: leaves[0]}


def test_a_leaf_can_never_pass_for_a_node() -> None:
    left, right = leaves_of(2)

    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.integers(0, 10**9), st.text(), st.integers(0, 10**9), st.text())
def test_two_different_entries_have_two_different_leaves(
    one: int, text: str, other: int, words: str
) -> None:
    same = (one, text) == (other, words)

    assert (entry_leaf(one, text) == entry_leaf(other, words)) is same


def test_the_number_is_part_of_the_leaf() -> None:
    assert entry_leaf(1, "2\nx") != entry_leaf(12, "\nx")
    assert entry_leaf(12, "{}") == leaf_hash(b"12\n{}")


def test_half_a_character_that_somebody_smuggled_in_has_a_leaf_like_any_other() -> None:
    assert entry_leaf(1, "\ud800") == leaf_hash(b"1\n\xed\xa0\x80")


@given(SIZES, st.data())
def test_every_entry_can_be_shown_to_be_in_the_log(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)

    proof = inclusion_proof(leaves, index)

    assert is_included(leaves[index], index, size, proof, root_of(leaves))
    assert len(proof) <= size.bit_length()


@given(SIZES, st.data())
def test_no_proof_shows_what_is_not_so(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    root, proof = root_of(leaves), inclusion_proof(leaves, index)
    other = data.draw(st.integers(-2, size + 2).filter(lambda n: n != index))

    assert not is_included(leaf_hash(b"another"), index, size, proof, root)
    assert not is_included(leaves[index], other, size, proof, root)
    assert not is_included(leaves[index], index, size, (*proof, root), root)
    assert not is_included(leaves[index], index, size, proof, leaf_hash(b"another root"))
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        broken = (*proof[:at], leaf_hash(b"broken"), *proof[at + 1 :])
        assert not is_included(leaves[index], index, size, broken, root)
        assert not is_included(leaves[index], index, size, proof[:-1], root)


@given(SIZES, st.data())
def test_a_log_can_be_shown_to_continue_an_earlier_one(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    leaves = leaves_of(size)
    old, new = root_of(leaves[:first]), root_of(leaves)

    proof = consistency_proof(leaves, first)

    assert is_consistent(first, old, size, new, proof)


@given(SIZES, st.data())
def test_a_log_that_rewrote_its_past_cannot_be_shown_to_continue_it(
    size: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, size))
    leaves = leaves_of(size)
    old, new = root_of(leaves[:first]), root_of(leaves)
    changed = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves[:changed], leaf_hash(b"rewritten"), *leaves[changed + 1 :]]
    proof, forged = consistency_proof(leaves, first), consistency_proof(rewritten, first)

    assert not is_consistent(first, old, size, root_of(rewritten), forged)
    assert not is_consistent(first, old, size, root_of(rewritten), proof)
    assert not is_consistent(first, root_of(rewritten[:first]), size, new, proof)
    assert not is_consistent(first, old, size, new, (*proof, new))
    assert not is_consistent(0, old, size, new, proof)
    assert not is_consistent(size + 1, old, size, new, proof)
    if proof:
        assert not is_consistent(first, old, size, new, proof[:-1])
        assert not is_consistent(first, old, size, new, ())


def test_what_is_not_in_a_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="none at 3"):
        inclusion_proof(leaves_of(3), 3)
    with pytest.raises(ValueError, match="none of 4"):
        consistency_proof(leaves_of(3), 4)
    with pytest.raises(ValueError, match="none of 0"):
        consistency_proof(leaves_of(3), 0)
