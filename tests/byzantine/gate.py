"""Ask the real gate about a case, whole or with one part of it taken away."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import handrail.sample
from handrail.adapters.policy.cedar import CedarRules, open_rules
from handrail.domain.actions.catalogue import Catalogue, catalogue_of
from handrail.domain.actions.gate import GATE_CHECKS, Asked, GateCheck, authorise, control_of
from handrail.domain.actions.model import (
    CONTROLS,
    CustomerId,
    CustomerSession,
    Limits,
    Proposal,
    Refuse,
    Resource,
    ResourceId,
    Switches,
    Totals,
)
from handrail.domain.actions.ports import Circumstances, Rules
from handrail.domain.actions.spec import ActionSpec, Arguments
from handrail.sample.actions import SAMPLE_ACTIONS
from tests.byzantine.cases import Case

POLICIES = Path(handrail.sample.__file__).parent / "policies"


def sample_catalogue() -> Catalogue:
    """Return the sample company's actions."""
    return catalogue_of(SAMPLE_ACTIONS)


def sample_rules() -> CedarRules:
    """Return the sample company's policies."""
    return open_rules(POLICIES, sample_catalogue(), needs_nist=True)


def asked_of(case: Case, catalogue: Catalogue) -> Asked:
    """Return the case in the product's words."""
    totals = dict(case.totals)
    changed = totals.pop("contact_changed_at", None)
    session = None
    if case.asker is not None:
        session = CustomerSession(
            customer=CustomerId(case.asker), expires_at=moment(case.token_ends), proof="digest"
        )
    return Asked(
        proposal=Proposal(
            name=case.name, arguments=cast("Arguments", case.arguments), proposed_by="a model"
        ),
        spec=catalogue.find(case.name),
        session=session,
        resource=_resource(case),
        totals=Totals(**totals, contact_changed_at=None if changed is None else moment(changed)),
        limits=Limits(**case.limits, cooling_off=timedelta(hours=72)),
        switches=Switches(all_off=case.all_off, off=frozenset(case.off)),
        now=moment(case.now),
    )


def ruled(asked: Asked, rules: Rules, checks: tuple[GateCheck, ...] = GATE_CHECKS) -> str:
    """Return the control that the gate asks for, or the reason why it refuses."""
    ruling = authorise(asked, rules, checks)
    return ruling.reason.value if isinstance(ruling, Refuse) else control_of(ruling).value


def permitted(asked: Asked, rules: Rules) -> str:
    """Return the weakest control under which the policies alone permit, from none upwards.

    The gate asks from the one upwards that the consequences bear; here nothing hides a policy.
    """
    spec, session, resource = asked.spec, asked.session, asked.resource
    assert isinstance(spec, ActionSpec)
    assert session is not None
    assert resource is not None
    circumstances = Circumstances(
        spec=spec,
        customer=session.customer,
        resource=resource,
        arguments=asked.proposal.arguments,
        amount=asked.amount or 0,
        totals=asked.totals,
        now=asked.now,
    )
    permissions = rules.permissions(circumstances, CONTROLS)
    found = (c.value for c, p in zip(CONTROLS, permissions, strict=True) if p.is_permitted)
    return next(found, "policy")


def moment(seconds: int) -> datetime:
    """Return seconds since 1970 as a moment."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def _resource(case: Case) -> Resource | None:
    if case.facts is None:
        return None
    return Resource(
        id=ResourceId("Order/1001"),
        owner=None if case.owner is None else CustomerId(case.owner),
        facts=cast("Arguments", case.facts),
    )
