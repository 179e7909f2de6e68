"""Which lines of a brief say what their sources do not? Computed anew, from labelled rows alone.

Shares no code with the writer of briefs or its check: it reads the stored JSON of a brief and the
conversation as it was labelled.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from benchmarks.brief_cases import AT, article
from handrail.sample.actions import SAMPLE_ACTIONS

Row = Mapping[str, Any]
_BETWEEN_MARKS = re.compile("“([^”]*)”")
_WORD = re.compile(r"\S+")
_AROUND = "“”()[]…,.;:!?'’"
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_LABELS = {
    spec.name: {parameter.name: parameter.label for parameter in spec.parameters}
    for spec in SAMPLE_ACTIONS
}
_TITLES = {spec.name: spec.title for spec in SAMPLE_ACTIONS}


def unsupported(brief: Row, row: Row) -> list[str]:
    """Return the lines of a stored brief that are not carried by what they cite."""
    pool = dict(_sources(row))
    return [
        f"{line['slot']}: {line['text']} ({why})"
        for line in brief["lines"]
        for why in _faults(line, pool)
    ]


def _faults(line: Row, pool: Mapping[str, str]) -> Iterator[str]:
    if line["is_unknown"]:
        if line["sources"] or any(sign.isdigit() for sign in line["text"]):
            yield "it is marked as not known"
        return
    if not line["sources"]:
        yield "it cites nothing"
    lost = [s["ref"] for s in line["sources"] if s["ref"] not in pool]
    if lost:
        yield f"there is no {lost[0]}"
        return
    yield from _not_said(line, pool)
    held = _flat(" ".join(pool[s["ref"]] for s in line["sources"]))
    yield from _loose_details(_BETWEEN_MARKS.sub("", line["text"]), held)


def _not_said(line: Row, pool: Mapping[str, str]) -> Iterator[str]:
    for source in line["sources"]:
        if source["quote"] not in pool[source["ref"]]:
            yield f"{source['ref']} holds other words"
    held = _flat(" ".join(pool[s["ref"]] for s in line["sources"]))
    for words in _BETWEEN_MARKS.findall(line["text"]):
        if _flat(words) not in held:
            yield f"nobody said {words}"


def _loose_details(text: str, held: str) -> Iterator[str]:
    before = "."
    for found in _WORD.finditer(text):
        word = found.group().strip(_AROUND)
        is_inside = before[-1:] not in ".:!?"
        is_name = is_inside and word[:1].isupper() and word != "UTC"
        has_figure = any(sign.isdigit() or sign == "@" for sign in word)
        if word and (is_name or has_figure) and _flat(word) not in held:
            yield f"{word} comes from nowhere"
        before = found.group()


def _sources(row: Row) -> Iterator[tuple[str, str]]:
    at = 1
    for number, turn in enumerate(row["turns"], start=1):
        yield f"message:{at}", turn["says"]
        at += 1 if turn["is"] == "silent" else 2
        yield f"record:{number}", " ".join(_of_turn(turn))
    for ref, action in row.get("actions", {}).items():
        yield f"action:{ref}", " ".join(_of_action(action))
    for ref in {ref for turn in row["turns"] for ref in _articles(turn)}:
        held = article(ref, row)
        yield ref, f"{ref} {held['title']} {held['version']} {held['text']}"
    if "customer" in row:
        until = AT + timedelta(minutes=row["minutes"])
        yield "conv_1", f"{row['customer']} {until:%Y-%m-%d} {until:%H:%M}"


def _of_turn(turn: Row) -> Iterator[str]:
    yield from (turn["says"], turn.get("fault", ""))
    yield from (label for label, _ in turn.get("choices", ()))
    name = turn.get("action", "")
    yield from (_TITLES.get(name, ""), *_LABELS.get(name, {}).values())


def _of_action(action: Row) -> Iterator[str]:
    yield from (action.get("title", _TITLES.get(action["name"], "")), action.get("why") or "")
    for label, value in action.get("rows", ()):
        yield f"{label} {value}"
    for name, value in action.get("arguments", {}).items():
        yield _LABELS[action["name"]][name]
        yield f"{value / 100:.2f} EUR" if name == "amount" else _on_a_card(str(value))


def _articles(turn: Row) -> Iterator[str]:
    yield from (*turn.get("articles", ()), *turn.get("nearest", ()))
    yield from (ref for _, ref in turn.get("choices", ()))


def _on_a_card(value: str) -> str:
    """Return a value as a card shows it: what cannot be printed leaves a gap."""
    return "".join(sign if sign.isprintable() else " " for sign in value)


def _flat(text: str) -> str:
    seen = (c for c in " ".join(text.casefold().split()) if unicodedata.category(c) not in _UNSEEN)
    return " ".join(re.sub('[“”„‟«»"＂「」『』]', "'", "".join(seen)).split())
