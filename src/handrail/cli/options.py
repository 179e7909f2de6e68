"""Options that every command has."""

from pathlib import Path
from typing import Annotated

import typer

ProjectOption = Annotated[
    Path,
    typer.Option(
        "--project",
        envvar="HANDRAIL_PROJECT",
        help="Folder that holds handrail.toml.",
        show_default="the current folder",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
SimulatedOption = Annotated[
    bool, typer.Option("--simulated", help="Of simulated conversations, and only of these.")
]
AudienceOption = Annotated[
    bool,
    typer.Option("--internal", help="Search internal articles too, as staff would."),
]
LocaleOption = Annotated[
    str | None, typer.Option("--locale", help="Only articles in this language, for example en.")
]
ProductOption = Annotated[
    str | None, typer.Option("--product", help="Only articles of this product, or of none.")
]
SiteOption = Annotated[
    str | None, typer.Option("--site", help="Only articles of this site, or of none.")
]
HERE = Path()
ItemsOption = Annotated[bool, typer.Option("--items", help="Print every question's result too.")]
ThresholdOption = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        min=0.0,
        max=1.0,
        help="Answer from this confidence on.",
        show_default="calibrated",
    ),
]
