"""How is a log written to a file that can be verified without the database?

One JSON object a line: first the format, then the entries by position and the unsealed ones by
number, then the heads. A file of heads alone has the same lines.
"""

from collections.abc import Iterable, Iterator, Mapping

from handrail.domain.audit.heads import counted, head_from, head_line, parsed_line
from handrail.domain.audit.model import LogEntry, SignedHead
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import BadInput

FORMAT = "handrail-audit-log/1"


def log_lines(entries: Iterable[LogEntry], heads: Iterable[SignedHead]) -> Iterator[str]:
    """Yield the lines of an export."""
    yield canonical_json({"format": FORMAT})
    for entry in entries:
        yield canonical_json(
            {
                "canonical": entry.canonical,
                "leaf": None if entry.leaf is None else entry.leaf.hex(),
                "position": entry.position,
                "sequence": entry.sequence,
            }
        )
    for head in heads:
        yield head_line(head)


def read_log(lines: Iterable[str]) -> tuple[list[LogEntry], list[SignedHead]]:
    """Return the entries and heads of an export; raises BadInput, naming the line."""
    entries: list[LogEntry] = []
    heads: list[SignedHead] = []
    has_format = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        plain = parsed_line(line, number)
        if "sequence" in plain:
            entries.append(_entry(plain, number))
        elif "head" in plain:
            heads.append(head_from(plain, number))
        elif plain.get("format") == FORMAT:
            has_format = True
        else:
            raise BadInput(f"Line {number} is neither an entry nor a head.", hint=_HINT)
    if not has_format:
        raise BadInput(f"The file is no export of the form {FORMAT}.", hint=_HINT)
    return sorted(entries, key=_order), heads


def _order(entry: LogEntry) -> tuple[bool, int, int]:
    return (entry.position is None, entry.position or 0, entry.sequence)


_HINT = "Make one with `handrail audit export FILE`."


def _entry(plain: Mapping[str, object], number: int) -> LogEntry:
    position, leaf = plain.get("position"), plain.get("leaf")
    try:
        return LogEntry(
            sequence=counted(plain["sequence"]),
            canonical=_optional_text(plain.get("canonical")),
            position=None if position is None else counted(position),
            leaf=None if leaf is None else bytes.fromhex(str(leaf)),
        )
    except ValueError as error:
        raise BadInput(f"Line {number} holds no entry.", hint="The file is damaged.") from error


def _optional_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ValueError("not text")
