"""Findings as text, as Markdown and as plain values, each with the line that it is about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handrail.cli.places import Place, place_of
from handrail.domain.knowledge.health.counted import counted, counted_by_kind
from handrail.domain.knowledge.health.model import Finding, FindingId, FindingKind, Quoted
from handrail.domain.knowledge.model import ArticleId, Skipped
from handrail.flow.ask_elsewhere import AskedElsewhere
from handrail.flow.tell_elsewhere import elsewhere_as_json, told_of

_LONGEST_QUOTE = 240
_MOST_OF_A_KIND = 20
_OTHERS = 5
"""Articles named beside those that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Hold what a check found, as it is printed."""

    findings: tuple[Finding, ...]
    new: tuple[Finding, ...]
    articles: int
    passages: int
    fixed: int = 0
    skipped: tuple[Skipped, ...] = ()
    folder: Path | None = None
    """Where the articles' files lie, if that is known."""
    owners: Mapping[FindingId, str | None] = field(default_factory=dict)
    exposure: Mapping[FindingId, int] = field(default_factory=dict)
    elsewhere: AskedElsewhere | None = None
    """What came of opening links to other sites, where that was asked for."""
    baseline: Path | None = None
    """The file that names what was there before and is not to be told again."""


def as_text(reported: Reported) -> str:
    """Return findings by kind, new ones marked, and what they come to.

    Beside a baseline only what it does not name is listed: whoever made a change reads their own.
    """
    lines = [line for kind in FindingKind for line in _kind_as_text(kind, reported)]
    skipped = [f"Not read: {skipped.path}: {skipped.why}" for skipped in reported.skipped]
    lines += [*skipped, *([""] if skipped else [])]
    return "\n".join((*lines, summary(reported), *_elsewhere_told(reported), *_going_on(reported)))


def _elsewhere_told(reported: Reported) -> Iterator[str]:
    if reported.elsewhere is not None:
        yield told_of(reported.elsewhere)


def _going_on(reported: Reported) -> Iterator[str]:
    """Yield what whoever reads this may want to do next."""
    known = len(reported.findings) - len(reported.new)
    if reported.baseline is not None and known:
        yield f"{how_many(known, 'finding')} named in {reported.baseline} not listed."
    if reported.baseline is None and reported.folder is not None and reported.new:
        yield (
            "To fail only on what a change adds, name these once: --baseline FILE --write-baseline."
        )


def as_markdown(reported: Reported) -> str:
    """Return findings as Markdown, for a job's summary or a comment on a change."""
    lines = ["## Help centre check", "", summary(reported), ""]
    lines += [line for told in _elsewhere_told(reported) for line in (told, "")]
    for kind, found in _by_kind(reported.new):
        lines += [f"### {counted(kind, len(found))}", ""]
        for one in found[:_MOST_OF_A_KIND]:
            lines += _finding_as_markdown(one, reported)
        if len(found) > _MOST_OF_A_KIND:
            lines.append(f"- and {len(found) - _MOST_OF_A_KIND} more")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def as_plain(reported: Reported) -> dict[str, object]:
    """Return findings as plain values."""
    new = {found.id for found in reported.new}
    return {
        "articles": reported.articles,
        "passages": reported.passages,
        "new": len(reported.new),
        "fixed": reported.fixed,
        "findings": [
            {
                "id": found.id,
                "kind": found.kind.value,
                "severity": found.severity.value,
                "is_new": found.id in new,
                "articles": list(found.articles),
                "why": found.why,
                "newer": found.newer,
                "owner": reported.owners.get(found.id),
                "exposure": reported.exposure.get(found.id, 0),
                "quotes": [
                    {"article": q.article, "passage": q.passage, "text": q.text, "url": q.url}
                    for q in found.quotes
                ],
                "places": [
                    {"path": place.path, "line": place.line} for place in places(found, reported)
                ],
            }
            for found in reported.findings
        ],
        "skipped": [{"path": skipped.path, "why": skipped.why} for skipped in reported.skipped],
        **(
            {}
            if reported.elsewhere is None
            else {"elsewhere": elsewhere_as_json(reported.elsewhere)}
        ),
    }


