"""The thinking part of a turn: understand, search, draft, check, weigh, decide. Stores nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handrail.domain.actions.form import Form
from handrail.domain.answering.confidence_weights import NAME as CONFIDENCE
from handrail.domain.answering.model import Claim, ClaimCheck, Grounding
from handrail.domain.conversation.asks_several import asks_several
from handrail.domain.conversation.small_talk import small_talk
from handrail.domain.conversation.standalone import standalone
from handrail.domain.decision.choice_taken import choice_taken
from handrail.domain.decision.contested import unless_contested
from handrail.domain.decision.courtesy_language import courtesy_language
from handrail.domain.decision.decide import decide, decide_at_once
from handrail.domain.decision.hand_over import (
    Facts,
    called_afterwards,
    called_at_once,
    may_be_the_last,
)
from handrail.domain.decision.model import (
    Answer,
    Choice,
    Clarify,
    Courtesy,
    EvidenceUsed,
    HandOff,
)
from handrail.domain.decision.progress import steps_of
from handrail.domain.decision.validity import EffectiveThreshold, threshold_for
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.answer_question import sure_of_claim, weigh_answer
from handrail.flow.heed_request import Message, heed_request
from handrail.flow.language_model import ModelTurn
from handrail.flow.ports import Writer
from handrail.flow.read_message import NOT_UNDERSTOOD, Understanding, understood_by_model
from handrail.flow.thought import Asked, ThinkPorts, Thought
from handrail.flow.write_answer import Settling, WriterChain

_EVIDENCE_KEPT = 10
_EXPLAINED = 3  # signals of more passages than these fill the record and explain nothing


def think(asked: Asked, ports: ThinkPorts) -> Thought:
    """Decide what to say. A request for a person comes first, and nothing overrules it."""
    facts = _facts(asked, ports)
    if (called := called_at_once(facts)) is not None:
        return Thought(question=asked.text, searched="", outcome=called)

    if may_be_the_last(facts):
        asked = replace(asked, tell=None)  # a person may be called instead of all this
    thought = _understood(asked, ports)
    if (called := called_afterwards(thought.outcome, facts)) is not None:
        return replace(thought, outcome=called, proposal=None, form=None, afterwards="")
    return thought


def _facts(asked: Asked, ports: ThinkPorts) -> Facts:
    return Facts(
        text=asked.text,
        wants_person=asked.wants_person,
        steps=steps_of(asked.recent),
        has_failed_action=asked.has_failed_action,
        most_turns=ports.most_turns,
    )


def _understood(asked: Asked, ports: ThinkPorts) -> Thought:
    form = asked.last.form if asked.last is not None else None
    if form is None and (courtesy := small_talk(asked.text)) is not None:
        language = courtesy_language(asked.text)
        outcome = Courtesy(kind=courtesy.value, language=language)
        return Thought(question=asked.text, searched="", outcome=outcome)

    if ports.models is None:
        return _heeded(asked, ports, form, None)
    turn = ports.models.turn(asked.spender)
    understood = understood_by_model(asked.text, asked.history, ports.models.reader, turn)
    if understood.calls_for is not None:
        handed_off = HandOff(reason=understood.calls_for, language=understood.language)
        thought = Thought(question=asked.text, searched="", outcome=handed_off)
    else:
        thought = _heeded(asked, ports, form, turn, understood)
    noted = {**understood.noted, "dropped": ", ".join(thought.dropped)}
    return replace(
        thought,
        calls=tuple(turn.calls),
        understood={name: value for name, value in noted.items() if value},
    )


def _heeded(
    asked: Asked,
    ports: ThinkPorts,
    form: Form | None,
    turn: ModelTurn | None,
    understood: Understanding = NOT_UNDERSTOOD,
) -> Thought:
    """Do what is asked for, or answer."""
    chose = form is None and _choice(asked) is not None
    if ports.requests is None or chose:  # what is taken from a list of articles is a question
        return _searched(asked, ports, turn, understood)
    message = Message(
        text=asked.text,
        form=form,
        is_signed_in=asked.is_signed_in,
        proposed=understood.proposed,
        language=understood.language,
    )
    heeded = heed_request(message, ports.requests)
    if heeded.outcome is not None:
        return Thought(
            question=asked.text,
            searched="",
            outcome=heeded.outcome,
            proposal=heeded.proposal,
            form=heeded.form,
            dropped=heeded.dropped,
        )
    to_answer = asked if heeded.question is None else replace(asked, text=heeded.question)
    answered = _searched(to_answer, ports, turn, understood)
    return replace(answered, question=asked.text, form=heeded.form, afterwards=heeded.afterwards)


def _searched(
    asked: Asked,
    ports: ThinkPorts,
    turn: ModelTurn | None,
    understood: Understanding = NOT_UNDERSTOOD,
) -> Thought:
    if (choice := _choice(asked)) is not None:
        question = f"{_asked_before(asked)} {choice.label}"
        return _answered(asked, question, ports, turn, taken=choice)

    parts = asks_several(asked.text)
    if len(parts) > 1:
        silently = replace(asked, tell=None)  # nothing is said unless every part is answered
        thoughts = [_answered(silently, part, ports, turn) for part in parts]
        together = _together(asked, thoughts)
        if together is not None:
            return together
    topic = asked.last.topic if asked.last is not None else None
    by_rules = standalone(asked.text, asked.history, topic).text
    return _answered(asked, understood.question or by_rules, ports, turn)


def _choice(asked: Asked) -> Choice | None:
    if asked.last is None or not isinstance(asked.last.outcome, Clarify):
        return None
    return choice_taken(asked.text, asked.last.outcome.choices)


def _asked_before(asked: Asked) -> str:
    return asked.last.searched if asked.last is not None else ""


def _answered(
    asked: Asked,
    question: str,
    ports: ThinkPorts,
    turn: ModelTurn | None,
    taken: Choice | None = None,
) -> Thought:
    result = _found(asked, question, ports, taken)
    may_ask = taken is None and not _just_asked_back(asked)
    writer = ports.writer
    if turn is not None and decide_at_once(result, earlier=asked.history, may_ask=may_ask) is None:
        writer = _chain(asked, result, ports, turn)
    weighed = weigh_answer(question, result, writer, ports.checker, ports.embedder)
    said, wrote = weighed.grounding.supported, weighed.draft.writer
    threshold = _threshold(asked, question, said, ports, wrote)
    grounding = _with_refused(weighed.grounding, turn)
    outcome = decide(
        result,
        grounding,
        weighed.confidence,
        threshold.value,
        earlier=asked.history,
        may_ask=may_ask,
    )
    return Thought(
        question=asked.text,
        searched=question,
        outcome=unless_contested(outcome, result.contested, asked.scope),
        titles={hit.passage.article: hit.passage.title for hit in result.hits},
        confidence=weighed.confidence,
        evidence=_evidence(result),
        grounding=grounding,
        threshold=threshold,
        snapshot=result.snapshot,
        models={**ports.bound_to, **_wrote(weighed.draft.writer, ports)},
        timings_ms=result.timings_ms,
        fault=_faults(turn),
    )


def _found(asked: Asked, question: str, ports: ThinkPorts, taken: Choice | None) -> SearchResult:
    if taken is None:
        return ports.find(question, asked.scope)
    return _within((ports.find_all or ports.find)(question, asked.scope), taken.article)


def _chain(asked: Asked, result: SearchResult, ports: ThinkPorts, turn: ModelTurn) -> Writer:
    """Return the writers that a question goes to: models first, the articles' own words last."""
    assert ports.models is not None

    def sure(check: ClaimCheck) -> float:
        return sure_of_claim(result.question, result, check, ports.embedder).value

    def needed(claims: Sequence[Claim], writer: str) -> float:
        return _threshold(asked, result.question, claims, ports, writer).value

    judge = ports.models.judge
    tell = None if result.contested else asked.tell  # what is told cannot be qualified any more
    settling = Settling(sure=sure, needed=needed, tell=tell, judge=judge)
    return WriterChain(ports.models.writers, ports.writer, ports.checker, turn, settling)


