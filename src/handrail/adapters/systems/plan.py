"""From what is declared and what the schemas say to what a system can do; raises BadSettings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from handrail.action_settings import (
    ActionDeclaration,
    FindsDeclaration,
    ListsDeclaration,
    ParameterDeclaration,
    ReadsDeclaration,
    SystemSettings,
)
from handrail.adapters.systems.acting import Acts, Declared, Reads
from handrail.adapters.systems.schema import (
    Schema,
    fact_of,
    field_schema,
    is_moment,
    parameter_of,
)
from handrail.adapters.systems.spelling import has_one_spelling
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    BackendClass,
    Consequences,
    MoneyTerms,
    Parameter,
    ParameterKind,
)
from handrail.kernel.errors import BadSettings

_NOTHING = ParameterDeclaration()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Hold what the schemas say of one operation."""

    takes: Mapping[str, tuple[Schema, bool]]
    """Schema of each argument, and whether it is required."""
    references: frozenset[str] = frozenset()
    """Arguments that are ids: those that stand in a path."""
    returns: Schema = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """Hold what is declared, by operation."""

    actions: Mapping[str, ActionDeclaration]
    reads: Mapping[str, ReadsDeclaration]
    finds: Mapping[str, FindsDeclaration]
    lists: Mapping[str, ListsDeclaration]


