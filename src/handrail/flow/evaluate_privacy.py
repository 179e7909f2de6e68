"""How much personal data is kept from a model, and what else goes with it? On labelled spans."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.conversation.personal_data import (
    KnownPerson,
    Masked,
    PersonalKind,
    PersonalSpan,
    mask,
)
from handrail.domain.quality.figures import ExactInterval, share_figure
from handrail.domain.quality.model import Figure
from handrail.flow.masking import PersonalDataFinder
from handrail.flow.ports import Progress
from handrail.flow.read_labelled_spans import LabelledSpan, LabelledText

_NOBODY = KnownPerson()
_NEEDS_KNOWLEDGE = frozenset({PersonalKind.NAME, PersonalKind.ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedItem:
    """Hold a labelled text beside what was found in it."""

    labelled: LabelledText
    found: tuple[PersonalSpan, ...]
    masked: Masked

    @property
    def promised(self) -> tuple[LabelledSpan, ...]:
        """Return the labels of kinds that are found without knowing the customer."""
        return tuple(label for label in self.labelled.spans if is_promised(label.kind))

    def is_covered(self, label: LabelledSpan) -> bool:
        """Tell whether every sign of a label is masked, as whatever kind."""
        return any(span.start <= label.start and label.end <= span.end for span in self.found)

    def is_right(self, span: PersonalSpan) -> bool:
        """Tell whether what was masked is labelled as that kind, and mostly that."""
        return any(
            label.kind is span.kind
            and 2 * (min(label.end, span.end) - max(label.start, span.start))
            >= span.end - span.start
            for label in self.labelled.spans
        )

    def survives(self, label: LabelledSpan) -> bool:
        """Tell whether a labelled value still stands in the masked text."""
        value = self.labelled.text[label.start : label.end]
        return value in self.masked.texts[""]

    def as_json(self) -> Mapping[str, object]:
        """Return what went wrong in this text: kinds and places, no values."""
        return {
            "line": self.labelled.line,
            "missed": [
                {"kind": label.name, "start": label.start, "end": label.end}
                for label in self.promised
                if not self.is_covered(label)
            ],
            "wrong": [
                {"kind": span.kind.value, "start": span.start, "end": span.end}
                for span in self.found
                if not self.is_right(span)
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyReport:
    """Hold the figures of a run, and what was labelled but is not promised."""

    overall: Mapping[str, Figure]
    kinds: Mapping[str, Mapping[str, Figure]]
    not_promised: Mapping[str, int]
    """Labels by the data set's own name of kinds that need to be known, or are left readable."""
    not_promised_share: Figure
    items: tuple[MaskedItem, ...]

    def as_json(self, *, with_items: bool) -> Mapping[str, object]:
        """Return the report as it is printed."""
        shown: dict[str, object] = {name: f.as_json() for name, f in self.overall.items()}
        shown["kinds"] = {
            kind: {name: figure.as_json() for name, figure in figures.items()}
            for kind, figures in self.kinds.items()
        }
        shown["not_promised"] = dict(self.not_promised)
        shown["not_promised_share"] = self.not_promised_share.as_json()
        if with_items:
            shown["items"] = [item.as_json() for item in self.items]
        return shown


def is_promised(kind: PersonalKind | None) -> bool:
    """Tell whether values of a kind are found in any text, whoever wrote it."""
    return kind is not None and kind not in _NEEDS_KNOWLEDGE


def evaluate_privacy(
    texts: Sequence[LabelledText],
    finder: PersonalDataFinder,
    interval: ExactInterval,
    progress: Progress,
) -> PrivacyReport:
    """Mask every labelled text, knowing nothing of who wrote it, and measure.

    `precision` is of what was masked (how much is labelled so), `recall` of the promised labels
    (how many were masked whole), `left_readable` of the promised labels too (how many values still
    stand somewhere in the masked text).
    """
    items: list[MaskedItem] = []
    for labelled in texts:
        found = finder.find(labelled.text, _NOBODY)
        masked = mask({"": labelled.text}, {"": found})
        items.append(MaskedItem(labelled=labelled, found=found, masked=masked))
        progress("mask", len(items), len(texts))
    return _report(items, interval)


def _report(items: Sequence[MaskedItem], interval: ExactInterval) -> PrivacyReport:
    names = [
        label.name for item in items for label in item.labelled.spans if not is_promised(label.kind)
    ]
    labels = sum(len(item.labelled.spans) for item in items)
    return PrivacyReport(
        overall=_figures(items, frozenset(PersonalKind), interval),
        kinds={
            kind.value: _figures(items, frozenset({kind}), interval)
            for kind in PersonalKind
            if _occurs(items, kind)
        },
        not_promised=dict(Counter(names).most_common()),
        not_promised_share=share_figure(len(names), labels, interval),
        items=tuple(items),
    )


def _figures(
    items: Sequence[MaskedItem], kinds: frozenset[PersonalKind], interval: ExactInterval
) -> Mapping[str, Figure]:
    masked = [(item, span) for item in items for span in item.found if span.kind in kinds]
    labels = [(item, label) for item in items for label in item.promised if label.kind in kinds]
    right = sum(item.is_right(span) for item, span in masked)
    covered = sum(item.is_covered(label) for item, label in labels)
    left = sum(item.survives(label) for item, label in labels)
    return {
        "precision": share_figure(right, len(masked), interval),
        "recall": share_figure(covered, len(labels), interval),
        "left_readable": share_figure(left, len(labels), interval),
    }


def _occurs(items: Sequence[MaskedItem], kind: PersonalKind) -> bool:
    return any(
        kind in {span.kind for span in item.found} | {label.kind for label in item.promised}
        for item in items
    )