def _with_refused(grounding: Grounding, turn: ModelTurn | None) -> Grounding:
    """Keep what the check refused of a model's drafts in the record."""
    if turn is None or not turn.refused:
        return grounding
    return replace(grounding, checks=(*grounding.checks, *turn.refused))


def _faults(turn: ModelTurn | None) -> str | None:
    return " ".join(turn.faults) if turn is not None and turn.faults else None


def _wrote(writer: str, ports: ThinkPorts) -> Mapping[str, str]:
    return {} if ports.models is None else {"wrote": writer}


def _within(result: SearchResult, article: ArticleId) -> SearchResult:
    """Keep to the article that the customer chose, where it was found again."""
    chosen = tuple(hit for hit in result.hits if hit.passage.article == article)
    if not chosen:
        return result
    return replace(
        result, hits=tuple(replace(hit, rank=rank) for rank, hit in enumerate(chosen, start=1))
    )


def _threshold(
    asked: Asked, question: str, claims: Sequence[Claim], ports: ThinkPorts, writer: str
) -> EffectiveThreshold:
    """Return the confidence that an answer needs; a writer that was not calibrated needs most."""
    if asked.threshold is not None:
        return EffectiveThreshold(value=asked.threshold, source="given")
    cited = {citation.article for claim in claims for citation in claim.citations}
    bound_to = ports.bound_to
    if ports.models is not None:
        bound_to = {**bound_to, "writer": writer}
    return threshold_for(question, cited, asked.calibration, ports.topics, bound_to)


def _just_asked_back(asked: Asked) -> bool:
    return asked.last is not None and isinstance(asked.last.outcome, Clarify)


def _evidence(result: SearchResult) -> tuple[EvidenceUsed, ...]:
    return tuple(
        EvidenceUsed(
            passage=hit.passage.id,
            article=hit.passage.article,
            version=hit.passage.version,
            rank=hit.rank,
            score=hit.score,
            signals=hit.signals if hit.rank <= _EXPLAINED else {},
        )
        for hit in result.hits[:_EVIDENCE_KEPT]
    )


def _together(asked: Asked, thoughts: Sequence[Thought]) -> Thought | None:
    """Join the answers to a message that asks several things; None unless each part is answered."""
    claims = []
    for thought in thoughts:
        if not isinstance(thought.outcome, Answer):
            return None
        claims += [claim for claim in thought.outcome.claims if claim not in claims]
    least = min(thoughts, key=lambda t: t.confidence.value if t.confidence is not None else 0.0)
    checks = [check for t in thoughts if t.grounding is not None for check in t.grounding.checks]
    return replace(
        least,
        question=asked.text,
        searched=" ".join(thought.searched for thought in thoughts),
        outcome=Answer(claims=tuple(claims)),
        evidence=tuple(used for thought in thoughts for used in thought.evidence),
        grounding=None
        if least.grounding is None
        else replace(least.grounding, checks=tuple(checks)),
        models={**least.models, "confidence": CONFIDENCE},
    )
