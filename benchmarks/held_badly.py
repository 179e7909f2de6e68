"""Hold conversations in which some answers are bad, and write down which.

The bad ones are planted by `benchmarks.bad_answers`; nothing here knows how the queue is ordered.
What customers do afterwards follows the table below, chosen before anything was ranked: most say
nothing, whatever they were told.
"""

import json
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.articles_before import as_before, is_of_before
from benchmarks.asked_world import AskedQuestion, questions, write_world
from benchmarks.bad_answers import Kind, Templates, faulty, is_bad
from handrail.app import App, open_app
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Answer, TurnRecord
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.calibrate_answers import calibrate, labelled_set
from handrail.flow.handle_message import handle_message
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.ports import untold
from handrail.flow.rate_conversation import rate_conversation
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.sample.project import CALIBRATION
from handrail.sample.simulation.running import SetClock

_SEED = 20_261_127
_APART, _BETWEEN = timedelta(minutes=20), timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Say how often customers do what after an answer."""

    objects: float
    asks_again: float
    wants_person: float
    thanks: float
    rates: float
    rates_low: float


AFTER_GOOD = Manners(
    objects=0.02, asks_again=0.05, wants_person=0.03, thanks=0.25, rates=0.12, rates_low=0.10
)
AFTER_BAD = Manners(
    objects=0.12, asks_again=0.15, wants_person=0.08, thanks=0.10, rates=0.15, rates_low=0.50
)
_OBJECTIONS = {
    True: ("that's not what I asked", "that did not help", "no, that is wrong"),
    False: ("this does not answer my question", "you are not helping me", "that can't be right"),
}
_FOR_A_PERSON = {
    True: ("can I speak to a human", "I want to talk to a person"),
    False: ("please connect me with someone from your team", "get me a real person"),
}
_THANKS = {True: ("thanks", "great, thank you!"), False: ("ok thank you", "cheers, that helps")}
_AGAIN = {True: ("So, {}", "I mean: {}"), False: ("I was asking: {}", "Let me ask again. {}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Hold a project with conversations, and which of them are bad."""

    project: Path
    bad: Mapping[str, str]
    """Kind of what is wrong, by conversation."""
    left_out: frozenset[str]
    """Bad without being planted: the labels say that a right article exists and is not cited."""
    ratings: Mapping[str, int]
    conversations: tuple[str, ...]


def hold(folder: Path, count: int, bad: int, *, is_tuning: bool) -> Held:
    """Hold conversations, or return those that a folder holds already."""
    name = "tuning" if is_tuning else "reporting"
    place, labels = folder / name, folder / f"{name}.json"
    if not labels.is_file():
        base = _world(folder / "world")
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(base, place)
        labels.write_text(json.dumps(_Holding(place, base, is_tuning).all(count, bad)))
    said = json.loads(labels.read_text())
    return Held(
        project=place,
        bad=said["bad"],
        left_out=frozenset(said["left_out"]),
        ratings=said["ratings"],
        conversations=tuple(said["all"]),
    )


def _world(place: Path) -> Path:
    if not (place / "ready").is_file():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        write_world(place)
        app = open_app(place)
        sync_knowledge(app.sync_ports(), None, untold)
        calibrating = app.calibrating
        calibrate(labelled_set(CALIBRATION), calibrating.terms(), calibrating.ports(untold))
        app.close()
        (place / "ready").touch()
    return place


