"""Labelled conversations as the facts that a brief is written from: see evaluations/briefs."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from handrail.domain.actions.card import card_of
from handrail.domain.actions.form import Form, Step
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    CustomerId,
    CustomerSession,
    RefusalReason,
    ResourceId,
)
from handrail.domain.actions.spec import ActionName
from handrail.domain.answering.model import Citation, Claim
from handrail.domain.conversation.model import (
    Author,
    Conversation,
    ConversationId,
    ConversationState,
    Message,
    MessageId,
)
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    ActionRuled,
    Answer,
    AskForAction,
    Choice,
    Clarify,
    Courtesy,
    EvidenceUsed,
    HandOff,
    HandOffReason,
    NothingDone,
    Outcome,
    RecordId,
    TurnRecord,
)
from handrail.domain.decision.wording import worded
from handrail.domain.handoff.facts import ActionTold, BriefFacts, Mood, MoodKind
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.kernel.ids import digest
from handrail.sample.actions import SAMPLE_ACTIONS
from handrail.sample.project import HELP

Row = Mapping[str, Any]
FOLDER = Path(__file__).parents[1] / "evaluations/briefs"
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_SPECS = {str(spec.name): spec for spec in SAMPLE_ACTIONS}
_CONVERSATION = ConversationId("conv_1")
_TITLE = re.compile(
    r"^(?:title|:title):\s*[\"']?(.+?)[\"']?\s*$|<title>(.+?)</title>", re.MULTILINE
)
_SHORTEST_QUOTE = 60


def rows(name: str) -> tuple[Row, ...]:
    """Return the lines of one of the labelled files."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def facts_of(row: Row) -> BriefFacts:
    """Return what is known of a labelled conversation when it is handed over."""
    actions = tuple(_actions(row))
    told = {one.action.id: one for one in actions}
    messages: list[Message] = []
    records: list[TurnRecord] = []
    for turn in row["turns"]:
        record = _record(turn, len(records) + 1, row, told)
        _say(messages, Author.CUSTOMER, turn["says"])
        _say(messages, Author.ASSISTANT, record.reply)
        records.append(record)
    customer = row.get("customer")
    conversation = Conversation(
        id=_CONVERSATION,
        state=ConversationState.HANDED_OFF,
        version=len(records),
        opened_at=AT,
        customer=customer,
        messages=tuple(messages),
    )
    return BriefFacts(
        conversation=conversation,
        records=tuple(records),
        reason=HandOffReason(row["reason"]),
        at=AT,
        actions=actions,
        specs=_SPECS,
        titles={ArticleId(ref): article(ref, row)["title"] for ref in _named(row)},
        session=_session(row),
        mood=_mood(row, messages),
        language=row["language"],
    )


def article(ref: str, row: Row) -> Row:
    """Return title, version and text of an article of a row, or of the sample company."""
    given: Mapping[str, Row] = row.get("articles", {})
    return given[ref] if ref in given else _of_the_sample(ref)


@cache
def _of_the_sample(ref: str) -> Row:
    text = (HELP / ref.removeprefix("help/")).read_text(encoding="utf-8")
    found = _TITLE.search(text)
    title = next(filter(None, found.groups())) if found else ref
    return {"title": title, "version": digest(text)[:16], "text": text}


def _named(row: Row) -> Iterator[str]:
    for turn in row["turns"]:
        yield from turn.get("articles", ())
        yield from turn.get("nearest", ())
        yield from (ref for _, ref in turn.get("choices", ()))


def _say(messages: list[Message], author: Author, text: str) -> None:
    if text or author is Author.CUSTOMER:
        number = len(messages) + 1
        messages.append(
            Message(
                id=MessageId(f"message:{number}"),
                conversation=_CONVERSATION,
                sequence=number,
                author=author,
                text=text,
                at=AT,
            )
        )


def _record(turn: Row, number: int, row: Row, told: Mapping[ActionId, ActionTold]) -> TurnRecord:
    outcome = _outcome(turn, row, told)
    is_silent = turn["is"] == "silent"
    return TurnRecord(
        id=RecordId(f"record:{number}"),
        conversation=_CONVERSATION,
        at=AT,
        question=turn["says"],
        searched=turn["says"],
        outcome=outcome,
        reply="" if is_silent else worded(outcome),
        confidence=None,
        evidence=tuple(_evidence(turn, row)),
        grounding=None,
        threshold=None,
        calibration=None,
        snapshot=None,
        models={},
        timings_ms={},
        fault=turn.get("fault"),
        form=_form(turn),
    )


