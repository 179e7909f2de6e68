"""Do briefs say what they have to, and nothing that nobody said? And who asks again?

    python -m benchmarks.briefs [--items]

Reads `evaluations/briefs`, and with HANDRAIL_DATA set builds transcripts from published banking
tasks. Ends with status 1 where a line is not carried by its source.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from benchmarks.bank_transcripts import bank_transcripts
from benchmarks.brief_cases import facts_of, rows
from benchmarks.brief_recheck import unsupported
from benchmarks.figures import percentile
from benchmarks.halves import figure_of, share, shown
from benchmarks.projects import data_folder
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.conversation.model import Author, Message, MessageId
from handrail.domain.handoff.brief_json import brief_to_json
from handrail.domain.handoff.check_brief import faults_of
from handrail.domain.handoff.facts import BriefFacts
from handrail.domain.handoff.model import Brief, Slot
from handrail.domain.handoff.re_ask import re_asked
from handrail.domain.handoff.write_brief import write_brief
from handrail.domain.quality.model import Figure
from handrail.flow.measure_re_asks import HandedOver, re_ask_rate

Row = Mapping[str, Any]
_UNKNOWN = "?"


@dataclass(slots=True, kw_only=True)
class Measured:
    """Count what briefs hold."""

    items: Counter[str] = field(default_factory=Counter)
    """Labels by slot."""
    found: Counter[str] = field(default_factory=Counter)
    slots: int = 0
    whole: int = 0
    """Slots in which nothing is missing."""
    lines: int = 0
    unknown: int = 0
    right_steps: int = 0
    briefs: int = 0
    lacks: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Lines that the check refuses."""
    took_ms: list[float] = field(default_factory=list)
    """Processor time to write and check each brief."""
    unsupported: list[str] = field(default_factory=list)
    """Lines that the recomputation refuses."""

    @property
    def completeness(self) -> Figure:
        """Return the share of the labels that were found."""
        return figure_of(self.found.total(), self.items.total())


def main() -> int:
    """Measure and print."""
    data = data_folder()
    sets = {"sample company": list(rows("shop")), "more of it": list(rows("shop_unseen"))}
    if data is None:
        print("HANDRAIL_DATA is not set: the banking transcripts are left out.")
    else:
        sets["banking tasks"] = list(bank_transcripts(data / "tau2"))
    everything = [row for some in sets.values() for row in some]
    for name, some in {**sets, "all": everything}.items():
        measured = measure(some)
        _print(name, measured)
        if name == "all" and "--items" in sys.argv:
            print("\n".join(measured.lacks))
    for name in ("re_ask", "re_ask_unseen"):
        _print_re_asks(name)
    return 1 if measure(everything).unsupported else 0


def measure(over: Iterable[Row]) -> Measured:
    """Write a brief for every row and hold it to the labels."""
    measured = Measured()
    for row in over:
        facts = facts_of(row)
        started = time.thread_time()
        brief = write_brief(facts)
        measured.refused += [f"{row['id']} {one}" for one in faults_of(brief, facts)]
        measured.took_ms.append((time.thread_time() - started) * 1000)
        measured.briefs += 1
        measured.lines += len(brief.lines)
        measured.unknown += sum(line.is_unknown for line in brief.lines)
        stored = brief_to_json(brief)
        measured.unsupported += [f"{row['id']} {one}" for one in unsupported(stored, row)]
        for slot in Slot:
            _compare(slot, brief, row, measured)
        _compare_wants(brief, row, measured)
        _compare_next(brief, row, measured)
    return measured


def re_ask_cases(name: str) -> Iterator[tuple[BriefFacts, Brief, tuple[Message, ...], set[str]]]:
    """Yield labelled conversations with the agent's messages, and what these ask for again."""
    for row in rows(name):
        facts, brief = _told(row["transcript"])
        messages = list(facts.conversation.messages)
        for text in row["agent"]:
            number = len(messages) + 1
            said = replace(
                messages[-1],
                id=MessageId(f"message:{number}"),
                sequence=number,
                author=Author.AGENT,
                text=text,
            )
            messages.append(said)
        yield facts, brief, tuple(messages), set(row["asks_again"])