class _Holding:
    def __init__(self, place: Path, base: Path, is_tuning: bool) -> None:  # noqa: FBT001 - one half or the other
        self._tuning = is_tuning
        self._templates = Templates(is_tuning=is_tuning)
        self._draw = random.Random(_SEED + is_tuning)
        self._true = open_app(base)
        self._clock = SetClock(datetime.now(UTC) - timedelta(days=29))
        self._place = place
        self._app = App(place, open_app(place).settings, clock=self._clock)
        with self._app.store.read() as reading:
            self._calibration = reading.calibration()
        self._bad: dict[str, str] = {}
        self._left: set[str] = set()
        self._all: list[str] = []
        self._ratings: dict[str, int] = {}
        self._pool = [one for one in questions() if one.is_for_tuning is is_tuning]

    def all(self, count: int, bad: int) -> dict[str, object]:
        """Hold them, half under articles as they were before; return the labels."""
        each = bad // len(Kind)
        with as_before(self._place, self._templates):
            self._sync()
            self._plant(Kind.STALE, each)
            self._hold_good(lambda: count // 4)
        self._sync()
        for kind in (Kind.UNANSWERABLE, Kind.ALTERED, Kind.WRONG_ARTICLE, Kind.WRONG_PASSAGE):
            self._plant(kind, each)
        self._hold_good(lambda: count + len(self._left))
        return {
            "bad": self._bad,
            "left_out": sorted(self._left),
            "ratings": self._ratings,
            "all": self._all,
        }

    def _sync(self) -> None:
        sync_knowledge(self._app.sync_ports(), None, untold)

    def _plant(self, kind: Kind, wanted: int) -> None:
        """Hold conversations with bad answers of a kind: tried first, stored where bad."""
        found = tried = 0
        for one in [q for q in self._pool if self._suits(kind, q)]:
            if found == wanted:
                break
            tried += 1
            if self._would_be_bad(one, kind):
                self._pool.remove(one)
                found += self._hold(one, kind)
        print(f"{kind.value}: {found} of {wanted} planted, {tried} tried", flush=True)

    def _would_be_bad(self, one: AskedQuestion, kind: Kind) -> bool:
        right = frozenset(one.articles)
        ports = faulty(kind, self._app.message_ports(), right, self._templates)
        asker = replace(self._app.labelled_asker(), ports=ports.think)
        asked = LabelledQuestion(question=one.text, answerable=True, history=one.history)
        outcome = asker.thought(asked, None, self._calibration).outcome
        return is_bad(kind, outcome, right, self._truth(kind, one))

    def _suits(self, kind: Kind, one: AskedQuestion) -> bool:
        if kind is Kind.UNANSWERABLE:
            is_read = "?" in one.text and len(one.text.split()) > 6
            return not one.articles and (is_read if self._tuning else True)
        if kind is Kind.STALE:
            return any(is_of_before(article) for article in one.articles)
        return bool(one.articles)

    def _hold_good(self, until: Callable[[], int]) -> None:
        for one in list(self._pool):
            if len(self._all) >= until():
                return
            if not self._is_settled(one):
                continue
            self._pool.remove(one)
            self._hold(one, None)

    def _is_settled(self, one: AskedQuestion) -> bool:
        """Tell whether what its articles say is the truth now."""
        with self._app.store.read() as now, self._true.store.read() as true:
            live, right = now.live_versions(), true.live_versions()
        return all(
            live.get(ArticleId(a)) == right.get(ArticleId(a)) or not is_of_before(a)
            for a in one.articles
        )

    def _hold(self, one: AskedQuestion, kind: Kind | None) -> bool:
        """Hold one conversation; return whether its answer is bad as planted."""
        self._clock.step(_APART)
        ports = OpeningPorts(store=self._app.store, clock=self._app.clock, ids=self._app.ids)
        ref = open_conversation(Opening(channel="web", locale="en"), ports).id
        for text in one.history:
            self._say(ref, text, None, frozenset())
        right = frozenset(one.articles)
        record = self._say(ref, one.text, kind, right)
        is_bad_now = kind is not None and is_bad(
            kind, record.outcome, right, self._truth(kind, one)
        )
        self._all.append(ref)
        if is_bad_now:
            self._bad[ref] = str(kind)
        elif _is_naturally_bad(record, right):
            self._left.add(ref)
        self._react(ref, one.text, record, AFTER_BAD if ref in self._bad else AFTER_GOOD)
        return is_bad_now

    def _say(
        self, ref: ConversationId, text: str, kind: Kind | None, right: frozenset[str]
    ) -> TurnRecord:
        self._clock.step(_BETWEEN)
        ports = self._app.message_ports()
        if kind is not None:
            ports = faulty(kind, ports, right, self._templates)
        inbound = InboundMessage(conversation=ref, text=text, locale="en", channel="web")
        return handle_message(inbound, ports)

    def _truth(self, kind: Kind, one: AskedQuestion) -> Sequence[str]:
        if kind is Kind.STALE:
            with self._true.store.read() as reading:
                return [p.text for a in one.articles for p in reading.passages_of(ArticleId(a))]
        if kind is not Kind.WRONG_PASSAGE:
            return ()
        asked = LabelledQuestion(question=one.text, answerable=True, history=one.history)
        outcome = self._app.labelled_asker().thought(asked, 0.0).outcome
        return [claim.text for claim in outcome.claims] if isinstance(outcome, Answer) else ()

    def _react(self, ref: ConversationId, text: str, record: TurnRecord, manners: Manners) -> None:
        if not isinstance(record.outcome, Answer):
            return
        drawn, t = self._draw.random(), self._tuning
        for share, lines in (
            (manners.objects, _OBJECTIONS[t]),
            (manners.asks_again, tuple(line.format(text) for line in _AGAIN[t])),
            (manners.wants_person, _FOR_A_PERSON[t]),
            (manners.thanks, _THANKS[t]),
        ):
            if drawn < share:
                self._say(ref, self._draw.choice(lines), None, frozenset())
                break
            drawn -= share
        if self._draw.random() < manners.rates:
            is_low = self._draw.random() < manners.rates_low
            score = self._draw.choice((1, 2) if is_low else (3, 4, 5, 5))
            self._ratings[ref] = score
            rate_conversation(ref, score, None, self._app.desk_ports())


def _is_naturally_bad(record: TurnRecord, right: frozenset[str]) -> bool:
    if not isinstance(record.outcome, Answer):
        return False
    cited = {c.article for claim in record.outcome.claims for c in claim.citations}
    return cited.isdisjoint(right)
