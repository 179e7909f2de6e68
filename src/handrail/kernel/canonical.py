"""One spelling for every value: the JSON that is stored, hashed and later sealed (RFC 8785)."""

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import JSONEncoder, encode_basestring
from operator import itemgetter

_SOON = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
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
        case dict() | Mapping():
            pairs = [f"{spelled}{canonical_json(value[key])}" for key, spelled in _keys(*value)]
            return "{" + ",".join(pairs) + "}"
        case list() | tuple():
            return "[" + ",".join(map(canonical_json, value)) + "]"
        case _:
            raise TypeError(f"cannot spell a {type(value).__name__} as canonical JSON")


def canonical_json_without_fractions(value: object) -> str:
    """Return the canonical JSON, sooner, of a value without fractions and integers beyond 2^53.

    Its keys are text in ASCII.
    """
    spelled = _SOON.encode(value)
    if "\\u0000" in spelled or not is_storable(spelled):
        return canonical_json(value)
    return spelled


def _text(value: str) -> str:
    return encode_basestring(storable(value))


@lru_cache(maxsize=512, typed=True)  # records have the same few sets of keys: a third of the time
def _keys(*keys: object) -> tuple[tuple[object, str], ...]:
    """Return keys in their order in JSON, each with its spelling."""
    pairs = [(str(key), key) for key in keys]
    is_plain = "".join([text for text, _ in pairs]).isascii()
    pairs.sort(key=itemgetter(0) if is_plain else _utf16_order)
    return tuple((key, f"{_text(text)}:") for text, key in pairs)


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
