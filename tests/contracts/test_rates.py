"""Must show: no rate of deflections or resolutions is told without how good it is, anywhere.

What can tell one is discovered: every route and its reply, every page, every template, every
command that reads day figures, every module, every page of the documentation. That each check can
find an offender is shown in test_rates_planted.py.
"""

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
import typer
from fastapi import FastAPI
from starlette.routing import Mount, Route

from handrail.cli import main
from handrail.cli.main import run
from handrail.domain.conversation.model import ConversationId, ConversationState
from handrail.domain.handoff.rating import Rating
from handrail.flow.judge_outcomes import judge_outcomes
from handrail.quality_app import outcome_ports
from tests.builders import an_entry
from tests.projects import ROOT, a_synced_project
from tests.rate_contract import (
    counting_alone,
    counting_silence,
    incomplete_csv,
    incomplete_json,
    incomplete_metrics,
    incomplete_page,
    incomplete_schemas,
    incomplete_templates,
    incomplete_text,
    rates_in,
    told_silence,
)
from tests.web.console.site import ConsoleSite, running_console

SOURCES = ROOT / "src/handrail"
TEMPLATES = SOURCES / "web/console/templates"
OWN = frozenset({"rates", "counted", "measures", "outcome"})
"""The modules of `domain/quality` that a rate is made in."""
ALLOWED = {
    "adapters/sql/canaries.py": "counts two arms for a test that compares them; prints no rate",
    "adapters/sql/watching.py": "asks which days have figures, by one that each of them has",
    "domain/quality/exported.py": "names the parts of a rate to keep them out of exports",
    "adapters/helpdesks/chatwoot.py": "the helpdesk's own name for a ticket that is closed",
}
"""May only shrink, or grow with a reason."""
SILENT = ("How long does a refund take?", "What does shipping a parcel cost?", "Warranty?")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleSite]:
    """Serve a project in which three customers asked something and left without a word."""
    project = a_synced_project(tmp_path_factory.mktemp("rates") / "project")
    with running_console(project) as opened:
        for text in SILENT:
            closed(opened, text)
        judge_outcomes(outcome_ports(opened.app))
        yield opened


def closed(site: ConsoleSite, text: str) -> ConversationId:
    """Let a customer ask, and end the conversation."""
    record = site.hears(text)
    with site.app.store.write() as writing:
        held = writing.hold_conversation(record.conversation)
        writing.move_conversation(replace(held, state=ConversationState.CLOSED), an_entry())
    return record.conversation


def test_no_module_makes_a_rate_of_its_own() -> None:
    found = {
        name: lines
        for name, source in modules().items()
        if not is_own(name) and (lines := counting_alone(source))
    }

    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}
    assert {name for name in ALLOWED if name in modules()} <= found.keys()


def test_no_module_counts_silence_as_success() -> None:
    found = {name: lines for name, held in modules().items() if (lines := counting_silence(held))}

    assert found == {}


def test_no_template_names_a_rate_alone() -> None:
    sources = {place.name: place.read_text("utf-8") for place in TEMPLATES.rglob("*.html")}

    assert len(sources) > 20
    assert incomplete_templates(sources) == []


def test_no_page_of_the_documentation_tells_a_rate_alone() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    charts = (ROOT / "docs").rglob("*.svg")

    found = {
        str(page): lacks for page in pages if (lacks := incomplete_text(page.read_text("utf-8")))
    }
    found |= {
        str(one): lacks for one in charts if (lacks := incomplete_page(one.read_text("utf-8")))
    }

    assert found == {}


def test_no_reply_has_room_for_a_rate_alone(site: ConsoleSite) -> None:
    described = site.visitor().get("/api/v1/openapi.json").json()

    assert "RateBody" in described["components"]["schemas"]
    assert incomplete_schemas(described) == []


def test_no_route_and_no_page_tells_a_rate_alone(site: ConsoleSite) -> None:
    client = site.logged_in("ada")
    asked = list(reachable(site))

    found = {path: lacks for path in asked if (lacks := incomplete_answer(client, path))}

    assert "/api/v1/staff/quality/rates" in asked
    assert "/console/inbox" in asked
    assert found == {}


