"""Written sentences of several companies, as signals: what a request and a question look like."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from handrail.adapters.systems.openapi import actions_in
from handrail.domain.actions.request_features import features_of
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    BackendClass,
    Consequences,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.flow.hear_request import EmbeddedSentences
from handrail.flow.ports import Embedder
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.project import CALIBRATION

SHOP = "shop"
_HERE = Path(__file__).parent
SENTENCES = _HERE / "sentences.jsonl"
CATALOGUES = _HERE / "catalogues.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Hold a written sentence and the action that it asks for, or None."""

    catalogue: str
    text: str
    action: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one message beside one action: the signals of its sentences, and whether it asks."""

    catalogue: str
    text: str
    sentences: Sequence[Mapping[str, float]]
    is_asked: bool


def written_sentences() -> tuple[Written, ...]:
    """Return the sentences that were written for training, and the sample company's questions."""
    rows = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]
    asked = [json.loads(line) for line in CALIBRATION.read_text("utf-8").splitlines()]
    return (
        *(Written(**row) for row in rows),
        *(Written(catalogue=SHOP, text=row["question"], action=None) for row in asked),
    )


def rows_of(written: Sequence[Written], embedder: Embedder) -> Iterator[Row]:
    """Yield every sentence beside every action of its company."""
    companies = {name: EmbeddedSentences(specs, embedder) for name, specs in catalogues().items()}
    for said in written:
        company = companies[said.catalogue]
        heard = company.heard(said.text)
        for name, signals in features_of(heard, company.known()).items():
            yield Row(
                catalogue=said.catalogue,
                text=said.text,
                sentences=signals,
                is_asked=name == said.action,
            )


def catalogues() -> Mapping[str, tuple[ActionSpec, ...]]:
    """Return the actions of every company."""
    found: dict[str, tuple[ActionSpec, ...]] = {SHOP: actions_in(DOCUMENT)}
    number = Parameter(name="number", kind=ParameterKind.REFERENCE, label="Number")
    for line in CATALOGUES.read_text("utf-8").splitlines():
        row = json.loads(line)
        spec = _spec(row["action"], row["examples"], row["lookalikes"], (number,))
        found[row["catalogue"]] = (*found.get(row["catalogue"], ()), spec)
    return found


def _spec(
    name: str,
    examples: Sequence[str],
    lookalikes: Sequence[str],
    parameters: tuple[Parameter, ...],
) -> ActionSpec:
    return ActionSpec(
        name=ActionName(name),
        version="1",
        title=name.replace("_", " ").capitalize(),
        description="",
        parameters=parameters,
        consequences=Consequences(
            reversibility=Reversibility.IRREVERSIBLE,
            money=MoneyTerms(),
            personal_data=PersonalData.NONE,
            reach=Reach.ONE_CUSTOMER,
            backend=BackendClass.A,
            key_window=timedelta(hours=24),
        ),
        resource="Order",
        examples=tuple(examples),
        lookalikes=tuple(lookalikes),
    )