class Planner:
    """Put together what one system can do."""

    def __init__(
        self,
        name: str,
        settings: SystemSettings,
        offered: Mapping[str, Offered],
        document: Schema,
    ) -> None:
        self._name = name
        self._settings = settings
        self._offered = offered
        self._document = document

    def planned(self, declarations: Declarations) -> Declared:
        """Return what the system can do; raises BadSettings where that is not sound."""
        for operation in (
            *(*declarations.actions, *declarations.reads),
            *(*declarations.finds, *declarations.lists),
        ):
            if operation not in self._offered:
                raise self._unsound(operation, "is declared and does not exist", "Correct it.")
        reads = {d.reads: self._reads(op, d) for op, d in declarations.reads.items()}
        actions = [self._acts(op, d, reads) for op, d in declarations.actions.items()]
        if not actions:
            raise BadSettings(
                f"The system {self._name!r} declares no action.",
                hint="Declare what an operation does: docs/reference/consequences.md.",
            )
        declared = Declared(
            name=self._name,
            actions={acts.spec.name: acts for acts in actions},
            reads=reads,
            finds=next(iter(declarations.finds.items()), None),
            lists=next(iter(declarations.lists.items()), None),
            timeout=timedelta(seconds=self._settings.timeout_seconds),
        )
        for acts in actions:
            self._require_means(acts, declared)
        return declared

    def _acts(
        self, operation: str, declared: ActionDeclaration, reads: Mapping[str, Reads]
    ) -> Acts:
        read = reads.get(declared.resource)
        if read is None:
            raise self._unsound(
                operation, f"acts on {declared.resource}, which nothing reads", "Declare what does."
            )
        missing = [name for name in declared.facts if name not in read.facts]
        if missing:
            raise self._unsound(
                operation, f"needs the fact {missing[0]!r}", f"{read.operation!r} declares none."
            )
        spec = ActionSpec(
            name=ActionName(declared.action),
            version=declared.version,
            title=declared.title,
            description=declared.description,
            parameters=self._parameters(operation, declared),
            consequences=consequences_of(declared),
            resource=declared.resource,
            resource_argument=declared.resource_argument,
            facts=tuple(read.facts[name] for name in declared.facts),
            examples=declared.examples,
            lookalikes=declared.lookalikes,
        )
        self._require_one_spelling(operation, spec, read)
        return Acts(operation=operation, spec=spec, declared=declared)

    def _require_one_spelling(self, operation: str, spec: ActionSpec, read: Reads) -> None:
        """Refuse ids that may be spelt in two ways: each spelling would have limits of its own."""
        named = None if spec.resource_argument is None else spec.parameter(spec.resource_argument)
        if read.declared.id is None and named is not None and not has_one_spelling(named.pattern):
            raise self._unsound(
                operation,
                f"acts on a {spec.resource} whose id {named.name!r} may be spelt in several ways",
                f"Declare as `id` of {read.operation!r} which field of its reply holds the id.",
            )

    def _parameters(self, operation: str, declared: ActionDeclaration) -> tuple[Parameter, ...]:
        offered = self._offered[operation]
        placed = {
            place.name
            for place in (declared.key, declared.deadline, declared.customer)
            if place is not None and place.where != "header"
        }
        unknown = [name for name in declared.parameters if name not in offered.takes]
        if unknown:
            raise self._unsound(operation, f"takes no {unknown[0]!r}", "Correct the declaration.")
        return tuple(
            parameter_of(
                name, schema, self._said(name, offered, declared), self._document, required=required
            )
            for name, (schema, required) in offered.takes.items()
            if name not in placed
        )

    def _said(
        self, name: str, offered: Offered, declared: ActionDeclaration
    ) -> ParameterDeclaration:
        """Return what is declared; an id in a path, or of the resource, is a reference."""
        said = declared.parameters.get(name, _NOTHING)
        is_id = name in offered.references or name == declared.resource_argument
        if said.kind is None and is_id:
            return said.model_copy(update={"kind": ParameterKind.REFERENCE})
        return said

    def _reads(self, operation: str, declared: ReadsDeclaration) -> Reads:
        offered = self._offered[operation]
        by = declared.by or next(iter(offered.takes), "")
        if by not in offered.takes:
            raise self._unsound(operation, "takes no id", "Name its parameter as `by`.")
        if declared.id is not None and self._field(operation, declared.id) is None:
            raise self._unsound(operation, f"returns no {declared.id!r}", "Correct `id`.")
        schemas = {
            name: self._fact_schema(operation, name, said) for name, said in declared.facts.items()
        }
        facts = {
            name: fact_of(name, schema, declared.facts[name], self._document)
            for name, schema in schemas.items()
        }
        moments = [n for n, schema in schemas.items() if is_moment(schema, self._document)]
        return Reads(
            operation=operation, by=by, declared=declared, facts=facts, moments=frozenset(moments)
        )

    def _fact_schema(self, operation: str, name: str, said: ParameterDeclaration) -> Schema:
        schema = self._field(operation, said.field or name)
        if schema is None:
            raise self._unsound(
                operation, f"returns no {said.field or name!r}", "Correct the fact's name or field."
            )
        return schema

    def _field(self, operation: str, path: str) -> Schema | None:
        return field_schema(self._offered[operation].returns, path, self._document)

    def _require_means(self, acts: Acts, declared: Declared) -> None:
        """Refuse an action whose class the system has no means for."""
        does = acts.spec.consequences
        if does.backend is not BackendClass.C and acts.declared.key is None:
            raise self._unsound(
                acts.operation, f"is of class {does.backend} and takes no key", "Declare `key`."
            )
        if does.backend is not BackendClass.B:
            return
        if declared.finds is None:
            raise self._unsound(
                acts.operation, "is of class B and nothing finds its effect", "Declare `finds_by`."
            )
        if does.settle_time is not None and does.settle_time <= declared.timeout:
            raise self._unsound(
                acts.operation,
                "settles before a try is given up",
                "Let settle_time_seconds be longer than timeout_seconds.",
            )

    def _unsound(self, operation: str, what: str, hint: str) -> BadSettings:
        return BadSettings(f"The system {self._name!r}: {operation!r} {what}.", hint=hint)


def consequences_of(declared: ActionDeclaration) -> Consequences:
    """Return the consequences that are declared."""
    money = declared.money
    return Consequences(
        reversibility=declared.reversibility,
        money=MoneyTerms(
            flow=money.flow, argument=money.argument, fact=money.fact, ceiling=money.ceiling
        ),
        personal_data=declared.personal_data,
        reach=declared.reach,
        backend=declared.backend,
        key_window=_span(declared.key_window_seconds),
        settle_time=_span(declared.settle_time_seconds),
        compensation=None if declared.compensation is None else ActionName(declared.compensation),
    )


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
