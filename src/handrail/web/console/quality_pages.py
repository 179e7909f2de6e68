"""Quality: what got worse, for whom, since when, and what may have done it."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from handrail.domain.actions.model import Role
from handrail.domain.quality.alert import AlertId
from handrail.domain.quality.rates import RateKind
from handrail.domain.quality.watch_words import amount, headline
from handrail.domain.quality.watched import BY_MEASURE, place_in_words
from handrail.flow.close_alert import LONGEST_NOTE, close_alert
from handrail.flow.see_quality import changes_of, see_alert, see_place, see_quality, which_kind
from handrail.watch_app import tried_changes, watch_ports
from handrail.web.console.forms import form_of
from handrail.web.console.parts import Visit

LEAST = Role.LEAD
_MOST_CHANGES = 60
RATES_SAID: Mapping[RateKind, str] = {
    RateKind.DEFLECTION: "Ended without a person",
    RateKind.RESOLUTION: "Helped without a person",
}
QUALITY_SAID: Mapping[RateKind, str] = {
    RateKind.DEFLECTION: "of these, known to have helped",
    RateKind.RESOLUTION: "of checked ones, found right",
}
CHANGES_SAID = {
    "knowledge.synced": "Articles were read anew",
    "settings.changed": "Settings were changed",
    "calibration.made": "A calibration was made",
    "calibration.expired": "The calibration expired",
    "canary.started": "A canary began",
    "canary.ended": "A canary ended",
    "actions.switched": "Actions were switched on or off",
}
_WORDS: Mapping[str, Any] = {
    "measures": BY_MEASURE,
    "headline": headline,
    "amount": amount,
    "place_in_words": place_in_words,
    "rates_said": RATES_SAID,
    "quality_said": QUALITY_SAID,
    "changes_said": CHANGES_SAID,
    "longest_note": LONGEST_NOTE,
}


async def show_quality(visit: Visit) -> Response:
    """Show what changed, who fares worse, and how it looks over time."""
    asked = visit.request.query_params.get("data", "")

    def work() -> object:
        ports = watch_ports(visit.app)
        is_simulated = which_kind(asked, ports)
        return see_quality(visit.staff, ports, is_simulated=is_simulated)

    return visit.page("quality.html", {"board": await visit.run(work), **_WORDS})


async def show_place(visit: Visit) -> Response:
    """Show how one topic, language, channel, article, action or model version does."""
    query = visit.request.query_params
    place = (query.get("slice", "")[:100], query.get("of", "")[:500])

    def work() -> object:
        ports = watch_ports(visit.app)
        is_simulated = which_kind(query.get("data", ""), ports)
        return see_place(place, visit.staff, ports, is_simulated=is_simulated)

    return visit.page("quality_place.html", {"board": await visit.run(work), **_WORDS})


async def show_alert(visit: Visit) -> Response:
    """Show an alert with every place where its measure got worse."""
    ref = _alert(visit)
    found = await visit.run(lambda: see_alert(ref, visit.staff, watch_ports(visit.app)))
    return visit.page("quality_alert.html", {"alert": found, **_WORDS})


async def close(visit: Visit) -> Response:
    """Close an alert with what was found."""
    note = (await form_of(visit.request)).text("note", most=LONGEST_NOTE)
    ref = _alert(visit)
    await visit.run(lambda: close_alert(ref, note, visit.staff, watch_ports(visit.app)))
    return visit.back_to("/console/quality", "alert-closed")


async def show_tried(visit: Visit) -> Response:
    """Show what was changed, and what was tried before: replays and the canary."""

    def work() -> dict[str, object]:
        replays, canary = tried_changes(visit.app)
        changed = changes_of(watch_ports(visit.app), _MOST_CHANGES)
        return {"replays": replays, "canary": canary, "changed": changed}

    return visit.page("quality_tried.html", {**await visit.run(work), **_WORDS})


def _alert(visit: Visit) -> AlertId:
    return AlertId(str(visit.request.path_params["alert"]))