def summary(reported: Reported) -> str:
    """Return what the findings come to, in one sentence."""
    wrong = counted_by_kind(reported.findings) or "nothing wrong"
    fixed = f", {reported.fixed} fixed" if reported.fixed else ""
    return (
        f"{how_many(reported.articles, 'article')}, {how_many(reported.passages, 'passage')}: "
        f"{wrong}. "
        f"{len(reported.new)} new{fixed}."
    )


def how_many(count: int, what: str) -> str:
    """Return `1 article`, `2 articles`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def places(found: Finding, reported: Reported) -> tuple[Place, ...]:
    """Return the file and line of each side of a finding; nothing without files."""
    if reported.folder is None:
        return ()
    files = {ref: reported.folder / ref.partition("/")[2] for ref in _concerned(found)}
    if found.kind is FindingKind.BROKEN_LINK:
        target = found.subject.partition(":")[2]
        sentence = found.quotes[0].text if found.quotes else ""
        return (place_of(files[found.articles[0]], sentence, target),)
    quoted = {q.article for q in found.quotes}
    return (
        *(place_of(files[q.article], q.text) for q in found.quotes),
        *(place_of(files[ref], "") for ref in found.articles if ref not in quoted),
    )


def _concerned(found: Finding) -> Iterator[ArticleId]:
    yield from found.articles
    yield from (q.article for q in found.quotes)


def _kind_as_text(kind: FindingKind, reported: Reported) -> Iterator[str]:
    new = {found.id for found in reported.new}
    told = reported.findings if reported.baseline is None else reported.new
    found = [one for one in told if one.kind is kind]
    if not found:
        return
    yield counted(kind, len(found)).capitalize()
    for alike in _grouped(found):
        one, where = alike[0], places(alike[0], reported)
        mark = "new, " if one.id in new else ""
        yield f"  {_at(one, where)}  ({mark}{one.severity.value})  {one.id}"
        yield f"    {one.why}"
        for place, quote in enumerate(one.quotes):
            yield f"    “{_short(quote)}”" + _elsewhere(place, quote, where)
        yield from _others_of_many(one)
        for other in alike[1:]:
            mark = "  (new)" if other.id in new else ""
            yield f"    also {_at(other, places(other, reported))}{mark}  {other.id}"
    yield ""


def _others_of_many(found: Finding) -> Iterator[str]:
    """Yield the articles that are concerned besides those that are quoted."""
    quoted = {quote.article for quote in found.quotes}
    others = [ref for ref in found.articles if ref not in quoted]
    if found.is_of_many and quoted:
        more = f" and {len(others) - _OTHERS} more" if len(others) > _OTHERS else ""
        yield f"    also in {', '.join(others[:_OTHERS])}{more}"


def _grouped(found: Sequence[Finding]) -> list[list[Finding]]:
    """Return findings with those beside them that one change puts right: links to one target."""
    groups: dict[str, list[Finding]] = {}
    for one in found:
        is_link = one.kind is FindingKind.BROKEN_LINK and ":/" in one.subject
        groups.setdefault(one.subject if is_link else one.id, []).append(one)
    return list(groups.values())


def _at(found: Finding, where: Sequence[Place]) -> str:
    if where:
        return f"{where[0].path}:{where[0].line}"
    return found.articles[0] if found.articles else "no article"


def _elsewhere(place: int, quote: Quoted, where: Sequence[Place]) -> str:
    if place == 0:
        return ""
    return f"  ({where[place].path}:{where[place].line})" if where else f"  ({quote.article})"


def _finding_as_markdown(found: Finding, reported: Reported) -> list[str]:
    where = places(found, reported)
    at = ", ".join(dict.fromkeys(f"`{place.path}:{place.line}`" for place in where))
    at = at or ", ".join(f"`{article}`" for article in found.articles)
    return [f"- {at}: {_plain(found.why)}", *(f"  > {_plain(_short(q))}" for q in found.quotes)]


def _by_kind(findings: Sequence[Finding]) -> list[tuple[FindingKind, list[Finding]]]:
    grouped = [(kind, [one for one in findings if one.kind is kind]) for kind in FindingKind]
    return [(kind, found) for kind, found in grouped if found]


def _short(quote: Quoted) -> str:
    flat = " ".join(quote.text.split())
    return flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _plain(text: str) -> str:
    """Return words that Markdown shows as they are: what an article says is never markup here."""
    return re.sub(r"([\\`*_\[\]<>#|!~])", r"\\\1", text)
