"""What makes something that tells a deflection or resolution rate incomplete, wherever it stands.

A rate is known by its name and a number beside it. Complete it is with its quality, who came back,
what nobody knows, the interval, and what people achieve. Each function returns what is wanting.
"""

import ast
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from typing_extensions import override

from handrail.domain.quality.rates import NEEDED, RateKind, carries_a_rate

_NAME = (
    r"(?:deflect(?:ed|ion|ions)?|resolution|resolved|contain(?:ed|ment)|self[-_ ]?service"
    r"|automation)"
)
_KEY = re.compile(
    rf"^(?:human_|staff_|our_)?{_NAME}(?:[ _-]?(?:rate|share|percent))?$", re.IGNORECASE
)
_RATE_WORD = re.compile(rf"\b(?:deflect\w*|resolution|resolved)\b|\b{_NAME} rate\b", re.IGNORECASE)
_SHARE = re.compile(r"\b\d+(?:[.,]\d+)?\s?%")
_NEAR = 160  # characters between the name of a rate and its number
_IN_WORDS = {
    "quality": re.compile(r"known to have helped|found right|quality", re.IGNORECASE),
    "recontact": re.compile(r"came back|come back|re-?contact", re.IGNORECASE),
    "unknown": re.compile(r"unknown|nobody knows|not known", re.IGNORECASE),
    "interval": re.compile(r"\d\s?%?\s?(?:to|–|-|…)\s?\d+(?:[.,]\d+)?\s?%", re.IGNORECASE),
    "baseline": re.compile(r"people|human|baseline|staff|agents?\b", re.IGNORECASE),
}
_IN_TEMPLATES = ("quality", "recontact", "unknown", "low", "high", "baseline")
_WHOLE = re.compile(r"\.(?:in_words|as_row|as_json)\b|\{\{\s*rate\s*\}\}")
_IMPORTED = re.compile(r"""\{%-?\s*(?:from|include|import|extends)\s+["']([^"']+)["']""")
_MEASURES = frozenset(
    {"deflected", "resolved", "human_resolved", *(kind.value for kind in RateKind)}
)
_ENUM_NAMES = frozenset({"DEFLECTED", "RESOLVED", "HUMAN_RESOLVED"})
_CONTAINERS = frozenset({"section", "article", "figure", "table", "svg", "aside", "dl", "body"})


def incomplete_json(value: object, at: str = "$") -> list[str]:
    """Return where JSON values tell a rate without all that belongs to it."""
    if isinstance(value, list):
        return [one for n, held in enumerate(value) for one in incomplete_json(held, f"{at}[{n}]")]
    if not isinstance(value, dict):
        return []
    if _is_rate(value):
        lacks = [name for name in NEEDED if name not in value]
        lacks += [
            f"{n}.interval" for n in ("quality", "recontact", "unknown") if _bare(value.get(n))
        ]
        return [f"{at} lacks {', '.join(lacks)}"] if lacks else []
    return [one for name, held in value.items() for one in incomplete_json(held, f"{at}.{name}")]


def rates_in(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield every rate in JSON values."""
    if isinstance(value, list):
        for held in value:
            yield from rates_in(held)
    if isinstance(value, dict):
        if _is_rate(value):
            yield value
            return
        for held in value.values():
            yield from rates_in(held)


def _is_rate(value: Mapping[str, Any]) -> bool:
    named = [name for name, held in value.items() if _KEY.match(str(name)) and _numeric(held)]
    return bool(named) or carries_a_rate(value)


def _numeric(value: object) -> bool:
    if isinstance(value, dict):
        return "value" in value or any(map(_numeric, value.values()))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bare(figure: object) -> bool:
    return not isinstance(figure, dict) or not {"low", "high", "n"} <= figure.keys()


def incomplete_csv(text: str) -> list[str]:
    """Return which columns a table of rates lacks."""
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = [str(name) for name in (rows[0] if rows else ())]
    kinds = {kind.value for kind in RateKind}
    is_table = any(_KEY.match(name) for name in columns) or any(
        value in kinds for row in rows for value in row.values()
    )
    wanted = ("quality", "recontact", "unknown", "baseline")
    lacks = [name for name in wanted if not any(c.startswith(name) for c in columns)]
    lacks += [name for name in ("low", "high") if name not in columns]
    return lacks if is_table else []


def incomplete_text(text: str) -> list[str]:
    """Return what paragraphs that tell a rate, and its number, leave out."""
    return [wanting for block in re.split(r"\n\s*\n", text) for wanting in _wanting(block)]


def _wanting(block: str) -> list[str]:
    if not any(_SHARE.search(block, *_around(word, block)) for word in _RATE_WORD.finditer(block)):
        return []
    lacks = [name for name, said in _IN_WORDS.items() if not said.search(block)]
    told = " ".join(block.split())[:80]
    return [f"{told!r} lacks {', '.join(lacks)}"] if lacks else []


def _around(word: re.Match[str], block: str) -> tuple[int, int]:
    return max(word.start() - _NEAR, 0), min(word.end() + _NEAR, len(block))


class _Page(HTMLParser):
    """Gather the text of each part of a page, and of the parts in it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[str]] = [[]]
        self.closed: list[str] = []
        self._silent = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        if tag in _CONTAINERS:
            self.open.append([])
        self.open[-1] += [value or "" for name, value in attrs if name in {"aria-label", "title"}]

    @override
    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"} and self._silent > 0
        if tag in _CONTAINERS and len(self.open) > 1:
            text = " ".join(self.open.pop())
            self.closed.append(text)
            self.open[-1].append(text if _wanting(text) == [] else "")

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.open[-1].append(" ".join(data.split()))


