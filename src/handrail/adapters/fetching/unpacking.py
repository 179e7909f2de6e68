"""Unpacks a reply piece by piece and counts what comes out: no declared size is believed."""

import zlib
from collections.abc import Iterable

_GZIP = zlib.MAX_WBITS | 16
_EITHER_DEFLATE = zlib.MAX_WBITS | 32
_PIECE = 65_536
_FREE = 1_000_000
"""Unpacked bytes up to which nobody asks how well they were packed."""
_MOST_RATIO = 100


class Overflow(Exception):
    """Say in which way a reply is too much, or damaged."""


def unpacked(pieces: Iterable[bytes], encoding: str, most: int) -> bytes:
    """Return the whole body; raises Overflow."""
    if encoding in {"", "identity"}:
        return _joined(pieces, most)
    if encoding in {"gzip", "x-gzip"}:
        return _inflated(pieces, _GZIP, most)
    if encoding == "deflate":
        return _inflated(pieces, _EITHER_DEFLATE, most)
    raise Overflow(f"it is packed in a way that was not asked for ({encoding[:40]!r})")


def unzipped(body: bytes, most: int) -> bytes:
    """Return what a gzip file holds, such as `sitemap.xml.gz`; raises Overflow."""
    return _inflated([body], _GZIP, most)


def _joined(pieces: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            raise Overflow(f"it is larger than {most:,} bytes")
    return bytes(body)


def _inflated(pieces: Iterable[bytes], form: int, most: int) -> bytes:
    body = bytearray()
    came = 0
    inflating = zlib.decompressobj(form)
    for piece in pieces:
        came += len(piece)
        rest = piece
        while rest and not inflating.eof:
            try:
                body += inflating.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Overflow("its packing is damaged") from error
            rest = inflating.unconsumed_tail
            _count(len(body), came, most)
        if came > most:
            raise Overflow(f"it is larger than {most:,} bytes")
    if not inflating.eof:
        raise Overflow("its packing is cut off")
    return bytes(body)


def _count(length: int, came: int, most: int) -> None:
    if length > most:
        raise Overflow(f"it is larger than {most:,} bytes once unpacked")
    if length > _FREE and length > came * _MOST_RATIO:
        raise Overflow(f"it unpacks to more than {_MOST_RATIO} times its size")
