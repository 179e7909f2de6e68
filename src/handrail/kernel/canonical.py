"""One spelling for every value: the JSON that is stored, hashed and later sealed (RFC 8785)."""

import math
import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from operator import itemgetter

_LARGEST_EXACT = 2**53 - 1
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LARGEST_PLAIN_EXPONENT = 21
_SMALLEST_PLAIN_EXPONENT = -6
_SMALLEST_REPR, _LARGEST_REPR = 1e-4, 1e16
"""Between them Python uses no exponent either."""


def storable(text: str) -> str:
    """Return the text with each NUL and each half of a surrogate pair replaced by U+FFFD.

    PostgreSQL stores neither, SQLite stores both: one rule makes the two agree. One character
    replaces one character, so that offsets into the text stay true.
    """
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def is_storable(text: str) -> bool:
    """Tell whether both databases can store the text as it is."""
    return _UNSTORABLE.search(text) is None


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value made of mappings, sequences, text, numbers and None."""
    match value:
        case str():
            return _text(value)
        case float():
            return _number(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return _integer(value)
        case Mapping():
            pairs = (f"{_text(key)}:{canonical_json(held)}" for key, held in _sorted(value))
            return "{" + ",".join(pairs) + "}"
        case list() | tuple():
            return "[" + ",".join(map(canonical_json, value)) + "]"
        case _:
            raise TypeError(f"cannot spell a {type(value).__name__} as canonical JSON")


def _text(value: str) -> str:
    return encode_basestring(storable(value))


def _sorted(value: Mapping[object, object]) -> list[tuple[str, object]]:
    pairs = [(str(key), held) for key, held in value.items()]
    is_plain = "".join([key for key, _ in pairs]).isascii()
    return sorted(pairs, key=itemgetter(0) if is_plain else _utf16_order)


def _utf16_order(pair: tuple[str, object]) -> bytes:
    return pair[0].encode("utf-16-be", "surrogatepass")


def _integer(value: int) -> str:
    if abs(value) > _LARGEST_EXACT:
        raise ValueError(f"{value} does not survive JSON: it is beyond 2^53")
    return str(int(value))


def _number(value: float) -> str:
    """Spell a number as ECMAScript does, which is what RFC 8785 asks for."""
    if not math.isfinite(value):
        raise ValueError(f"{value} does not survive JSON")
    if value == 0:
        return "0"
    if _SMALLEST_REPR <= abs(value) < _LARGEST_REPR:  # spelled alike by both
        return repr(value).removesuffix(".0")
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    return sign + _placed(digits.rstrip("0"), point)


def _placed(digits: str, point: int) -> str:
    """Put the decimal point after `point` digits, or use an exponent where that is far away."""
    count = len(digits)
    if count <= point <= _LARGEST_PLAIN_EXPONENT:
        return digits + "0" * (point - count)
    if 0 < point <= _LARGEST_PLAIN_EXPONENT:
        return f"{digits[:point]}.{digits[point:]}"
    if _SMALLEST_PLAIN_EXPONENT < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits[0] + (f".{digits[1:]}" if count > 1 else "")
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
