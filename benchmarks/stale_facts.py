"""Are a help centre's old and new lines found to contradict each other, and nothing else?

    HANDRAIL_DATA=… python -m benchmarks.stale_facts [--items]

Puts the old and the new line of each genuine edit of four real sites into a copy of its site's
knowledge base, each as an article of its own, and looks for contradictions. An edit is found only
if one finding names both of its articles. Beside it stand the false alarms: how many of 1,000
pairs of articles that nobody had to change for two years are said to contradict each other.

Edits and pairs are halved by the hash of their text or names. `tune` was at hand while the check
was written. The edits of `report` were looked at for their figures alone; of its pairs, findings
in Travis were read before rules against them were written. `--items` lists what was missed in
`tune`.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.halves import HALVES, half_of, share
from benchmarks.projects import NOT_SET, data_folder
from benchmarks.served import Read, articles_below, knowledge_of, likeness
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.model import Finding

SITES = {
    "help_mattermost": "mattermost",
    "help_plausible": "plausible",
    "help_travis": "travis",
    "policy_github": "github_policies",
}
AIM_RECALL = 0.85
AIM_ALARMS = 1.0
_SOURCE = "edits"

Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Hold one genuine edit of a quantity."""

    old: str
    new: str

    @property
    def half(self) -> str:
        """Return `tune` or `report`."""
        return half_of(f"{self.old}\n{self.new}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold what was found in one site."""

    site: str
    found: Sequence[tuple[Edit, bool]]
    unchanged: Sequence[tuple[Pair, bool]]
    findings: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where an aim is missed in the half for reporting."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", action="store_true", help="list what was missed in `tune`")
    options = parser.parse_args(arguments)
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    sites = [measured(name, folder, data) for name, folder in SITES.items()]
    for site in sites:
        print(f"{site.site:<16} {len(site.found)} edits, {site.findings} findings in all")
    met = [_printed(sites, half) for half in (*HALVES, None)]
    if options.items:
        missed = [edit for s in sites for edit, hit in s.found if not hit and edit.half == "tune"]
        print(*(f"missed\n  {edit.old[:200]}\n  {edit.new[:200]}" for edit in missed), sep="\n")
    return 0 if met[HALVES.index("report")] else 1


def measured(name: str, folder: str, data: Path) -> Measured:
    """Put a site's edits beside its articles, and look for contradictions."""
    edits = list(_edits(name, data))
    with TemporaryDirectory(prefix="handrail-edits-") as place:
        for number, edit in enumerate(edits):
            for side, text in (("old", edit.old), ("new", edit.new)):
                path = Path(place) / f"{side}-{number:02}.md"
                path.write_text(f"{text}\n", encoding="utf-8")
        centre = data / "help" / folder
        reads = [*articles_below(centre / "articles", folder)]
        reads += articles_below(Path(place), _SOURCE)
        findings = find_contradictions(knowledge_of(reads), None, likeness())
    named = {frozenset(map(str, finding.articles)) for finding in findings}
    return Measured(
        site=folder,
        found=[(edit, _both(number) in named) for number, edit in enumerate(edits)],
        unchanged=[(pair, pair in named) for pair in _unchanged(centre, reads)],
        findings=_of_the_site(findings),
    )


def _both(number: int) -> Pair:
    return frozenset(f"{_SOURCE}/{side}-{number:02}.md" for side in ("old", "new"))


def _edits(name: str, data: Path) -> Iterator[Edit]:
    lines = (data / "stale_facts" / "quantity.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        if row["site"] == name and row["genuine_change"]:
            yield Edit(old=row["old"], new=row["new"])


def _unchanged(centre: Path, reads: Sequence[Read]) -> list[Pair]:
    listed = (centre / "unchanged.txt").read_text(encoding="utf-8").split()
    served = {str(article.id) for article, _ in reads}
    return [frozenset(pair) for pair in combinations(sorted(served.intersection(listed)), 2)]


def _of_the_site(findings: Sequence[Finding]) -> int:
    return sum(
        not any(article.startswith(f"{_SOURCE}/") for article in finding.articles)
        for finding in findings
    )


def _printed(sites: Sequence[Measured], half: str | None) -> bool:
    """Print the figures of one half, or of all; return whether both aims are met."""
    hits = [hit for s in sites for edit, hit in s.found if half in (None, edit.half)]
    alarms = [
        alarm
        for site in sites
        for pair, alarm in site.unchanged
        if half in (None, half_of("\n".join(sorted(pair))))
    ]
    rate = 1_000 * sum(alarms) / max(1, len(alarms))
    print(f"{half or 'all':<7} recall {share(sum(hits), len(hits))}")
    print(f"        false alarms per 1,000 pairs {rate:.2f} ({sum(alarms)} of {len(alarms)})")
    return sum(hits) >= AIM_RECALL * len(hits) and rate <= AIM_ALARMS


if __name__ == "__main__":
    sys.exit(main())
