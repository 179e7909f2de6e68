"""Transcripts built from published banking tasks, with what their briefs have to say, by rule.

Nothing of the tasks is kept here: messages, people and calls are read from HANDRAIL_DATA at run
time. The labels follow from how a transcript is put together, and were written before the code that
fills a brief: the message that gets no answer is what the customer wants.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.json_lines import json_lines
from handrail.kernel.ids import digest

Row = dict[str, Any]
_SPOKEN = re.compile(r"[\"“]([^\"”\n]{25,600})[\"”]")
_NOT_SAID = re.compile(r"\b(?:not|never|like|agent|don't)\b[^.\n]{0,40}$", re.IGNORECASE)
_PERSON = re.compile(
    r"^(?!.*\bif the agent\b).*\b(?:speak|talk|transfer)\b.*\b(?:human|real person)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_FEWEST_WORDS = 6
_MOST_MESSAGES = 5
_MOST_ACTIONS = 3
_MOST_ROWS = 4
_LABEL_SIGNS = 40
_STATES = ("succeeded", "refused", "awaiting_staff", "unknown", "failed", "needs_person")
_SAID_OF = {
    "succeeded": ["succeeded", "done"],
    "refused": ["refused"],
    "awaiting_staff": ["awaiting_staff", "waits for approval", "approve"],
    "unknown": ["unknown", "nobody knows", "not known"],
    "failed": ["failed", "no effect"],
    "needs_person": ["needs_person", "has to look"],
}
_PENDING = ("awaiting_staff", "unknown", "needs_person")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    ref: str
    spoken: tuple[str, ...]
    person: Mapping[str, str]
    """Who the customer is; empty where the task does not say."""
    calls: tuple[Mapping[str, Any], ...]
    documents: tuple[str, ...]


def bank_transcripts(data: Path) -> Iterator[Row]:
    """Yield a transcript for every task in which the customer's own words are given twice."""
    documents = {row["id"]: row for row in json_lines(data / "banking_knowledge_documents.jsonl")}
    for row in json_lines(data / "banking_knowledge_tasks.jsonl"):
        task = _task(row)
        if len(task.spoken) > 1:
            yield _transcript(task, documents)


def _task(row: Mapping[str, Any]) -> _Task:
    text = row["user_scenario"]["instructions"]
    spoken = [
        match[1].strip()
        for match in _SPOKEN.finditer(text)
        if len(match[1].split()) >= _FEWEST_WORDS
        and not _NOT_SAID.search(text[max(0, match.start() - 60) : match.start()])
    ]
    actions = row["evaluation_criteria"]["actions"]
    shown = [one["arguments"] for one in actions if one["name"] == "log_verification"]
    return _Task(
        ref=row["id"],
        spoken=tuple(dict.fromkeys(spoken)),
        person=shown[0] if shown else {},
        calls=tuple(_calls(actions)),
        documents=tuple(row["required_documents"]),
    )


