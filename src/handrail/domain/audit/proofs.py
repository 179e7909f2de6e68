"""Is an entry in the log, and does a log continue an earlier one? RFC 9162, sections 2.1.3, 2.1.4.

Whoever holds a head can be shown either with a handful of hashes, without seeing other entries.
"""

from collections.abc import Sequence

from handrail.domain.audit.tree import node_hash, root_of


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return what shows that the leaf at an index is in the tree over these leaves."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"a tree of {len(leaves)} leaves has none at {index}")
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), root_of(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split]))


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """Return what shows that the tree over these leaves continues that over the `first` ones."""
    if not 0 < first <= len(leaves):
        raise ValueError(f"a tree of {len(leaves)} leaves continues none of {first}")
    return _subproof(leaves, first, is_whole=True)


def _subproof(leaves: Sequence[bytes], first: int, *, is_whole: bool) -> tuple[bytes, ...]:
    if first == len(leaves):
        return () if is_whole else (root_of(leaves),)
    split = _split(len(leaves))
    if first <= split:
        proof = _subproof(leaves[:split], first, is_whole=is_whole)
        return (*proof, root_of(leaves[split:]))
    proof = _subproof(leaves[split:], first - split, is_whole=False)
    return (*proof, root_of(leaves[:split]))


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that the leaf is at that index of the tree with that root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the second tree begins with all leaves of the first."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = [first_root, *proof] if first.bit_count() == 1 else list(proof)
    if not steps:
        return False
    return _climbed(steps, first - 1, second - 1) == (first_root, second_root)


def _climbed(steps: Sequence[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    """Return the two roots that the steps lead to, or None where they lead nowhere."""
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(count: int) -> int:
    """Return the largest power of two below a count."""
    return 1 << (count - 1).bit_length() - 1
