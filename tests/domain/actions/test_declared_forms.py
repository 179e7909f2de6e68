"""What a declaration may say of how a customer names a value."""

from typing import Any

import pytest

from handrail.adapters.systems.openapi import actions_in
from handrail.domain.actions.arguments import fits
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.spec import AddressPart, ParameterKind
from handrail.kernel.errors import BadSettings
from handrail.sample.orders.document import DOCUMENT
from tests.domain.actions.requests import ORDER, a_parameter, an_action_that_takes


@pytest.mark.parametrize(
    ("more", "says"), [({"pattern": "("}, "readable pattern"), ({"filled_by": "left"}, "'left'")]
)
def test_a_form_that_cannot_be_is_an_error_at_the_start(more: dict[str, Any], says: str) -> None:
    odd = a_parameter("order", ParameterKind.REFERENCE, **more)

    with pytest.raises(BadSettings, match=says):
        catalogue_of([an_action_that_takes(odd)])


def test_a_reference_has_to_match_its_pattern_as_a_whole() -> None:
    assert fits(ORDER, "CC-4410287")
    assert not fits(ORDER, "CC-44102877")
    assert not fits(ORDER, "XX-4410287")


def test_the_sample_company_declares_how_its_values_are_named() -> None:
    specs = {str(spec.name): spec for spec in actions_in(DOCUMENT)}
    address = {p.name: p for p in specs["change_address"].parameters}
    amount = next(p for p in specs["refund"].parameters if p.name == "amount")

    assert (address["order"].prefix, address["order"].pattern) == ("CC-", r"^CC-\d{7}$")
    assert address["street"].part is AddressPart.STREET
    assert address["country"].said_as["IE"] == ("Ireland", "Eire")
    assert amount.filled_by == "refundable"
    assert all(spec.examples and spec.lookalikes for spec in specs.values())
