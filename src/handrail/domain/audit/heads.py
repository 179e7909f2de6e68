"""How is a head spelled, signed and read back?

What is signed is the head's canonical JSON (RFC 8785) with the name of the format in it, so that a
signature over a head can never pass for one over anything else.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from handrail.domain.audit.model import SignedHead, TreeHead
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import BadInput

FORMAT = "handrail-audit-head/1"
_FIELDS = {"format", "log", "root", "size", "time"}


def log_of(key: bytes) -> str:
    """Return the name of the log whose heads this public key checks."""
    return hashlib.sha256(key).hexdigest()


def signed_bytes(head: TreeHead) -> bytes:
    """Return exactly what is signed."""
    return canonical_json(_plain(head)).encode()


def head_line(signed: SignedHead) -> str:
    """Return a signed head as one line of JSON."""
    return canonical_json(
        {
            "head": _plain(signed.head),
            "key": base64.b64encode(signed.key).decode(),
            "signature": base64.b64encode(signed.signature).decode(),
        }
    )


def heads_in(lines: Iterable[str]) -> Iterator[SignedHead]:
    """Yield the heads among lines of JSON; raises BadInput for a line that holds no sound JSON."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            plain = parsed_line(line, number)
            if "head" in plain:
                yield head_from(plain, number)


def parsed_line(line: str, number: int) -> Mapping[str, object]:
    """Return the JSON object of a line, or raise BadInput."""
    try:
        plain = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"Line {number} is not JSON.", hint="The file is cut or damaged.") from error
    if not isinstance(plain, dict):
        raise BadInput(f"Line {number} is not a JSON object.", hint="The file is damaged.")
    return plain


def head_from(plain: Mapping[str, object], number: int) -> SignedHead:
    """Return the signed head of a parsed line, or raise BadInput."""
    try:
        return SignedHead(
            head=_head(plain.get("head")),
            key=_bytes(plain.get("key")),
            signature=_bytes(plain.get("signature")),
        )
    except (ValueError, binascii.Error) as error:
        raise BadInput(
            f"Line {number} holds no head of the form {FORMAT}.", hint="The file is damaged."
        ) from error


def _head(plain: object) -> TreeHead:
    if not isinstance(plain, dict) or set(plain) != _FIELDS or plain["format"] != FORMAT:
        raise ValueError(FORMAT)
    return TreeHead(
        log=_text(plain["log"]),
        size=counted(plain["size"]),
        root=_text(plain["root"]),
        time=_text(plain["time"]),
    )


def _plain(head: TreeHead) -> dict[str, object]:
    return {
        "format": FORMAT,
        "log": head.log,
        "root": head.root,
        "size": head.size,
        "time": head.time,
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")  # noqa: TRY004 - becomes BadInput with the rest
    return value


def counted(value: object) -> int:
    """Return a number that every reader of JSON can hold, or raise ValueError."""
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError("not a count")
    return value


def _bytes(value: object) -> bytes:
    return base64.b64decode(_text(value), validate=True)
