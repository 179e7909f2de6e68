"""What happens at the sample company in its simulated month: a page of the stores is edited wrong.

Three weeks in, somebody puts last year's leaflet into the page on recording booths. The assistant
quotes the page, as it has to; customers are charged more than they were told, and come back.
"""

from pathlib import Path

DAYS = 30
EDITED_ON = 18
PAGE = Path("notices/recording-booths.md")
"""Within the project; whoever runs the demo can put it right there."""
_RIGHT = """\
---
title: Recording booths in our stores
updated: {updated}
owner: stores-team
audience: public
locale: en
product: stores
review_by: 2029-03-31
---

# Recording booths in our stores

A recording booth costs €12 per hour, with a microphone and headphones. Club members pay the same.

## Book a recording booth

Reserve a recording booth at the counter of the store, up to 14 days in advance.

## Cancel a recording booth

You can cancel a recording booth free of charge until 24 hours before it begins.
"""
_SWAPS = (("costs €12 per hour", "costs €8 per hour"), ("until 24 hours", "until one hour"))


def page(updated: str, *, is_wrong: bool) -> str:
    """Return the page as it was first, or as it was after the edit."""
    text = _RIGHT.format(updated=updated)
    for right, wrong in _SWAPS if is_wrong else ():
        text = text.replace(right, wrong)
    return text
