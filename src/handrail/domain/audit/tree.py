"""Which one hash stands for all entries up to a point? RFC 9162, section 2.1.

A leaf is hashed with the prefix 0x00, a node with 0x01, so that no leaf can pass for a node. The
leaf of an entry covers the number the database gave it, a line break, and its canonical text:
digits hold no line break, so the joint is unambiguous.
"""

import hashlib
from collections.abc import Iterable, Sequence

_LEAF, _NODE = b"\x00", b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf that holds these bytes."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


def entry_leaf(sequence: int, canonical: str) -> bytes:
    """Return the leaf hash of an entry: its number and its stored text."""
    text = canonical.encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"\x00%d\n%b" % (sequence, text)).digest()


class Peaks:
    """Grow a tree leaf by leaf, holding only the roots of its perfect subtrees, largest first."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)
        if len(self._peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} perfect subtrees")

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """Return the roots of the perfect subtrees, largest first."""
        return tuple(self._peaks)

    def add(self, leaf: bytes) -> None:
        """Append a leaf."""
        peaks, rest = self._peaks, self.size
        while rest & 1:
            leaf = hashlib.sha256(_NODE + peaks.pop() + leaf).digest()
            rest >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes."""
    tree = Peaks()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def roots_at(leaves: Iterable[bytes | None], sizes: Iterable[int]) -> dict[int, bytes]:
    """Return the roots at those sizes that the leaves reach; a gap (None) ends the tree."""
    wanted = set(sizes)
    tree = Peaks()
    found = {0: tree.root()} if 0 in wanted else {}
    for leaf in leaves:
        if leaf is None:
            break
        tree.add(leaf)
        if tree.size in wanted:
            found[tree.size] = tree.root()
    return found
