"""Findings as SARIF 2.1.0, which code review shows beside the lines that they are about."""

import re
from collections.abc import Mapping, Set
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from handrail.cli.finding_output import Reported, places
from handrail.cli.places import Place
from handrail.domain.knowledge.health.model import Finding, FindingKind, Severity

_LEVELS: Mapping[Severity, str] = {
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
_RULES: Mapping[FindingKind, tuple[str, str]] = {
    FindingKind.CONTRADICTION: (
        "Two passages cannot both be true for the same customer.",
        "Correct the one that is wrong, or say in both for whom each holds.",
    ),
    FindingKind.STALE: (
        "The text is out of date by its own words, dates or use.",
        "Bring it up to date, or take it away.",
    ),
    FindingKind.DUPLICATE: (
        "Two articles say the same, so that only one will be kept up.",
        "Keep one and lead to it from where the other was.",
    ),
    FindingKind.BROKEN_LINK: (
        "A link, anchor or picture leads nowhere.",
        "Lead to where the page or place is now, or take the link away.",
    ),
    FindingKind.GAP: ("Customers ask what no article answers.", "Write what they ask for."),
    FindingKind.UNOWNED: (
        "Nobody looks after the article.",
        "Name an `owner` in its front matter.",
    ),
    FindingKind.UNREACHABLE: (
        "Nothing leads to the article.",
        "Link to it from where it is looked for, or take it away.",
    ),
    FindingKind.WRONG_ANSWER: (
        "A reviewer found an answer wrong; an article is to be put right.",
        "Say in the article what the reviewer says is missing or out of date.",
    ),
}


def as_sarif(reported: Reported) -> dict[str, object]:
    """Return findings as a SARIF log; what is not new is marked unchanged."""
    new = {found.id for found in reported.new}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "handrail",
                        "version": version("handrail"),
                        "rules": [
                            {
                                "id": kind.value,
                                "shortDescription": {"text": said},
                                "fullDescription": {"text": said},
                                "help": {"text": mend},
                            }
                            for kind, (said, mend) in _RULES.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(found, reported, is_new=found.id in new) for found in reported.findings
                ],
            }
        ],
    }


def _result(found: Finding, reported: Reported, *, is_new: bool) -> dict[str, object]:
    where = places(found, reported)
    others = [{"id": number, **_location(place)} for number, place in enumerate(where) if number]
    return {
        "ruleId": found.kind.value,
        "ruleIndex": tuple(_RULES).index(found.kind),
        "level": _LEVELS[found.severity],
        "message": {"text": _message(found, frozenset(range(1, len(where))))},
        "locations": [_location(where[0])] if where else _named(found),
        "relatedLocations": others,
        "partialFingerprints": {"handrailFinding/v1": found.id},
        "baselineState": "new" if is_new else "unchanged",
    }


def _message(found: Finding, linked: Set[int]) -> str:
    """Return what is wrong and the quotes; all but the first lead to where they stand."""
    quotes = [f"“{' '.join(said.text.split())}”" for said in found.quotes]
    lines = [
        f"[{_LINKED.sub(_ESCAPED, quote)}]({place})"
        if place in linked
        else _LIKE_A_LINK.sub(_ESCAPED, quote)
        for place, quote in enumerate(quotes)
    ]
    why = _LIKE_A_LINK.sub(_ESCAPED, found.why)
    # A single brace would stand for an argument.
    return "\n".join((why, *lines)).replace("{", "{{").replace("}", "}}")


_LINKED = re.compile(r"[\\\[\]]")
_LIKE_A_LINK = re.compile(r"\[(?=[^\]]*\]\()")
_ESCAPED = r"\\\g<0>"


def _location(place: Place) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(place.path)},
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        }
    }


def _named(found: Finding) -> list[dict[str, object]]:
    """Return the article that a finding is about where no file is known."""
    return [{"logicalLocations": [{"fullyQualifiedName": ref}]} for ref in found.articles[:1]]


def _uri(path: str) -> str:
    """Return a path as a reference within the repository that is checked, where it lies in it."""
    place = Path(path)
    if not place.is_absolute():
        return quote(path.removeprefix("./"))
    here = Path.cwd()
    return quote(place.relative_to(here).as_posix()) if here in place.parents else place.as_uri()
