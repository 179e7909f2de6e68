"""What a customer is asked while an action is being asked for. No times, no promises."""

from collections.abc import Sequence

from handrail.domain.actions.card import money
from handrail.domain.actions.spec import ActionSpec, Parameter, ParameterKind, Value

LEFT = "All right, I have not done anything. What else would you like to know?"
OFFER_PERSON = (
    "I still cannot read that, and I would rather not guess. Shall I pass you to a person?"
)
_SHOWN_AMOUNT = 2_000


def whether(spec: ActionSpec) -> str:
    """Ask whether an action is wanted, or only how it works."""
    return f"Do you want me to {_deed(spec)}, or would you like to know how that works?"


def which_action(specs: Sequence[ActionSpec]) -> str:
    """Ask which of several actions is wanted."""
    return f"Which of these shall I do: {_or([_deed(spec) for spec in specs])}? One at a time."


def which_value(parameter: Parameter, values: Sequence[Value], currency: str) -> str:
    """Ask which of several values is meant."""
    shown = [_shown(parameter, value, currency) for value in values]
    return f"{parameter.label}: which do you mean, {_or(shown)}? One at a time."


def again(parameter: Parameter, currency: str) -> str:
    """Ask once more, and say what is wanted."""
    said = ("I could not read that.", _wanted(parameter, currency), question(parameter))
    return " ".join(part for part in said if part)


def question(parameter: Parameter) -> str:
    """Return the question for an argument."""
    return parameter.question or f"{parameter.label}?"


def go_on(spec: ActionSpec, asked: str) -> str:
    """Offer a form again, after something else was answered."""
    return f"If you still want me to {_deed(spec)}: {asked}"


def _wanted(parameter: Parameter, currency: str) -> str:
    match parameter.kind:
        case ParameterKind.MONEY:
            return f"I need an amount, such as {money(_SHOWN_AMOUNT, currency)}."
        case ParameterKind.EMAIL:
            return "I need an address such as name@example.com."
        case ParameterKind.CHOICE:
            return f"I need one of these: {_or([_named(parameter, c) for c in parameter.choices])}."
        case ParameterKind.FLAG:
            return "I need a yes or a no."
        case ParameterKind.WHOLE:
            return "I need a number."
        case ParameterKind.REFERENCE if parameter.prefix:
            return f"I need a number that starts with {parameter.prefix}."
        case _:
            return ""


def _shown(parameter: Parameter, value: Value, currency: str) -> str:
    if parameter.kind is ParameterKind.MONEY and isinstance(value, int):
        return money(value, currency)
    return _named(parameter, value) if isinstance(value, str) else str(value)


def _named(parameter: Parameter, choice: str) -> str:
    said_as = parameter.said_as.get(choice)
    return said_as[0] if said_as else choice.replace("_", " ")


def _deed(spec: ActionSpec) -> str:
    return spec.title[:1].lower() + spec.title[1:]


def _or(items: Sequence[str]) -> str:
    *rest, last = items
    return f"{', '.join(rest)} or {last}" if rest else last
