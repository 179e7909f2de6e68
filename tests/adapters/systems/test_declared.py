"""What is not declared, or not soundly, stops the start with one clear line."""

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from handrail.action_settings import SystemSettings
from handrail.adapters.systems.openapi import actions_in, open_openapi
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.spec import ParameterKind
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadSettings
from handrail.sample.orders.document import DOCUMENT

WHOLE = json.loads(DOCUMENT.read_text(encoding="utf-8"))
_REFUND = ("paths", "/orders/{order}/refunds", "post")
_EMAIL = ("paths", "/customers/{customer}/email-changes", "post")
_BODY = ("components", "schemas", "Refund")


def a_document(folder: Path, change: Callable[[Any], object]) -> Path:
    document = copy.deepcopy(WHOLE)
    change(document)
    place = folder / "openapi.json"
    place.write_text(json.dumps(document), encoding="utf-8")
    return place


def at(document: Any, *path: str) -> Any:
    for part in path:
        document = document[part]
    return document


def without(*path: str) -> Callable[[Any], object]:
    return lambda document: at(document, *path[:-1]).pop(path[-1])


def put(value: object, *path: str) -> Callable[[Any], object]:
    return lambda document: at(document, *path[:-1]).update({path[-1]: value})


def settings(place: Path, **more: Any) -> SystemSettings:
    held = {"kind": "openapi", "document": str(place), "base_url": "http://127.0.0.1:9"}
    return SystemSettings.model_validate(held | more)


def test_the_document_of_the_sample_company_is_sound() -> None:
    names = [spec.name for spec in actions_in(DOCUMENT)]

    assert names == [
        "refund",
        "cancel_order",
        "change_address",
        "resend_invoice",
        "change_email",
    ]
    catalogue_of(actions_in(DOCUMENT))


@pytest.mark.parametrize(
    "missing", ["reversibility", "money", "personal_data", "reach", "backend", "facts", "title"]
)
def test_an_action_that_leaves_a_consequence_undeclared_stops_the_start(
    tmp_path: Path, missing: str
) -> None:
    place = a_document(tmp_path, without(*_REFUND, "x-handrail", missing))

    with pytest.raises(BadSettings) as caught:
        actions_in(place)

    assert str(caught.value) == (
        f"The operation 'refund' declares no '{missing}' under x-handrail. "
        "See docs/reference/consequences.md."
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without(*_REFUND, "x-handrail", "key"), "is of class A and takes no key"),
        (without("paths", "/effects/{reference}"), "class B and nothing finds its effect"),
        (without("paths", "/orders/{order}"), "acts on Order, which nothing reads"),
        (put(["colour"], *_REFUND, "x-handrail", "facts"), "needs the fact 'colour'"),
        (put(9, *_EMAIL, "x-handrail", "settle_time_seconds"), "settles before a try"),
        (put({"type": "number"}, *_BODY, "properties", "amount"), "schema says otherwise"),
        (put({"type": "string"}, *_BODY, "properties", "amount"), "a JSON integer"),
        (put({"type": "number"}, *_BODY, "properties", "share"), "'share' cannot be asked"),
        (put({"$ref": "#/nowhere"}, *_BODY, "properties", "amount"), "no '#/nowhere'"),
        (put({"$ref": "other.json"}, *_BODY, "properties", "amount"), "'other.json'"),
        (put({"wings": {}}, *_REFUND, "x-handrail", "parameters"), "takes no 'wings'"),
        (put("maybe", *_REFUND, "x-handrail", "reversibility"), "'reversibility'"),
        (put("2.0", "openapi"), "no OpenAPI 3 document"),
        (put({}, "paths"), "declares no action"),
    ],
)
def test_what_cannot_be_kept_stops_the_start(
    tmp_path: Path, change: Callable[[Any], object], said: str
) -> None:
    place = a_document(tmp_path, change)

    with pytest.raises(BadSettings) as caught:
        actions_in(place)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


_READ = ("paths", "/orders/{order}", "get")
_ID = "x-handrail", "id"


def _spelt(document: Any, pattern: str) -> None:
    """Let the reader of orders say no id, and spell the id of an order like this everywhere."""
    at(document, *_READ, "x-handrail").pop("id")
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "order":
                    parameter["schema"] = {"type": "string", "pattern": pattern}


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "CC-[0-9]{7}",
        "^[A-Za-z0-9]+$",
        "^[0-z]+$",
        r"^\w+$",
        "^CC-.+$",
        r"^#?\d+$",
        r"^(CC|cc)-\d+$",
        r"^(?i)CC-\d+$",
        r"^CC-{0,1}\d+$",
        r"^Cc-\d+$",
        r"^[^a]\d+$",
    ],
)
def test_an_id_that_may_be_spelt_in_two_ways_stops_the_start_without_the_systems_own(
    tmp_path: Path, pattern: str
) -> None:
    place = a_document(tmp_path, lambda document: _spelt(document, pattern))

    with pytest.raises(BadSettings, match="several ways") as caught:
        actions_in(place)

    assert "`id` of 'read_order'" in str(caught.value)


