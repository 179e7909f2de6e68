"""Operations of an OpenAPI document as actions: declarations are checked before anything runs."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from handrail.action_settings import (
    ActionDeclaration,
    FindsDeclaration,
    ListsDeclaration,
    ReadsDeclaration,
    SystemSettings,
)
from handrail.adapters.systems.acting import ActingSystem, Declared
from handrail.adapters.systems.http import HttpCaller, HttpOperation, HttpPlace
from handrail.adapters.systems.plan import Declarations, Offered, Planner
from handrail.adapters.systems.schema import Schema, resolved
from handrail.domain.actions.spec import ActionSpec
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadSettings

EXTENSION = "x-handrail"
_METHODS = frozenset({"get", "put", "post", "delete", "patch"})
_JSON = "application/json"
_Model = TypeVar("_Model", bound=BaseModel)


def open_openapi(name: str, settings: SystemSettings, project: Path, clock: Clock) -> ActingSystem:
    """Return the system that a document describes; raises BadSettings."""
    assert settings.document is not None
    assert settings.base_url is not None
    document = _read(project / settings.document)
    declared = _declared(name, settings, document)
    operations = {
        ref: _http(method, path, operation, document)
        for ref, (method, path, operation) in _operations(document)
    }
    place = HttpPlace(
        base_url=settings.base_url,
        token=None if settings.token is None else settings.token.get_secret_value(),
        timeout_seconds=settings.timeout_seconds,
    )
    return ActingSystem(declared, HttpCaller(place, operations, clock), clock)


def actions_in(place: Path) -> tuple[ActionSpec, ...]:
    """Return the actions that a document declares by itself; raises BadSettings."""
    return tuple(acts.spec for acts in declared_in(place).actions.values())


def declared_in(place: Path) -> Declared:
    """Return what a document declares by itself; raises BadSettings."""
    settings = SystemSettings(kind="openapi", document=str(place), base_url="http://unused.invalid")
    return _declared(place.stem, settings, _read(place))


def _declared(name: str, settings: SystemSettings, document: Schema) -> Declared:
    operations = dict(_operations(document))
    offered = {ref: _offered(path, op, document) for ref, (_, path, op) in operations.items()}
    return Planner(name, settings, offered, document).planned(_declarations(settings, operations))


_Operation = tuple[str, str, Mapping[str, Any]]
"""Method, path and what the document says."""


def _operations(document: Schema) -> Iterator[tuple[str, _Operation]]:
    for path, item in document.get("paths", {}).items():
        shared = item.get("parameters", [])
        for method, operation in item.items():
            if method in _METHODS:
                ref = operation.get("operationId", f"{method} {path}")
                whole = {**operation, "parameters": [*shared, *operation.get("parameters", [])]}
                yield str(ref), (method.upper(), path, whole)


def _declarations(settings: SystemSettings, operations: Mapping[str, _Operation]) -> Declarations:
    """Return what the document declares and, over it, what the settings do."""
    actions: dict[str, ActionDeclaration] = {}
    reads: dict[str, ReadsDeclaration] = {}
    finds: dict[str, FindsDeclaration] = {}
    lists: dict[str, ListsDeclaration] = {}
    for ref, (_, _, operation) in operations.items():
        said = operation.get(EXTENSION)
        if said is None:
            continue
        if "reads" in said:
            reads[ref] = _validated(ReadsDeclaration, said, ref)
        elif "finds_by" in said:
            finds[ref] = _validated(FindsDeclaration, said, ref)
        elif "lists" in said:
            lists[ref] = _validated(ListsDeclaration, said, ref)
        elif ref not in settings.actions:
            actions[ref] = _validated(ActionDeclaration, said, ref)
    return Declarations(
        actions={**actions, **settings.actions},
        reads={**reads, **settings.reads},
        finds=settings.finds or finds,
        lists=settings.lists or lists,
    )


def _validated(model: type[_Model], said: object, ref: str) -> _Model:
    try:
        return model.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        what = "declares no" if first["type"] == "missing" else "declares wrongly"
        raise BadSettings(
            f"The operation {ref!r} {what} {where!r} under {EXTENSION}.",
            hint="See docs/reference/consequences.md.",
        ) from error


def _offered(path: str, operation: Mapping[str, Any], document: Schema) -> Offered:
    takes: dict[str, tuple[Schema, bool]] = {}
    for parameter in _parameters(operation, document):
        if parameter["in"] in ("path", "query"):
            is_required = bool(parameter.get("required")) or parameter["in"] == "path"
            takes[parameter["name"]] = (parameter.get("schema", {}), is_required)
    body = _body(operation, document)
    required = frozenset(body.get("required", ()))
    for name, schema in body.get("properties", {}).items():
        takes[name] = (schema, name in required)
    in_path = frozenset(name for name in takes if "{" + name + "}" in path)
    return Offered(takes=takes, references=in_path, returns=_returned(operation, document))


def _http(method: str, path: str, operation: Mapping[str, Any], document: Schema) -> HttpOperation:
    parameters = _parameters(operation, document)
    return HttpOperation(
        method=method,
        path=path,
        in_path=frozenset(p["name"] for p in parameters if p["in"] == "path"),
        in_query=frozenset(p["name"] for p in parameters if p["in"] == "query"),
        has_body="requestBody" in operation,
    )


def _parameters(operation: Mapping[str, Any], document: Schema) -> list[Schema]:
    return [resolved(parameter, document) for parameter in operation["parameters"]]


def _body(operation: Mapping[str, Any], document: Schema) -> Schema:
    held = resolved(operation.get("requestBody", {}), document)
    return resolved(held.get("content", {}).get(_JSON, {}).get("schema", {}), document)


def _returned(operation: Mapping[str, Any], document: Schema) -> Schema:
    for status, response in operation.get("responses", {}).items():
        if str(status).startswith("2"):
            content = resolved(response, document).get("content", {})
            return resolved(content.get(_JSON, {}).get("schema", {}), document)
    return {}


def _read(place: Path) -> Schema:
    try:
        text = place.read_text(encoding="utf-8")
        held = json.loads(text) if place.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise BadSettings(
            f"Cannot read the OpenAPI document {place}.", hint="Check actions.systems."
        ) from error
    if not isinstance(held, Mapping) or not str(held.get("openapi", "")).startswith("3."):
        raise BadSettings(f"{place} is no OpenAPI 3 document.", hint="Check actions.systems.")
    return held
