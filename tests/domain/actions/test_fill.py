"""What a text says for the arguments of an action. Where it says two things, nobody guesses."""

import pytest

from handrail.domain.actions.arguments import flaws_of
from handrail.domain.actions.fill import Filled, Next, completed, fill, fill_answer, next_question
from handrail.domain.actions.spec import Parameter, ParameterKind, Value
from tests.domain.actions.requests import (
    AMOUNT,
    CITY,
    COUNT,
    EMAIL,
    GIFT,
    NOTE,
    NUMBER,
    ORDER,
    ORDERS,
    POSTCODE,
    REASON,
    ROWS,
    STREET,
    a_parameter,
    an_action_that_takes,
)


def filled(text: str, *parameters: Parameter) -> Filled:
    return fill(an_action_that_takes(*parameters), text, {}, "EUR")


def answered(text: str, parameter: Parameter) -> Value | None:
    found = fill_answer(an_action_that_takes(parameter), parameter, text, {}, "EUR")
    return found.arguments.get(parameter.name)


@pytest.mark.parametrize(
    "written",
    [
        "CC-4410287",
        "cc-4410287",
        "CC4410287",
        "cc 4410287",
        "order 4410287",
        "#4410287",
        "no 4410287.",
    ],
)
def test_an_order_number_is_read_however_it_is_spelled(written: str) -> None:
    assert filled(f"Refund {written}", ORDER).arguments == {"order": "CC-4410287"}


@pytest.mark.parametrize(
    "written",
    [
        "order 10423",
        "CC-44102871",
        "order 12",
        "call 0170 555 0101",
        "me4410287@example.com",
        "7 days",
    ],
)
def test_a_number_of_another_form_is_no_order_number(written: str) -> None:
    assert filled(f"Refund {written}", ORDER).arguments == {}


def test_a_reference_without_a_declared_form_is_taken_as_written() -> None:
    assert filled("Cancel booking AB-5512 please", NUMBER).arguments == {"number": "AB-5512"}
    assert answered("7", NUMBER) == "7"


def test_of_two_order_numbers_neither_is_taken_and_both_are_offered() -> None:
    found = filled("Refund CC-4410287 or CC-4410288", ORDER)

    assert found.arguments == {}
    assert next_question(an_action_that_takes(ORDER), found) == Next(
        ORDER, ("CC-4410287", "CC-4410288")
    )


def test_the_same_number_written_twice_is_one() -> None:
    assert filled("CC-4410287, yes, order 4410287", ORDER).arguments == {"order": "CC-4410287"}


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("€20", 2000), ("20 euros", 2000), ("EUR 12,90", 1290), ("12.5 eur", 1250),
        ("€1,200.00", 120_000), ("1.200,50 €", 120_050), ("a 20 EUR refund", 2000),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_cents(written: str, cents: int) -> None:
    assert filled(f"Refund {written} please", AMOUNT).arguments == {"amount": cents}


@pytest.mark.parametrize(
    "written", ["half of it", "50 % of it", "the difference", "$20", "20 pounds"]
)
def test_a_part_or_another_currency_is_asked_about(written: str) -> None:
    found = filled(f"Refund {written}", AMOUNT)

    assert found.arguments == {}
    assert found.vague == {"amount"}
    spec = an_action_that_takes(a_parameter("amount", ParameterKind.MONEY, filled_by="left"))
    assert next_question(spec, found) is not None


def test_what_was_paid_is_not_what_is_wanted_back() -> None:
    found = filled("I paid 89 euros for it and want it refunded", AMOUNT)

    assert found == Filled()


def test_a_bare_number_is_an_amount_only_as_the_answer_to_the_question_for_it() -> None:
    assert filled("Refund 20", AMOUNT).arguments == {}
    assert answered("20", AMOUNT) == 2000
    assert answered("twenty", AMOUNT) is None


def test_an_address_that_is_left_behind_is_not_the_new_one() -> None:
    found = filled("Change it from old@example.com to new@example.com.", EMAIL)

    assert found.arguments == {"email": "new@example.com"}


def test_two_new_addresses_are_asked_about() -> None:
    assert filled("Use a@example.com and b@example.com", EMAIL).several == {
        "email": ("a@example.com", "b@example.com")
    }


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("It arrived broken", "damaged"), ("it was crackd", "damaged"), ("DAMAGED!", "damaged"),
        ("you sent the wrong item", "wrong_item"), ("I live in Norway", "NO"),
        ("no, it is fine", None), ("to NO please", "NO"),
    ],
)  # fmt: skip
def test_a_choice_is_known_by_what_customers_call_it(text: str, choice: str | None) -> None:
    assert filled(text, REASON).arguments.get("reason") == choice


