"""The reference page of declared consequences: what may be declared, and what it leads to."""

import inspect
import re
from collections.abc import Iterator
from enum import StrEnum
from http import HTTPStatus

from pydantic import BaseModel

from handrail.action_settings import (
    ActionDeclaration,
    FindsDeclaration,
    ListsDeclaration,
    MoneyDeclaration,
    ParameterDeclaration,
    PlaceDeclaration,
    ReadsDeclaration,
)
from handrail.adapters.systems.calling import Answered, Denied, NothingThere, Unclear
from handrail.adapters.systems.http import meaning_of
from handrail.domain.actions.catalogue import floor_of
from handrail.domain.actions.spec import (
    BackendClass,
    MoneyFlow,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.sample.actions import SAMPLE_ACTIONS

_DECLARATIONS = (
    (ActionDeclaration, "An operation that acts"),
    (MoneyDeclaration, "`money`"),
    (PlaceDeclaration, "`key`, `deadline`, `customer`"),
    (ParameterDeclaration, "A parameter or a fact"),
    (ReadsDeclaration, "An operation that reads a resource"),
    (FindsDeclaration, "The operation that finds an effect"),
    (ListsDeclaration, "The operation that lists effects"),
)
_WORDS = (Reversibility, MoneyFlow, PersonalData, Reach, BackendClass, ParameterKind)
_STATUSES = (200, 201, 204, 302, 400, 401, 404, 408, 409, 410, 412, 422, 425, 429, 500, 502, 503)
_OPENING = """\
An action that does not declare what it does to the world stops the start. What is declared decides
the weakest control that an action can have, whatever a policy says, and how its effect is kept
single. The declarations stand under `x-handrail` beside an operation of an OpenAPI document, or in
`handrail.toml` under `actions.systems.NAME` (`actions.OPERATION`, `reads.OPERATION`,
`finds.OPERATION`, `lists.OPERATION`), where they win. For Python functions they are the arguments
of the decorator. [How to connect an order system](../how-to/connect-an-order-system.md) shows them
at work.
"""


def consequences_page(note: str) -> str:
    """Return the page."""
    lines = ["# Declared consequences", "", note.strip(), "", *_OPENING.splitlines()]
    for model, title in _DECLARATIONS:
        lines += _of_model(model, title)
    for words in _WORDS:
        lines += _of_words(words)
    lines += [*_of_statuses(), *_of_sample()]
    return "\n".join(lines) + "\n"


def _of_model(model: type[BaseModel], title: str) -> Iterator[str]:
    yield from ("", f"## {title}", "", f"{inspect.getdoc(model)}", "")
    yield from ("| field | | meaning |", "|---|---|---|")
    said = _said_below(model, r"    (\w+): [^\n]+\n")
    for name, field in model.model_fields.items():
        needed = "required" if field.is_required() else ""
        yield f"| `{field.alias or name}` | {needed} | {said.get(name, '')} |"


def _of_words(words: type[StrEnum]) -> Iterator[str]:
    yield from ("", f"## `{words.__name__}`", "", f"{inspect.getdoc(words)}", "")
    said = _said_below(words, r"    (\w+) = [^\n]+\n")
    for word in words:
        meaning = said.get(word.name)
        yield f"- `{word.value}`" + (f": {meaning[0].lower()}{meaning[1:]}" if meaning else "")


def _of_statuses() -> Iterator[str]:
    yield from ("", "## What a reply over HTTP means", "")
    yield from ("| status | means |", "|---|---|")
    for status in _STATUSES:
        yield f"| {status} {HTTPStatus(status).phrase} | {_meaning(status)} |"
        if status == HTTPStatus.NOT_FOUND:
            own = _meaning(status, b'{"error": {"code": "no_such_order"}}')
            yield f'| the same with `{{"error": {{"code": "…"}}}}` as its body | {own} |'
    yield "| no connection | nobody knows; surely without effect, so it may be tried again |"
    yield "| no reply in time, a broken reply | nobody knows |"
    yield from ("", "A refusal settles its own try. Where an earlier try may have been done,")
    yield "it is taken up again as one whose effect nobody knows, and never called failed."


def _meaning(status: int, body: bytes = b"") -> str:
    match meaning_of(status, body, is_reading=False):
        case Answered():
            return "done"
        case Denied() | NothingThere():
            return "refused: there is no effect"
        case Unclear(is_untouched=True):
            return "nobody knows; surely without effect, so it may be tried again"
        case Unclear():
            return "nobody knows"


def _of_sample() -> Iterator[str]:
    yield from ("", "## The sample company's actions", "")
    yield from (
        "| action | class | reversibility | money | personal data | weakest control |",
        "|---|---|---|---|---|---|",
    )
    for spec in SAMPLE_ACTIONS:
        does = spec.consequences
        yield (
            f"| `{spec.name}` | {does.backend} | {does.reversibility} | {does.money.flow} | "
            f"{does.personal_data} | {floor_of(does)} |"
        )


def _said_below(kind: type, field: str) -> dict[str, str]:
    found = re.findall(
        rf'^{field}    """(.+?)"""', inspect.getsource(kind), re.DOTALL | re.MULTILINE
    )
    return {name: " ".join(text.split()) for name, text in found}
