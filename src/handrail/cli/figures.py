"""How every evaluation shows its figures and the items behind them."""

from collections.abc import Mapping, Sequence

from handrail.cli.output import as_json, say
from handrail.domain.quality.model import Figure

Items = Sequence[Mapping[str, object]]


def figures_as_json(figures: Mapping[str, Figure]) -> dict[str, object]:
    """Return figures as JSON values."""
    return {name: figure.as_json() for name, figure in figures.items()}


def print_figures(figures: Mapping[str, Figure]) -> None:
    """Print a line a figure, with its interval."""
    for name, figure in figures.items():
        say(f"{name:<22} {figure.value:.3f}  ({figure.low:.3f} to {figure.high:.3f}, n {figure.n})")


def print_items(items: Items) -> None:
    """Print a line an item."""
    for item in items:
        say(str(item))


def show(figures: Mapping[str, Figure], items: Items | None, *, is_json: bool) -> None:
    """Print figures, and items where there are any to be shown, as text or as JSON."""
    if is_json:
        listed = {} if items is None else {"items": items}
        as_json({**figures_as_json(figures), **listed})
        return
    print_figures(figures)
    print_items(items or ())