def test_an_address_is_read_line_by_line_where_it_is_plain() -> None:
    lines = (STREET, POSTCODE, CITY)

    irish = filled("Send it to 14 Shop Street, H91 XY12 Galway, Ireland instead", *lines)
    german = filled("my new address is: Lange Reihe 12, 20099 Hamburg please", *lines)
    dutch = filled("deliver to Oudegracht 231, Utrecht, 3511 NK", *lines)

    assert irish.arguments == {"street": "14 Shop Street", "postcode": "H91 XY12", "city": "Galway"}
    assert german.arguments == {"street": "Lange Reihe 12", "postcode": "20099", "city": "Hamburg"}
    assert dutch.arguments == {"street": "Oudegracht 231", "postcode": "3511 NK", "city": "Utrecht"}


@pytest.mark.parametrize(
    "text",
    ["send it to my mum", "I have waited since 2024 for it", "order 44102 to Galway", "12345", ""],
)
def test_where_no_address_is_plain_none_is_read(text: str) -> None:
    assert filled(text, STREET, POSTCODE, CITY).arguments == {}


@pytest.mark.parametrize(
    ("answer", "parameter", "value"),
    [
        ("14 Shop Street, Galway", STREET, "14 Shop Street"),
        ("The Old Mill", STREET, "The Old Mill"), ("which street?", STREET, None),
        ("14", STREET, None),
        ("it's h91 xy12", POSTCODE, "H91 XY12"), ("20099", POSTCODE, "20099"),
        ("SW1A 1AA", POSTCODE, "SW1A 1AA"), ("AB12", POSTCODE, "AB12"), ("no idea", POSTCODE, None),
        ("in Galway please", CITY, "Galway"), ("new ross", CITY, "new ross"),
        ("Galway?", CITY, None),
        ("I do not know it", CITY, None), ("no idea", CITY, None), ("12", CITY, None),
        ("Leave it\tat the door", NOTE, "Leave it at the door"), ("", NOTE, None),
        ("yes please", GIFT, True), ("no", GIFT, False), ("yes and no", GIFT, None),
        ("3 of them", COUNT, 3), ("three", COUNT, None), ("maybe", GIFT, None),
    ],
)  # fmt: skip
def test_an_answer_is_read_as_what_was_asked_for(
    answer: str, parameter: Parameter, value: object
) -> None:
    assert answered(answer, parameter) == value


def test_several_orders_are_read_where_several_may_be_named() -> None:
    found = filled("CC-4410287 and CC-4410288", ORDERS)

    assert found.arguments == {"orders": ("CC-4410287", "CC-4410288")}
    assert filled("none of them", ORDERS).arguments == {}


def test_a_table_is_read_from_no_text() -> None:
    assert filled("3 of them", ROWS, COUNT).arguments == {}
    assert answered("3 of them", ROWS) is None


def test_what_is_held_already_is_kept() -> None:
    spec = an_action_that_takes(ORDER, AMOUNT)

    found = fill(spec, "CC-4410288, 20 euros", {"order": "CC-4410287"}, "EUR")

    assert found.arguments == {"order": "CC-4410287", "amount": 2000}


def test_what_is_missing_is_asked_in_the_order_of_the_parameters() -> None:
    optional = a_parameter("reason", ParameterKind.TEXT, is_required=False)
    spec = an_action_that_takes(optional, ORDER, AMOUNT)

    assert next_question(spec, filled("", *spec.parameters)) == Next(ORDER)
    assert next_question(spec, Filled(arguments={"order": "CC-4410287"})) == Next(AMOUNT)
    assert next_question(spec, Filled(arguments={"order": "x", "amount": 1})) is None


def test_a_fact_stands_in_for_what_the_customer_did_not_name() -> None:
    amount = a_parameter("amount", ParameterKind.MONEY, filled_by="left")
    spec = an_action_that_takes(ORDER, amount)

    assert next_question(spec, Filled(arguments={"order": "CC-4410287"})) is None
    assert completed(spec, {"order": "CC-4410287"}, {"left": 900})["amount"] == 900
    assert completed(spec, {"amount": 5}, {"left": 900}) == {"amount": 5}
    assert completed(spec, {}, {"left": "much"}) == {}
    assert completed(spec, {}, {}) == {}


def test_every_value_that_is_read_fits() -> None:
    spec = an_action_that_takes(ORDER, AMOUNT, EMAIL)

    found = fill(spec, "CC-4410287, 20 euros, me@example.com", {}, "EUR")

    assert flaws_of(spec, found.arguments) == ()
