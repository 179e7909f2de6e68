"""Getting ready before the first question comes."""

import sys

from handrail.app import App
from handrail.domain.retrieval.model import PUBLIC
from handrail.kernel.errors import IndexUnavailable


def warm_up(app: App) -> None:
    """Load the embedder and the index, so that the first customer does not wait for them."""
    try:
        app.index.candidates("hello", PUBLIC, 1)
    except IndexUnavailable as error:
        sys.stderr.write(f"handrail: Warning: nothing can be answered yet. {error}\n")
