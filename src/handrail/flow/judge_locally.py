"""Judge answers with what is at hand: the support model, the embedder, and rules."""

from collections.abc import Mapping

from handrail.domain.answering.closeness import closeness, word_spans
from handrail.domain.quality.judge_signals import LONGEST, signals
from handrail.domain.quality.judge_weights import NAME, WEIGHTS
from handrail.domain.quality.judges import AnsweredTurn, JudgeId, Score
from handrail.domain.quality.policy_kept import policy_faults
from handrail.domain.quality.tone import tone_faults
from handrail.flow.measure_support import SupportMeter
from handrail.flow.ports import Embedder


class LocalJudge:
    """Judge without a language model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._meter = SupportMeter(embedder)

    @property
    def id(self) -> JudgeId:
        """Return name and version."""
        return NAME

    def scores(self, turn: AnsweredTurn) -> Mapping[Score, float]:
        """Return a value from 0 to 1 per score."""
        found = self.signals(turn)
        return {
            **{score: weights.probability(found) for score, weights in WEIGHTS.items()},
            Score.TONE: float(not tone_faults(turn.reply)),
            Score.POLICY: float(not policy_faults(turn, found["support"])),
        }

    def signals(self, turn: AnsweredTurn) -> Mapping[str, float]:
        """Return what speaks for an answer."""
        return signals(turn, self._support(turn), self._close(turn))

    def _support(self, turn: AnsweredTurn) -> float:
        """Return how surely the sources carry what they carry least; 0 without any."""
        if not turn.sources:
            return 0.0
        return min((self._meter.support(one.text, turn.sources) for one in turn.said), default=0.0)

    def _close(self, turn: AnsweredTurn) -> Mapping[str, float]:
        texts = (turn.question, turn.reply[:LONGEST])
        wholes, words = self._embedder.embed_with_spans(texts, tuple(map(word_spans, texts)))
        return closeness(turn.question, wholes, words[0], words[1])