def test_silence_is_told_as_success_by_no_route_and_no_command(
    site: ConsoleSite, capsys: pytest.CaptureFixture[str]
) -> None:
    client = site.logged_in("ada")
    told = []
    for path in reachable(site):
        answer = client.get(path, timeout=20)
        if "json" in answer.headers.get("content-type", ""):
            told += list(rates_in(answer.json()))
    assert run(["quality", "rates", "--json", "--project", str(site.app.project)]) == 0

    spoken = capsys.readouterr().out

    assert told
    assert told_silence(told) == []
    assert '"value": 1.0' in spoken  # all three were ended without a person
    assert "confirmed" not in spoken


@pytest.mark.parametrize("flag", ["", "--json", "--csv"])
def test_no_command_that_reads_figures_tells_a_rate_alone(
    site: ConsoleSite, flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rated(site)
    tried, found = [], {}

    for words in commands_with_figures(flag):
        assert run([*words, *([flag] if flag else []), "--project", str(site.app.project)]) < 2
        said = capsys.readouterr().out
        tried.append(words)
        lacks = incomplete_output(said, flag)
        if lacks:
            found[" ".join(words)] = lacks

    assert ["quality", "rates"] in tried
    assert found == {}


def rated(site: ConsoleSite) -> None:
    """Let one more customer ask, and say that it helped."""
    ref = closed(site, "How do I reset my password?")
    rating = Rating(conversation=ref, score=5, comment=None, at=site.app.clock.now())
    with site.app.store.write() as writing:
        writing.save_rating(rating, an_entry())
    judge_outcomes(outcome_ports(site.app))


def incomplete_output(said: str, flag: str) -> list[str]:
    if flag == "--json":
        return incomplete_json(json.loads(said))
    return incomplete_csv(said) if flag == "--csv" else incomplete_text(said.replace("\n", "\n\n"))


def incomplete_answer(client: httpx2.Client, path: str) -> list[str]:
    answer = client.get(path, timeout=20)
    kind = answer.headers.get("content-type", "")
    if "json" in kind:
        return incomplete_json(answer.json())
    if "html" in kind or "svg" in kind:
        return incomplete_page(answer.text)
    if "csv" in kind:
        return incomplete_csv(answer.text)
    return incomplete_metrics(answer.text) if path == "/metrics" else []


def reachable(site: ConsoleSite) -> Iterator[str]:
    """Yield every address that can be asked for without naming something."""
    described = site.visitor().get("/api/v1/openapi.json").json()
    for path, held in described["paths"].items():
        if "get" in held and "{" not in path and not path.endswith("/events"):
            yield path
    for route in (*site.routes(), *pages_of(site)):
        yield from paths_of(route, "")


def paths_of(route: Any, before: str) -> Iterator[str]:
    if isinstance(route, Mount):
        inner = getattr(route.app, "routes", ())
        for one in inner:
            yield from paths_of(one, before + route.path)
    if isinstance(route, Route) and "GET" in (route.methods or ()):
        path = before + route.path
        if "{" not in path and not re.search(r"live|callback|elsewhere|openapi", path):
            yield path


def pages_of(site: ConsoleSite) -> list[Any]:
    """Return the routes of the server that the description leaves out, such as metrics."""
    app: Any = site.server._application.asgi
    while not isinstance(app, FastAPI):
        app = next(held for name, held in vars(app).items() if name.strip("_") == "app")
    return [route for route in app.routes if not getattr(route, "include_in_schema", True)]


def commands_with_figures(flag: str) -> Iterator[list[str]]:
    """Yield the commands that read figures of quality, need nothing named, and have the flag."""
    command = typer.main.get_command(main.cli)
    for words, held in walked(command, []):
        source = inspect.getsource(inspect.getmodule(inspect.unwrap(held.callback)))  # type: ignore[arg-type] # a module
        reads = re.search(r"domain\.quality\.(?:judged|measures|rates|counted)|day_figures", source)
        options = {name for one in held.params for name in one.opts}
        needs = any(one.required for one in held.params)
        if reads and not needs and (not flag or flag in options):
            yield words


def walked(command: Any, words: list[str]) -> Iterator[tuple[list[str], Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words, command
        return
    for name, held in inner.items():
        yield from walked(held, [*words, name])


def modules() -> dict[str, str]:
    places = [place for place in SOURCES.rglob("*.py") if "migrations" not in place.parts]
    return {str(place.relative_to(SOURCES)): place.read_text("utf-8") for place in places}


def is_own(name: str) -> bool:
    place = Path(name)
    return place.parts[:2] == ("domain", "quality") and place.stem in OWN
