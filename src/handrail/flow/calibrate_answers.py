"""Ask every labelled question, choose the thresholds that keep the promise, and write them down.

Each question counts once: the bound takes the sample for independent draws, and a question asked
twice would count its luck twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

from handrail.domain.conversation.spelling import clauses_of
from handrail.domain.decision.calibrate import (
    Case,
    NoThreshold,
    choose_threshold,
    judge_threshold,
    shared_promise,
)
from handrail.domain.decision.calibration import Calibration, CalibrationId, Promise, Threshold
from handrail.domain.decision.labelled import LabelledQuestion, is_wrong
from handrail.domain.decision.model import Answer, Outcome
from handrail.domain.decision.ports import UpperBound
from handrail.domain.decision.topics import Topic, require_sound_topics, topic_of
from handrail.domain.decision.validity import Expired, Recheck, Validity, validity
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.expire_calibration import expire_calibration, save_calibration
from handrail.flow.ports import Progress, Store
from handrail.flow.read_labelled_questions import read_labelled, require_known_articles
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadDataset
from handrail.kernel.ids import Ids, digest

_STAGE = "ask"
_REST = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswer:
    """Hold what would be said to a labelled question at threshold 0, and how sure it is."""

    outcome: Outcome
    confidence: float
    searched: str
    """The question made standalone: what topics are recognised by."""

    @property
    def cited(self) -> tuple[ArticleId, ...]:
        """Return the articles that the answer cites."""
        claims = self.outcome.claims if isinstance(self.outcome, Answer) else ()
        return tuple(dict.fromkeys(c.article for claim in claims for c in claim.citations))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """Hold the labelled questions of a file, each once."""

    path: Path
    digest: str
    questions: tuple[LabelledQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Hold what is promised, where it is promised more strictly, and what it is bound to."""

    promise: Promise
    topics: tuple[Topic, ...] = ()
    fingerprint: Mapping[str, str]
    """Models, cutting rules and settings that run now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPorts:
    """Hold what calibrating needs from outside."""

    store: Store
    ask: Callable[[LabelledQuestion], JudgedAnswer]
    """Search, draft, check, weigh and decide at threshold 0; store nothing."""
    bound: UpperBound
    clock: Clock
    ids: Ids
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotPromise:
    """Say that the sample is large enough, and shows too many wrong answers for the promise."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Hold one labelled question beside what came of it and the part of the sample it counts in."""

    labelled: LabelledQuestion
    judged: JudgedAnswer
    part: str

    @property
    def is_answer(self) -> bool:
        return isinstance(self.judged.outcome, Answer)


def labelled_set(path: Path) -> LabelledSet:
    """Read labelled questions; a repeated one counts once, a contradicted one raises BadDataset."""
    kept: dict[str, LabelledQuestion] = {}
    for labelled in read_labelled(path):
        key = _sameness(labelled)
        first = kept.setdefault(key, labelled)
        if first.answerable != labelled.answerable:
            raise BadDataset(
                f"{path}, line {labelled.line}: repeats line {first.line} with another label.",
                hint="Decide whether the question can be answered, and keep one of them.",
            )
        kept[key] = replace(
            first, articles=tuple(dict.fromkeys((*first.articles, *labelled.articles)))
        )
    questions = tuple(kept.values())
    return LabelledSet(path=path, digest=digest(*map(repr, questions)), questions=questions)


def calibrate(
    labelled: LabelledSet, terms: Terms, ports: CalibrationPorts
) -> Calibration | CannotPromise:
    """Choose and store thresholds that keep every promise together; store nothing where none does.

    Raises SampleTooSmall where even answers without an error could not support a promise.
    """
    require_sound_topics(terms.topics, terms.promise)
    with ports.store.read() as reading:
        known = reading.live_versions()
    require_known_articles(labelled.questions, known, labelled.path)
    asked = _ask_all(labelled.questions, terms.topics, ports)

    chosen: dict[str, Threshold] = {}
    for part, promise in _promises(terms).items():
        where = _where(part, has_topics=bool(terms.topics))
        found = choose_threshold(_cases(asked, part), promise, ports.bound, where=where)
        match found:
            case Threshold():
                chosen[part] = found
            case NoThreshold(tried=tried):
                return CannotPromise(why=_too_many_wrong(tried, promise, where))
            case other:
                assert_never(other)
    calibration = _calibration(asked, chosen, labelled, terms, ports)
    save_calibration(calibration, "calibration.made", "operator", ports)
    return calibration