def _calls(actions: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in actions:
        if one["name"].startswith("call_discoverable"):
            given = one["arguments"]
            name = given.get("agent_tool_name") or given.get("discoverable_tool_name")
            yield {"name": name, "arguments": json.loads(given.get("arguments") or "{}")}
        elif one["name"].startswith(("apply_", "submit_")):
            yield {"name": one["name"], "arguments": one["arguments"]}


def _transcript(task: _Task, documents: Mapping[str, Mapping[str, str]]) -> Row:
    asks = next((said for said in task.spoken if _PERSON.search(said)), None)
    asks = asks or "I need to speak with a human agent."
    said = [text for text in task.spoken if text != asks][:_MOST_MESSAGES]
    unanswered = max(said[1:] or said, key=len)
    is_verified = bool(task.person) and int(digest(task.ref)[:2], 16) % 2 == 0
    actions = _actions(task)
    turns = [*_introduced(task), *_turns(said, unanswered, task.documents)]
    turns += [{"says": text, "is": "ruled", "action": ref} for ref, text in _asked(actions)]
    turns.append({"says": asks, "is": "handed_off"})
    place = next(i for i, turn in enumerate(turns) if turn["says"] == unanswered)
    return {
        "id": f"bank-{task.ref}",
        "language": "en",
        "reason": "customer_request",
        **({"customer": task.person["user_id"], "minutes": 20} if is_verified else {}),
        "turns": turns,
        "actions": actions,
        "articles": {ref: _article(documents[ref]) for ref in task.documents},
        "labels": {
            "wants": [_longest(unanswered)],
            "wants_not": [asks] if asks.startswith("I need to speak") else [],
            "customer": _customer(task, is_verified=is_verified),
            "why": [_longest(asks)],
            "shown": sorted({ref for turn in turns for ref in _shown_in(turn)})
            or [["no article", "none"]],
            "actions": [label for one in actions.values() for label in _labels(one)]
            or [["no action", "none"]],
            "missing": [_longest(unanswered)],
            "mood": ["?"],
            "next_step": [],
            "next_from": _next(actions, place),
        },
    }


def _introduced(task: _Task) -> list[Row]:
    if not task.person:
        return []
    given = task.person
    told = f"My name is {given['name']}, {given['email']}, phone {given['phone_number']}."
    return [{"says": told, "is": "courtesy"}]


def _turns(said: Sequence[str], unanswered: str, documents: Sequence[str]) -> list[Row]:
    turns: list[Row] = []
    left = list(documents)
    for text in said:
        if text == unanswered:
            found, left = left[:1], left[1:]
            turn = {"is": "abstained", "why": "low_confidence", "nearest": found}
        else:
            found, left = left[:2], left[2:]
            turn = {"is": "answered", "articles": found} if found else {"is": "courtesy"}
        turns.append({"says": text, **turn})
    return turns


def _shown_in(turn: Mapping[str, Any]) -> Sequence[str]:
    return [*turn.get("articles", ()), *turn.get("nearest", ())]


def _actions(task: _Task) -> dict[str, Row]:
    actions: dict[str, Row] = {}
    for number, call in enumerate(task.calls[:_MOST_ACTIONS], start=1):
        chosen = int(digest(f"{task.ref}/{number}")[:4], 16) % len(_STATES)
        plain = {k: v for k, v in call["arguments"].items() if isinstance(v, str | int | float)}
        actions[f"a{number}"] = {
            "name": call["name"],
            "title": call["name"].replace("_", " ").capitalize(),
            "rows": [[k.replace("_", " "), str(v)] for k, v in list(plain.items())[:_MOST_ROWS]],
            "state": _STATES[chosen],
            "refusal": "policy" if _STATES[chosen] == "refused" else None,
            "why": "no receipt came" if _STATES[chosen] == "unknown" else None,
        }
    return actions


def _asked(actions: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    for ref, one in actions.items():
        yield ref, f"Please do this for me: {one['title'].lower()}"


def _labels(action: Row) -> list[str | list[str]]:
    return [action["title"], _SAID_OF[action["state"]]]


def _customer(task: _Task, *, is_verified: bool) -> list[str | list[str]]:
    known = [task.person[name] for name in ("name", "email") if task.person]
    who = [task.person["user_id"]] if is_verified else [["not verified", "unverified"]]
    return [*known, *who]


def _next(actions: Mapping[str, Row], place: int) -> list[str]:
    pending = [f"action:{ref}" for ref, one in actions.items() if one["state"] in _PENDING]
    others = [f"action:{ref}" for ref in actions]
    return pending or [*others, f"message:{2 * place + 1}"]


def _article(document: Mapping[str, str]) -> Row:
    version = digest(document["content"])[:16]
    return {"title": document["title"], "version": version, "text": document["content"]}


def _longest(text: str) -> str:
    sentences = [str(found).strip() for found in _SENTENCE.findall(text)]
    return max(sentences, key=len)[:_LABEL_SIGNS]
