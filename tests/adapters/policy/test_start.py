"""Policies that would not mean what they seem to say stop the start, by file and by name."""

from pathlib import Path

import pytest

from handrail.adapters.policy.cedar import open_rules
from handrail.domain.actions.catalogue import catalogue_of
from handrail.kernel.errors import BadSettings
from tests.adapters.policy.rules import MOVE, SEND, a_catalogue, a_folder, a_spec

FLAWS = {
    "a misspelt fact": ("resource.weight", "resource.wieght", "`wieght`"),
    "a misspelt argument": ("resource.weight <= 10", 'context.arguments.parcle == "1"', "parcle"),
    "a misspelt total": ("resource.weight", "context.totals.customer_money", "customer_money"),
    "a number for a text": ("context.control ==", "context.amount ==", "type"),
    "an unknown action": ('"send",', '"sent",', "Action"),
    "an unknown type of resource": ("resource)", "resource is Order)", "Order"),
    "a fact that need not be there": ("resource.weight <= 10", 'resource.kind == "x"', "kind"),
    "a broken sentence": ("when {", "when", "send.cedar"),
    "no id": ('@id("send-early")', "", "without @id"),
    "an empty id": ('@id("send-early")', '@id("")', "without @id"),
    "a template": ("principal,", "principal == ?principal,", "template"),
    "a fact that `has` misspells": ("resource.weight <= 10", "!(resource has wieght)", "wieght"),
    "an argument that `has` misspells": (
        "resource.weight <= 10",
        "!(context.arguments has nota)",
        "nota",
    ),
    "`has` for what is always there": ("resource.weight <= 10", "context has amount", "amount"),
    "`has` for a part of a part": ("resource.weight <= 10", "!(context.totals has x)", "'x'"),
    "`has` for what is computed": ("resource.weight <= 10", "!({a: 1} has b)", "'b'"),
}


@pytest.mark.parametrize(("old", "new", "said"), FLAWS.values(), ids=FLAWS)
def test_a_flawed_policy_stops_the_start(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = a_folder(tmp_path, SEND.replace(old, new, 1))

    with pytest.raises(BadSettings, match=r"send\.cedar") as told:
        open_rules(folder, a_catalogue())

    assert said in told.value.message


def test_a_flaw_is_told_with_the_name_of_its_policy(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, SEND.replace("resource.weight", "resource.wieght"))

    with pytest.raises(BadSettings, match=r"policy 'send-early' in send\.cedar"):
        open_rules(folder, a_catalogue())


def test_two_policies_may_not_have_one_id(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, extra=MOVE)

    with pytest.raises(BadSettings, match=r"'move'.*extra\.cedar and move\.cedar"):
        open_rules(folder, a_catalogue())


def test_an_action_that_no_policy_permits_stops_the_start(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, SEND.replace("permit", "forbid"))

    with pytest.raises(BadSettings, match="No policy permits the action 'send'"):
        open_rules(folder, a_catalogue())


def test_a_folder_without_policies_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="no policies"):
        open_rules(tmp_path, a_catalogue())


def test_a_file_that_is_no_text_stops_the_start(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "bad.cedar").write_bytes(b"\xff\xfe")

    with pytest.raises(BadSettings, match=r"bad\.cedar cannot be read"):
        open_rules(folder, a_catalogue())


@pytest.mark.parametrize("serves", ["", '@nist("")', '@nist("MANAGE 9.9")'])
def test_a_policy_of_ours_names_the_subcategory_that_it_serves(tmp_path: Path, serves: str) -> None:
    folder = a_folder(tmp_path, serves + SEND, move='@nist("MAP 3.5")' + MOVE)

    with pytest.raises(BadSettings, match="@nist"):
        open_rules(folder, a_catalogue(), needs_nist=True)


def test_a_policy_that_names_a_subcategory_may_be_one_of_ours(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, '@nist("MAP 3.5")' + SEND, move='@nist("MAP 5.1")' + MOVE)

    assert len(open_rules(folder, a_catalogue(), needs_nist=True).policies) == 2


def test_policies_may_speak_of_all_actions_or_of_several(tmp_path: Path) -> None:
    both = '@id("both") permit (principal, action in [Action::"send", Action::"move"], resource);'
    every = '@id("every") forbid (principal, action, resource) when { context.amount > 5 };'
    for name, text in {"both": both, "every": every}.items():
        (tmp_path / f"{name}.cedar").write_text(text, encoding="utf-8")

    rules = open_rules(tmp_path, a_catalogue())

    assert len(rules.policies) == 2


def test_two_actions_that_policies_could_not_tell_apart_stop_the_start(tmp_path: Path) -> None:
    alike = catalogue_of((a_spec("send.it"), a_spec("send-it")))

    with pytest.raises(BadSettings, match="too like another"):
        open_rules(a_folder(tmp_path), alike)


def test_a_kind_of_resource_that_is_no_name_stops_the_start(tmp_path: Path) -> None:
    odd = catalogue_of((a_spec("send", resource="a parcel"), a_spec("move")))

    with pytest.raises(BadSettings, match="no schema"):
        open_rules(a_folder(tmp_path), odd)


def test_the_rules_have_another_name_when_a_policy_changes(tmp_path: Path) -> None:
    before = open_rules(a_folder(tmp_path), a_catalogue()).name

    same = open_rules(a_folder(tmp_path), a_catalogue()).name
    after = open_rules(a_folder(tmp_path, SEND.replace("10", "11")), a_catalogue()).name

    assert before == same
    assert before != after
