"""The fields of a form, read strictly: what a page of ours does not send is not looked at."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from handrail.kernel.errors import BadInput

_KIND = "application/x-www-form-urlencoded"
_MOST_FIELDS = 50


class Form:
    """Hold the fields that came with a request."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    def text(self, name: str, *, most: int = 10_000) -> str:
        """Return a field; empty where it is missing; raises BadInput where it is too long."""
        value = self._fields.get(name, "")
        if len(value) > most:
            raise BadInput(f"What you wrote has more than {most} characters.", hint="Shorten it.")
        return value.replace("\r\n", "\n")

    def number(self, name: str) -> int:
        """Return a field as a number that is not negative; raises BadInput."""
        value = self._fields.get(name, "")
        if not value.isascii() or not value.isdigit() or len(value) > 18:
            raise BadInput("This form is not complete.", hint="Go back and load the page again.")
        return int(value)


async def form_of(request: Request) -> Form:
    """Return the fields of a request; raises BadInput for what is no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if not body:
        return Form({})
    if kind != _KIND:
        raise BadInput("This is not a form of ours.", hint="Go back and load the page again.")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise BadInput("This form cannot be read.", hint="Load the page again.") from error
    return Form(dict(pairs))
