"""National numbers: by checksum where their form is telling, else where they are announced."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum.be import nn
from stdnum.br import cpf
from stdnum.ch import ssn as ahv
from stdnum.cn import ric
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.in_ import aadhaar, pan
from stdnum.it import codicefiscale
from stdnum.mx import curp
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.se import personnummer
from stdnum.tr import tckimlik
from stdnum.us import itin, ssn

from handrail.adapters.language.cues import Cue, Cues, Topic
from handrail.domain.conversation.personal_data import PersonalKind, PersonalSpan


@dataclass(frozen=True, slots=True)
class _Form:
    """Hold how a country writes its number and what checks it."""

    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool]


def _form(pattern: str, is_valid: Callable[[str], bool]) -> _Form:
    everywhere = rf"(?<![\w-])(?=({pattern})(?![\w-]))"  # two numbers may share a group
    return _Form(re.compile(everywhere, re.IGNORECASE), is_valid)


def _always(_number: str) -> bool:
    return True


_FORMS = (
    _form(r"[0-9]{3}([- ])[0-9]{2}\2[0-9]{4}", ssn.is_valid),
    _form(r"9[0-9]{2}([- ])[0-9]{2}\2[0-9]{4}", itin.is_valid),
    _form(
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2}"
        r" ?[A-D]",
        _always,
    ),
    _form(r"[0-9]{3} [0-9]{3} [0-9]{4}", nhs.is_valid),
    _form(r"[1-9][0-9] [0-9]{3} [0-9]{3} [0-9]{3}", idnr.is_valid),
    _form(
        r"[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:2[AB]|[0-9]{2}) ?[0-9]{3} ?[0-9]{3}"
        r" ?[0-9]{2}",
        nir.is_valid,
    ),
    _form(r"[0-9]{8}[ -]?[A-Z]", dni.is_valid),
    _form(r"[XYZ][ -]?[0-9]{7}[ -]?[A-Z]", nie.is_valid),
    _form(
        r"[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]", codicefiscale.is_valid
    ),
    _form(r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", cpf.is_valid),
    _form(r"[2-9][0-9]{3} [0-9]{4} [0-9]{4}", aadhaar.is_valid),
    _form(r"[A-Z]{3}[ABCFGHLJPT][A-Z][0-9]{4}[A-Z]", pan.is_valid),
    _form(r"[1-9][0-9]{16}[0-9X]", ric.is_valid),
    _form(r"[0-9]{11}", pesel.is_valid),
    _form(r"[0-9]{6} ?[0-9]{5}", fodselsnummer.is_valid),
    _form(r"[1-9][0-9]{10}", tckimlik.is_valid),
    _form(r"(?:[0-9]{2})?[0-9]{6}[-+][0-9]{4}", personnummer.is_valid),
    _form(r"[0-9]{6}-[0-9]{4}", cpr.is_valid),
    _form(r"[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]", hetu.is_valid),
    _form(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}", nn.is_valid),
    _form(r"756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}", ahv.is_valid),
    _form(r"[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[0-9A-Z][0-9]", curp.is_valid),
)
_ANNOUNCED = {
    Topic.NATIONAL_ID: PersonalKind.NATIONAL_ID,
    Topic.PASSPORT: PersonalKind.PASSPORT,
    Topic.LICENCE: PersonalKind.DRIVING_LICENCE,
    Topic.BANK: PersonalKind.BANK_ACCOUNT,
}
_WRITTEN = re.compile(
    r"(?<![\w-])[A-Z]{0,6}[0-9](?:[A-Z0-9]|[ ./-](?=[0-9]|[A-Z]\b|[A-Z]{4} [0-9])){3,33}(?!\w)",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4}")
_ACCOUNT = re.compile(
    r"\bacc(?:ount|t)(?: number| no\.?| nr\.?)?(?: is)?[: ]{1,3}([0-9][0-9 -]{4,18}[0-9])(?![\w-])",
    re.IGNORECASE,
)
_FAR = 40
_FEWEST_DIGITS = 5


def national_ids(text: str, cues: Cues) -> Iterator[PersonalSpan]:
    """Yield national numbers whose form and checksum tell what they are."""
    for form in _FORMS:
        for found in form.pattern.finditer(text):
            if form.is_valid(found[1]) and not cues.is_reference(found.start()):
                yield PersonalSpan(
                    start=found.start(1), end=found.end(1), kind=PersonalKind.NATIONAL_ID
                )


def announced(text: str, cues: Cues) -> Iterator[PersonalSpan]:
    """Yield what follows "passport", "driver's licence", "SSN" and the like, also mistyped."""
    for cue in cues.all:
        kind = _ANNOUNCED.get(cue.topic)
        found = None if kind is None else _following(text, cue, cues)
        if kind is not None and found is not None:
            yield PersonalSpan(start=found.start(), end=found.end(), kind=kind)


def accounts(text: str, cues: Cues) -> Iterator[PersonalSpan]:
    """Yield account numbers in a text that speaks of a bank; elsewhere they are the shop's own."""
    if any(cue.topic is Topic.BANK for cue in cues.all):
        for found in _ACCOUNT.finditer(text):
            yield PersonalSpan(
                start=found.start(1), end=found.end(1), kind=PersonalKind.BANK_ACCOUNT
            )


def _following(text: str, cue: Cue, cues: Cues) -> re.Match[str] | None:
    found = _WRITTEN.search(text, cue.end, min(len(text), cue.end + 2 * _FAR))
    if found is None or cues.directly_before(found.start()) is not cue.topic:
        return None
    digits = sum(sign.isdigit() for sign in found.group())
    return found if digits >= _FEWEST_DIGITS and not _DATE.match(found.group()) else None