def recheck_calibration(
    labelled: LabelledSet, terms: Terms, ports: CalibrationPorts
) -> Validity | None:
    """Ask the labelled questions again and let the calibration expire where its bound broke.

    None where nothing was calibrated. A question whose article is gone stays in: answering it is
    now wrong, and that is what is to be noticed.
    """
    with ports.store.read() as reading:
        calibration = reading.calibration()
    if calibration is None:
        return None
    standing = validity(calibration, terms.fingerprint)
    if isinstance(standing, Expired):
        return standing
    promises = _promises(terms)
    asked = _ask_all(labelled.questions, terms.topics, ports)
    at_stored = {
        part: judge_threshold(_cases(asked, part), stored.value, promises[part], ports.bound)
        for part, stored in {_REST: calibration.threshold, **calibration.by_topic}.items()
        if part in promises
    }
    recheck = Recheck(threshold=at_stored.pop(_REST), by_topic=at_stored)
    found = validity(calibration, terms.fingerprint, recheck, promises)
    if isinstance(found, Expired):
        expire_calibration(calibration, found.why, ports)
    return found


def _ask_all(
    questions: Sequence[LabelledQuestion], topics: Sequence[Topic], ports: CalibrationPorts
) -> list[_Asked]:
    asked: list[_Asked] = []
    for labelled in questions:
        ports.progress(_STAGE, len(asked), len(questions))
        judged = ports.ask(labelled)
        topic = topic_of(judged.searched, judged.cited, topics)
        part = _REST if topic is None else topic.name
        asked.append(_Asked(labelled=labelled, judged=judged, part=part))
    ports.progress(_STAGE, len(asked), len(questions))
    return asked


def _promises(terms: Terms) -> dict[str, Promise]:
    """Return the promise of each part; the room for error is shared, so that all hold together."""
    parts = 1 + len(terms.topics)
    promises = {_REST: terms.promise, **{topic.name: topic.promise for topic in terms.topics}}
    return {part: shared_promise(promise, parts) for part, promise in promises.items()}


def _cases(asked: Sequence[_Asked], part: str) -> list[Case]:
    return [
        Case(
            confidence=item.judged.confidence,
            is_right=not is_wrong(item.labelled, item.judged.outcome),
        )
        for item in asked
        if item.is_answer and item.part == part
    ]


def _where(part: str, *, has_topics: bool) -> str:
    if part != _REST:
        return f" on topic {part!r}"
    return " outside the topics" if has_topics else ""


def _too_many_wrong(tried: Threshold, promise: Promise, where: str) -> str:
    return (
        f"Of the {tried.answered} surest answers{where}, {tried.wrong} are wrong: up to "
        f"{tried.upper_bound:.1%} must be reckoned with, and {promise.max_wrong:.1%} is promised."
    )


def _calibration(
    asked: Sequence[_Asked],
    chosen: Mapping[str, Threshold],
    labelled: LabelledSet,
    terms: Terms,
    ports: CalibrationPorts,
) -> Calibration:
    answerable = [item for item in asked if item.labelled.answerable]
    answered = [
        item
        for item in answerable
        if item.is_answer and item.judged.confidence >= chosen[item.part].value
    ]
    return Calibration(
        id=CalibrationId(ports.ids.new("cal")),
        at=ports.clock.now(),
        promise=terms.promise,
        threshold=chosen[_REST],
        by_topic={part: found for part, found in chosen.items() if part != _REST},
        bound_to=dict(terms.fingerprint),
        questions=len(asked),
        answerable=len(answerable),
        answered_share=len(answered) / max(1, len(answerable)),
        dataset=str(labelled.path),
        dataset_digest=labelled.digest,
    )


def _sameness(labelled: LabelledQuestion) -> str:
    """Return what makes two questions the same, whatever their case and punctuation."""
    words = [word for clause in clauses_of(labelled.question) for word in clause]
    asked = " ".join(words) or labelled.question
    return digest(asked, repr(labelled.history), repr(labelled.passages))