@pytest.mark.parametrize(
    "pattern", [r"^CC-\d{7}$", "^[0-9a-f]{8}-[0-9a-f]{4}$", r"^[A-Z\d]{6,8}$", "^ord_[0-9]+$"]
)
def test_an_id_that_is_spelt_in_one_way_needs_no_more(tmp_path: Path, pattern: str) -> None:
    place = a_document(tmp_path, lambda document: _spelt(document, pattern))

    assert actions_in(place)[0].name == "refund"


def test_an_id_that_the_reply_does_not_hold_stops_the_start(tmp_path: Path) -> None:
    place = a_document(tmp_path, put("number", *_READ, *_ID))

    with pytest.raises(BadSettings, match="returns no 'number'"):
        actions_in(place)


@pytest.mark.parametrize("name", ["customer_id", "approved", "role", "token", "on_behalf_of"])
def test_an_argument_that_says_who_asks_or_who_agreed_is_refused(tmp_path: Path, name: str) -> None:
    place = a_document(tmp_path, put({"type": "string"}, *_BODY, "properties", name))

    with pytest.raises(BadSettings, match=name):
        catalogue_of(actions_in(place))


def test_what_the_settings_declare_wins_over_the_document() -> None:
    declared = dict(at(WHOLE, *_REFUND)["x-handrail"]) | {"title": "Give money back"}
    named = settings(DOCUMENT, actions={"refund": declared})

    system = open_openapi("shop", named, Path(), SystemClock())

    titles = {str(spec.name): spec.title for spec in system.specs}
    system.close()
    assert titles["refund"] == "Give money back"
    assert titles["cancel_order"] == "Cancel an order"


def test_a_document_without_any_declaration_can_be_declared_in_the_settings(
    tmp_path: Path,
) -> None:
    def strip(document: Any) -> None:
        for item in document["paths"].values():
            for operation in item.values():
                operation.pop("x-handrail", None)

    place = a_document(tmp_path, strip)
    read = at(WHOLE, "paths", "/orders/{order}", "get")["x-handrail"]
    refund = at(WHOLE, *_REFUND)["x-handrail"]
    named = settings(place, actions={"refund": refund}, reads={"read_order": read})

    system = open_openapi("shop", named, Path(), SystemClock())

    system.close()
    assert system.specs == actions_in(DOCUMENT)[:1]


def test_an_operation_that_does_not_exist_cannot_be_declared() -> None:
    declared = at(WHOLE, *_REFUND)["x-handrail"]
    named = settings(DOCUMENT, actions={"refnd": declared})

    with pytest.raises(BadSettings, match="'refnd' is declared and does not exist"):
        open_openapi("shop", named, Path(), SystemClock())


@pytest.mark.parametrize("text", ["", "[]", "{", "openapi: ["])
def test_a_file_that_is_no_document_is_named(tmp_path: Path, text: str) -> None:
    place = tmp_path / "openapi.yaml"
    place.write_text(text, encoding="utf-8")

    with pytest.raises(BadSettings, match=r"openapi\.yaml"):
        actions_in(place)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, ParameterKind.TEXT),
        ({"type": "string", "format": "email"}, ParameterKind.EMAIL),
        ({"type": "string", "enum": ["a", "b"]}, ParameterKind.CHOICE),
        ({"type": "integer"}, ParameterKind.WHOLE),
        ({"type": "boolean"}, ParameterKind.FLAG),
        ({"type": "array", "items": {"type": "string"}}, ParameterKind.REFERENCES),
        (
            {
                "type": "array",
                "items": {"type": "object", "properties": {"sku": {"type": "string"}}},
            },
            ParameterKind.ROWS,
        ),
    ],
)
def test_a_schema_says_what_may_be_asked_of_a_customer(
    tmp_path: Path, schema: Mapping[str, object], kind: ParameterKind
) -> None:
    place = a_document(tmp_path, put(dict(schema), *_BODY, "properties", "extra"))

    extra = actions_in(place)[0].parameter("extra")

    assert extra is not None
    assert (extra.kind, extra.is_required) == (kind, False)


def test_yaml_is_read_as_json_is(tmp_path: Path) -> None:
    place = tmp_path / "openapi.yaml"
    place.write_text(DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")

    assert actions_in(place) == actions_in(DOCUMENT)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"kind": "openapi", "document": "a.json"}, "needs base_url"),
        ({"kind": "openapi", "base_url": "http://a.example"}, "needs document"),
        ({"kind": "mcp"}, "needs command or base_url"),
        ({"kind": "python"}, "needs module"),
        ({"kind": "python", "module": "m", "base_url": "http://me:pw@a.example"}, "base_url"),
    ],
)
def test_a_system_without_what_its_kind_needs_is_refused(
    held: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        SystemSettings.model_validate(held)