def incomplete_page(html: str) -> list[str]:
    """Return what the parts of a page, or a chart, leave out that tell a rate."""
    page = _Page()
    page.feed(html)
    page.close()
    return [lacks for text in (*page.closed, *map(" ".join, page.open)) for lacks in _wanting(text)]


def incomplete_metrics(text: str) -> list[str]:
    """Return metrics that are a rate and come without what belongs to it."""
    names = {line.split("{")[0].split(" ")[0] for line in text.splitlines() if line[:1].isalpha()}
    rates = {name for name in names if _RATE_WORD.search(name.replace("_", " "))}
    wanted = ("quality", "recontact", "unknown", "low", "high")
    lacks = [part for part in wanted if not any(part in name for name in names)]
    return [f"{name} lacks {', '.join(lacks)}" for name in sorted(rates) if lacks]


def incomplete_schemas(openapi: Mapping[str, Any]) -> list[str]:
    """Return schemas of replies that have room for a rate and none for what belongs to it."""
    schemas: Mapping[str, Any] = openapi.get("components", {}).get("schemas", {})
    whole = {name for name, schema in schemas.items() if _has_room(schema) and not _lacks(schema)}
    inside = {ref for name in whole for ref in _refs(schemas[name])}
    outside = {ref for name in schemas.keys() - whole - inside for ref in _refs(schemas[name])}
    outside |= set(_refs(openapi.get("paths", {})))
    parts = inside - outside  # what a whole rate holds stands nowhere else
    return [
        f"{name} lacks {', '.join(_lacks(schema))}"
        for name, schema in schemas.items()
        if _has_room(schema) and name not in whole | parts
    ]


def _has_room(schema: Mapping[str, Any]) -> bool:
    names = schema.get("properties", {})
    return "rate" in names or any(_KEY.match(name) for name in names)


def _lacks(schema: Mapping[str, Any]) -> list[str]:
    required = schema.get("required", ())
    return [name for name in NEEDED if name not in required]


def _refs(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rpartition("/")[2]
        for held in schema.values():
            yield from _refs(held)
    if isinstance(schema, list):
        for held in schema:
            yield from _refs(held)


def incomplete_templates(sources: Mapping[str, str]) -> list[str]:
    """Return templates that name a rate and not all that belongs to it."""
    found = []
    for name, source in sources.items():
        drawn = source + "".join(sources.get(other, "") for other in _IMPORTED.findall(source))
        if _RATE_WORD.search(source) and not _WHOLE.search(source):
            lacks = [part for part in _IN_TEMPLATES if part not in drawn]
            found += [f"{name} lacks {', '.join(lacks)}"] if lacks else []
    return found


def counting_alone(source: str) -> list[str]:
    """Return the lines of a module that take up a rate's counts, which only the rate may do."""
    if not re.search(r"(?i)deflect|resolved|resolution", source):
        return []
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if id(node) not in docstrings and _takes_up(node)
    ]


def _takes_up(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value in _MEASURES or bool(re.search(r"'(?:deflected|resolved)'", node.value))
    if isinstance(node, ast.Name):
        return node.id in {"RESOLVED", "is_resolved"}
    return isinstance(node, ast.Attribute) and node.attr in _ENUM_NAMES


def counting_silence(source: str) -> list[str]:
    """Return the lines of a module that put silence into one group with those who were helped."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)) if "silent" in source.lower() else ():
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            named = set(map(_outcome, node.elts))
            if "silent" in named and named & _HELPED and "abandoned" not in named:
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [
                f"line {node.lineno}: {listed}"
                for listed in re.findall(r"(?i)\bin \(([^)]*)\)", node.value)
                if "silent" in listed and re.search("confirmed|verified", listed)
            ]
    return found


_HELPED = {"confirmed", "verified"}


def _outcome(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return node.attr.lower() if isinstance(node, ast.Attribute) else ast.unparse(node)


def told_silence(rates: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return rates by which somebody was helped, told of customers who said nothing at all."""
    return [
        f"{rate['rate']} of {rate['slice']} {rate['of']}"
        for rate in rates
        if (rate["value"] if rate["rate"] == RateKind.RESOLUTION else rate["quality"]["value"]) > 0
    ]
