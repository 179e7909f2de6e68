"""The page of figures in the documentation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.figures import Figure

_HEAD = """\
# Benchmarks

<!-- Written by `python -m benchmarks.run --write-docs`; measure again instead of editing. -->

Measured on {date}, in {minutes:.0f} minutes, on {text}. Everything ran on one machine:

{machine}

Run it yourself with `make bench` (or `make bench ARGS=--quick`, in under three minutes).
`HANDRAIL_DATA` names the folder of real help centres; without it the sample company's is repeated.
Where a figure is a ratio, both sides come from the same run, so that a slower machine gives about
the same. The load column is the machine's load average over one minute when the measurement ended:
what was taken while other work was running is too high. SQLite ran with `synchronous=FULL`: every
reply is on the disk before it is said.

![Time of a sync, size of the index and latency, by number of passages](../images/growth.svg)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Hold figures that belong together, with a word on how they were taken."""

    title: str
    note: str
    figures: tuple[Figure, ...]


def page(
    sections: Sequence[Section],
    *,
    machine: Mapping[str, str],
    text: str,
    date: str,
    minutes: float,
) -> str:
    """Return the page as Markdown."""
    listed = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    head = _HEAD.format(date=date, minutes=minutes, text=text, machine=listed)
    return "\n".join([head, *(_section(section) for section in sections)])


def _section(section: Section) -> str:
    rows = [
        f"| {f.name} | {f.shown} | {f.shown_target} | {f.verdict} |"
        + (f" {f.load:.1f} |" if f.load is not None else " |")
        for f in section.figures
    ]
    head = "| What | Measured | Target | | Load |\n|---|---:|---|---|---:|"
    return "\n".join([f"## {section.title}", "", section.note, "", head, *rows, ""])
