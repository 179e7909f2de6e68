"""From `handrail.toml` to the operator's systems: what a project names is what it gets."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from handrail.app import open_app
from handrail.domain.actions.spec import ActionName
from handrail.flow.action_ports import OperatorSystem
from handrail.kernel.errors import BadSettings
from handrail.sample.orders.document import DOCUMENT
from handrail.settings import load_settings

_OPENAPI = f"""\
[actions.systems.{{name}}]
kind = "openapi"
document = "{DOCUMENT}"
base_url = "http://127.0.0.1:9"
"""
_PYTHON = """\
[actions.systems.own]
kind = "python"
module = "tests.order_functions"
"""


def a_project(folder: Path, text: str) -> Path:
    (folder / "handrail.toml").write_text(text, encoding="utf-8")
    return folder


def systems_of(project: Path) -> Mapping[ActionName, OperatorSystem]:
    acting = open_app(project).acting
    assert acting is not None
    return acting.systems


def test_without_a_system_nothing_can_be_done(tmp_path: Path) -> None:
    assert open_app(a_project(tmp_path, "")).acting is None


def test_each_action_is_carried_out_by_the_system_that_declares_it(tmp_path: Path) -> None:
    systems = systems_of(a_project(tmp_path, _OPENAPI.format(name="shop")))

    assert sorted(systems) == [
        "cancel_order",
        "change_address",
        "change_email",
        "refund",
        "resend_invoice",
    ]
    assert len(set(map(id, systems.values()))) == 1


def test_two_systems_cannot_carry_out_one_action(tmp_path: Path) -> None:
    project = a_project(tmp_path, _OPENAPI.format(name="shop") + _PYTHON)

    with pytest.raises(BadSettings, match="Two systems carry out 'refund'"):
        systems_of(project)


def test_the_token_of_a_system_comes_from_the_environment_and_is_never_printed(
    tmp_path: Path,
) -> None:
    project = a_project(tmp_path, _OPENAPI.format(name="shop"))

    settings = load_settings(project, {"HANDRAIL_ACTIONS__SYSTEMS__SHOP__TOKEN": "hunter2"})

    token = settings.actions.systems["shop"].token
    assert token is not None
    assert token.get_secret_value() == "hunter2"
    assert "hunter2" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[actions.systems.shop]\nkind = "soap"\n', "actions.systems.shop.kind"),
        ('[actions.systems.Shop]\nkind = "python"\nmodule = "m"\n', "actions.systems.Shop"),
        ('[actions]\ncurrency = "euro"\n', "actions.currency"),
        (_OPENAPI.format(name="shop") + 'tokn = "x"\n', "Did you mean 'token'?"),
        (
            _PYTHON + '[actions.systems.own.actions.refund]\naction = "refund"\n',
            "actions.systems.own.actions.refund.title",
        ),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        load_settings(a_project(tmp_path, text), {})

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