def _evidence(turn: Row, row: Row) -> Iterator[EvidenceUsed]:
    for rank, ref in enumerate(_named({"turns": [turn]}), start=1):
        version = VersionId(article(ref, row)["version"])
        yield EvidenceUsed(
            passage=PassageId(f"p-{ref}"),
            article=ArticleId(ref),
            version=version,
            rank=rank,
            score=1.0 / rank,
        )


def _outcome(turn: Row, row: Row, told: Mapping[ActionId, ActionTold]) -> Outcome:
    kind = turn["is"]
    made: dict[str, Any] = {
        "courtesy": lambda: Courtesy(kind="thanks"),
        "answered": lambda: Answer(claims=tuple(_claim(r, row) for r in turn["articles"])),
        "clarified": lambda: Clarify(choices=tuple(_choice(*c) for c in turn["choices"])),
        "abstained": lambda: Abstain(
            reason=AbstainReason(turn["why"]), nearest=tuple(map(ArticleId, turn["nearest"]))
        ),
        "asked": lambda: AskForAction(text=_question(turn)),
        "ruled": lambda: _ruled(told[ActionId(f"action:{turn['action']}")]),
        "refused_stranger": lambda: _refused(turn["action"]),
        "nothing_done": lambda: NothingDone(text="Nothing was done."),
    }
    make = made.get(kind)
    return HandOff(reason=HandOffReason(row["reason"])) if make is None else make()


def _claim(ref: str, row: Row) -> Claim:
    held = article(ref, row)
    lines = (line.strip() for line in held["text"].splitlines())
    quote = next((line for line in lines if len(line) >= _SHORTEST_QUOTE), held["title"])
    citation = Citation(
        article=ArticleId(ref),
        version=VersionId(held["version"]),
        title=held["title"],
        url=None,
        passage=PassageId(f"p-{ref}"),
        headings=(),
        quote=quote,
    )
    return Claim(text=quote, citations=(citation,))


def _choice(label: str, ref: str) -> Choice:
    return Choice(label=label, article=ArticleId(ref), passage=PassageId(f"p-{ref}"))


def _question(turn: Row) -> str:
    spec = _SPECS[turn["action"]]
    asked = spec.parameter(turn.get("asked", ""))
    return f"{spec.title}?" if asked is None else asked.question


def _form(turn: Row) -> Form | None:
    if turn["is"] != "asked":
        return None
    return Form(
        step=Step(turn.get("step", "argument")),
        actions=(turn["action"],),
        said=turn["says"],
        arguments=turn.get("has", {}),
        asked=turn.get("asked", ""),
    )


def _ruled(told: ActionTold) -> ActionRuled:
    action = told.action
    is_refused = action.state is ActionState.REFUSED
    return ActionRuled(
        name=action.name,
        title=told.title,
        state=ActionState.REFUSED if is_refused else ActionState.AWAITING_CUSTOMER,
        action=action.id,
        refusal=action.refusal,
        rows=told.rows,
    )


def _refused(name: str) -> ActionRuled:
    return ActionRuled(
        name=name,
        title=_SPECS[name].title,
        state=ActionState.REFUSED,
        refusal=RefusalReason.NOT_IDENTIFIED,
    )


def _actions(row: Row) -> Iterator[ActionTold]:
    for ref, one in row.get("actions", {}).items():
        refusal = one.get("refusal")
        action = Action(
            id=ActionId(f"action:{ref}"),
            name=ActionName(one["name"]),
            spec_version="1",
            conversation=_CONVERSATION,
            customer=CustomerId(row.get("customer", "nobody")),
            resource=ResourceId("Order/1"),
            arguments=one.get("arguments", {}),
            salt="",
            digest="",
            state=ActionState(one["state"]),
            refusal=None if refusal is None else RefusalReason(refusal),
            proposed_at=AT,
            expires_at=AT + timedelta(minutes=15),
            why=one.get("why"),
        )
        if "rows" in one:
            yield ActionTold(action=action, title=one["title"], rows=tuple(map(tuple, one["rows"])))
        else:
            card = card_of(action, _SPECS[action.name], "EUR")
            yield ActionTold(action=action, title=card.title, rows=card.rows)


def _session(row: Row) -> CustomerSession | None:
    if "customer" not in row:
        return None
    until = AT + timedelta(minutes=row["minutes"])
    return CustomerSession(customer=CustomerId(row["customer"]), expires_at=until, proof="")


def _mood(row: Row, messages: list[Message]) -> Mood | None:
    if "mood" not in row:
        return None
    noticed = row["mood"]
    said = [message for message in messages if message.author is Author.CUSTOMER]
    return Mood(
        kind=MoodKind(noticed["mood"]),
        message=said[noticed["turn"] - 1].id,
        words=noticed["words"],
    )
