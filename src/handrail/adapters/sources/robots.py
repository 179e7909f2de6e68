"""What robots.txt lets us read, as RFC 9309 says: the longest rule wins, allowing wins a tie."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_AGENT = "handrail"
_LONGEST = 500_000
_MOST_RULES = 2_000
_LONGEST_DELAY = 60.0
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """Allow or forbid the paths that begin as the pattern does."""

    pattern: str
    is_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """Hold what a site asks of those who read it."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0
    """Seconds between two requests."""
    sitemaps: tuple[str, ...] = ()

    def allows(self, address: str) -> bool:
        """Tell whether a page may be asked for."""
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        found = [rule for rule in self.rules if _matches(rule.pattern, path)]
        if not found:
            return True
        return max((len(rule.pattern), rule.is_allowed) for rule in found)[1]


def read_robots(raw: bytes) -> Robots:
    """Read the rules for us, else those for everybody."""
    lines = list(_lines(raw[:_LONGEST].decode("utf-8", "replace")))
    groups = list(_groups(lines))
    ours = [body for agents, body in groups if _AGENT in agents]
    held = ours or [body for agents, body in groups if "*" in agents]
    said = [line for body in held for line in body if line[1]][:_MOST_RULES]
    return Robots(
        rules=tuple(Rule(value, key == "allow") for key, value in said if key != "crawl-delay"),
        delay=max((_seconds(value) for key, value in said if key == "crawl-delay"), default=0.0),
        sitemaps=tuple(value for key, value in lines if key == "sitemap" and value)[:50],
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LINE.match(line)
        if found:
            yield found.group(1).lower(), found.group(2).strip()


def _groups(
    lines: Iterable[tuple[str, str]],
) -> Iterator[tuple[frozenset[str], Sequence[tuple[str, str]]]]:
    agents: list[str] = []
    body: list[tuple[str, str]] = []
    for key, value in lines:
        if key == "user-agent":
            if body:
                yield frozenset(agents), body
                agents, body = [], []
            agents.append(value.lower())
        elif agents and key in {"allow", "disallow", "crawl-delay"}:
            body.append((key, value))
    if agents:
        yield frozenset(agents), body


def _seconds(value: str) -> float:
    try:
        return min(max(float(value), 0.0), _LONGEST_DELAY)
    except ValueError:
        return 0.0


def _matches(pattern: str, path: str) -> bool:
    """Match `*` and a closing `$`, part by part from the left: linear in the path's length."""
    if not pattern:
        return False
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for part in rest:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if not ends:
        return True
    last = rest[-1] if rest else ""
    return path.endswith(last) if rest else at == len(path)