@cache
def _told(transcript: str) -> tuple[BriefFacts, Brief]:
    row = next(row for row in rows("shop") if row["id"] == transcript)
    facts = facts_of(row)
    return facts, write_brief(facts)


def re_ask_counts(name: str) -> Counter[str]:
    """Count what is told rightly, wrongly and not at all of what agents ask again."""
    counts: Counter[str] = Counter()
    for facts, brief, messages, labelled in re_ask_cases(name):
        since = len(facts.conversation.messages)
        told = {asked.value for asked in re_asked(messages, brief, since)}
        counts["right"] += len(told & labelled)
        counts["wrong"] += len(told - labelled)
        counts["missed"] += len(labelled - told)
    return counts


def _compare(slot: Slot, brief: Brief, row: Row, measured: Measured) -> None:
    lines = brief.of(slot)
    text = _plain(" ".join([line.text for line in lines] + _refs(lines)))
    is_unknown = any(line.is_unknown for line in lines)
    missing = []
    for label in row["labels"][slot.value]:
        choices = [label] if isinstance(label, str) else label
        is_there = any((c == _UNKNOWN and is_unknown) or _plain(c) in text for c in choices)
        measured.items[slot.value] += 1
        measured.found[slot.value] += is_there
        missing += [] if is_there else [f"{row['id']} {slot.value} lacks {choices}"]
    measured.slots += 1
    measured.whole += bool(lines) and not missing
    measured.lacks += missing


def _compare_wants(brief: Brief, row: Row, measured: Measured) -> None:
    said = _plain(" ".join(line.text for line in brief.of(Slot.WANTS)))
    for words in row["labels"].get("wants_not", ()):
        measured.items["not in wants"] += 1
        is_left_out = _plain(words) not in said
        measured.found["not in wants"] += is_left_out
        measured.lacks += [] if is_left_out else [f"{row['id']} wants holds {words}"]


def _compare_next(brief: Brief, row: Row, measured: Measured) -> None:
    refs = {source.ref for line in brief.of(Slot.NEXT_STEP) for source in line.sources}
    measured.right_steps += not refs.isdisjoint(row["labels"]["next_from"])


def _refs(lines: Sequence[Any]) -> list[str]:
    return [source.ref for line in lines for source in line.sources]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _print(name: str, measured: Measured) -> None:
    print(f"\n{name}: {measured.briefs} conversations, {measured.lines} lines")
    for slot, count in measured.items.items():
        print(f"  {slot:<24} {share(measured.found[slot], count)}")
    print(f"  {'all labels':<24} {shown(measured.completeness)}")
    print(f"  {'slots with nothing missing':<24} {share(measured.whole, measured.slots)}")
    print(f"  {'next step from a right source':<24} {measured.right_steps} of {measured.briefs}")
    print(f"  {'lines marked not known':<24} {share(measured.unknown, measured.lines)}")
    p50, p95 = (percentile(measured.took_ms, part) for part in (0.5, 0.95))
    print(f"  {'processor ms':<24} p50 {p50:.1f}, p95 {p95:.1f}")
    print(f"  {'refused by the check':<24} {len(measured.refused)}")
    print(f"  {'unsupported, recomputed':<24} {len(measured.unsupported)}")
    for one in (*measured.refused, *measured.unsupported):
        print(f"    {one}")


def _print_re_asks(name: str) -> None:
    counts = re_ask_counts(name)
    told = counts["right"] + counts["wrong"]
    labelled = counts["right"] + counts["missed"]
    cases = list(re_ask_cases(name))
    handed = [
        HandedOver(messages=messages, brief=brief, since=len(facts.conversation.messages))
        for facts, brief, messages, _ in cases
    ]
    print(f"\n{name}: {len(cases)} conversations")
    print(f"  precision of what is asked again {share(counts['right'], told)}")
    print(f"  recall                           {share(counts['right'], labelled)}")
    print(f"  re-ask rate, as told             {shown(re_ask_rate(handed, clopper_pearson))}")
    true = figure_of(sum(bool(again) for *_, again in cases), len(cases))
    print(f"  re-ask rate, as labelled         {shown(true)}")


if __name__ == "__main__":
    sys.exit(main())
