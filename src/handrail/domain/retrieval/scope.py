"""Which articles a search may find."""

from handrail.domain.retrieval.model import Scope


def is_in_scope(
    scope: Scope, *, audience: str, locale: str, product: str | None, site: str | None
) -> bool:
    """Tell whether an article with this audience, locale, product and site may be found."""
    return (
        audience in scope.audiences
        and _speaks(scope.locale, locale)
        and (scope.product is None or product is None or scope.product == product)
        and (scope.site is None or site is None or scope.site == site)
    )


def _speaks(asked: str | None, locale: str) -> bool:
    # `en` finds `en-GB`, and `en-GB` finds plain `en`, but `en-GB` does not find `en-US`.
    if asked is None:
        return True
    wanted, given = asked.lower().replace("_", "-"), locale.lower().replace("_", "-")
    return given == wanted or given.startswith(f"{wanted}-") or wanted.startswith(f"{given}-")
