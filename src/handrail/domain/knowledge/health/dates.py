"""Which day does a text speak of?"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    r"\b(?:(?P<iso>(?:19|20)\d\d)[-/](?P<iso_month>0[1-9]|1[0-2])[-/](?P<iso_day>[0-3]\d)"
    rf"|{_MONTH.format('month')}\s+(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+)?(?P<year>(?:19|20)\d\d)"
    rf"|(?P<day_first>[0-3]?\d)(?:st|nd|rd|th)?\s+{_MONTH.format('month_second')},?\s+"
    r"(?P<year_last>(?:19|20)\d\d)"
    r"|Q(?P<quarter>[1-4])[ ,]+(?P<quarter_year>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)


def dates_in(text: str) -> Iterator[tuple[int, date]]:
    """Yield where each date stands and the last day that it can mean: `March 2025`, its 31st."""
    for found in _DATE.finditer(text):
        day = _last_day(found.groupdict())
        if day is not None:
            yield found.start(), day


def _last_day(said: dict[str, str | None]) -> date | None:
    if said["quarter"]:
        year, month, day = said["quarter_year"], int(said["quarter"]) * 3, None
    elif said["iso"]:
        year, month, day = said["iso"], int(said["iso_month"] or 1), said["iso_day"]
    else:
        year = said["year"] or said["year_last"]
        month = _number(said["month"] or said["month_second"] or "")
        day = said["day"] or said["day_first"]
    try:
        last = monthrange(int(year or 0), month)[1]
        return date(int(year or 0), month, int(day) if day else last)
    except ValueError:
        return None


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].lower()) + 1
