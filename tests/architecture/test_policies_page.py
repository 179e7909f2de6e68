"""All that a policy may look at stands in the how-to."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import cedarpy

from handrail.adapters.policy.schema import schema_of
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.model import Control, Totals
from handrail.sample.actions import SAMPLE_ACTIONS

PAGE = Path(__file__).parents[2] / "docs/how-to/write-policies.md"


def test_every_control_total_and_part_of_the_context_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    schema: Any = schema_of(catalogue_of(SAMPLE_ACTIONS))
    context = schema[""]["actions"]["refund"]["appliesTo"]["context"]["attributes"]

    names = [*Control, *(field.name for field in fields(Totals))]
    parts = [f"context.{name}" for name in context]

    assert [name for name in names if f"`{name}`" not in page] == []
    assert [part for part in parts if part not in page] == []


def test_the_policies_that_are_shown_fit_the_sample_company() -> None:
    schema = cedarpy.Schema.from_json_str(json.dumps(schema_of(catalogue_of(SAMPLE_ACTIONS))))
    shown = re.findall(r"```cedar\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    errors = [cedarpy.validate_policies(text, schema).errors for text in shown]

    assert errors == [[], []]
