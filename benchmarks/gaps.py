"""Are questions that nobody answers gathered into the right topics?

    HANDRAIL_DATA=… python -m benchmarks.gaps

Asks the sample company 2,000 questions that customers of a bank asked, each in a conversation of
its own, and gathers those that it could not answer. Purity and adjusted Rand index against the true
intents stand beside k-means on the same embeddings, at as many clusters as were found and at as
many as there are. How many there are is told to nobody but k-means; the constants of the grouping
were set on other questions (`clinc_oos`).
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from benchmarks.projects import NOT_SET, data_folder, sample_project
from handrail.app import App
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.knowledge.health.gaps import QuestionRef, Unanswered
from handrail.flow.embed_texts import embedded
from handrail.flow.find_gaps import REMEMBERED, find_gaps
from handrail.flow.handle_message import handle_message

QUESTIONS = 2_000
_SEED = 5
_RESTARTS = 4
_EXAMPLES = 8
_TOLD_EVERY = 250

Labels = NDArray[np.int64]


def main() -> int:
    """Print the figures."""
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    asked = questions_of(data / "banking77" / "utterances.jsonl")
    with sample_project() as app:
        intents = _asked_of_the_sample(app, asked)
        began = perf_counter()
        topics = find_gaps(app.health.gaps)
        seconds = perf_counter() - began
        with app.store.read() as reading:
            held = reading.unanswered(app.clock.now() - REMEMBERED, QUESTIONS)
        print(f"{len(held)} of {len(asked)} questions were not answered; ", end="")
        print(f"{len(topics)} topics of two customers and more, found in {seconds:.1f} s.")
        print("\n".join(_figures(app, held, intents)))
        print("\nThe most asked, each with its most usual intent:")
        for topic in topics[:_EXAMPLES]:
            names = Counter(intents[ref] for ref in topic.questions)
            intent, count = names.most_common(1)[0]
            share = count / len(topic.questions)
            print(f"  {topic.conversations:>4}  {topic.name:<40} {intent} ({share:.0%})")
    return 0


def questions_of(path: Path) -> list[tuple[str, str]]:
    """Return questions drawn at random, each with its intent."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    drawn = random.Random(_SEED).sample(rows, QUESTIONS)
    return [(str(row["text"]), str(row["category"])) for row in drawn]


def purity(truth: Sequence[str], labels: Labels) -> float:
    """Return the share of questions that are of their cluster's most usual intent."""
    inside: dict[int, Counter[str]] = {}
    for name, label in zip(truth, labels.tolist(), strict=True):
        inside.setdefault(label, Counter())[name] += 1
    return sum(counted.most_common(1)[0][1] for counted in inside.values()) / len(truth)


def _asked_of_the_sample(app: App, asked: Sequence[tuple[str, str]]) -> dict[QuestionRef, str]:
    ports = app.message_ports()
    intents: dict[QuestionRef, str] = {}
    for number, (text, intent) in enumerate(asked, start=1):
        record = handle_message(InboundMessage(conversation=None, text=text), ports)
        intents[QuestionRef(record.id)] = intent
        if number % _TOLD_EVERY == 0:
            print(f"{number} asked", file=sys.stderr)
    return intents


def _figures(app: App, held: Sequence[Unanswered], intents: Mapping[QuestionRef, str]) -> list[str]:
    ports = app.health.gaps
    vectors = embedded([one.text for one in held], ports.embedder)
    truth = [intents[one.ref] for one in held]
    there_are = len(set(truth))
    labels = ports.cluster(vectors)
    found = len(set(labels.tolist()))
    lines = [f"{'how':<34}{'clusters':>9}{'purity':>9}{'adjusted Rand':>15}"]
    lines.append(_line("as Handrail groups them", truth, labels))
    lines += [_line("k-means, as many as were found", truth, _k_means(vectors, found))]
    lines += [_line("k-means, told how many there are", truth, _k_means(vectors, there_are))]
    return lines


def _k_means(vectors: NDArray[np.float32], clusters: int) -> Labels:
    fitted = KMeans(clusters, n_init=_RESTARTS, random_state=0).fit(vectors)
    return np.asarray(fitted.labels_, dtype=np.int64)


def _line(name: str, truth: Sequence[str], labels: Labels) -> str:
    clusters = len(set(labels.tolist()))
    rand = adjusted_rand_score(truth, labels)
    return f"{name:<34}{clusters:>9}{purity(truth, labels):>9.3f}{rand:>15.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
