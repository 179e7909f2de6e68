"""E-mail addresses, payment cards, IBANs, wallets and IP addresses: each shows what it is."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from stdnum import bitcoin, iban, luhn

from handrail.adapters.language.cues import Cues, Topic
from handrail.adapters.language.signs import Stretch, groups_of, windows
from handrail.domain.conversation.personal_data import PersonalKind, PersonalSpan

_DOT = r" ?[\[({]dot[\])}] ?"
_AT = re.compile(r" @ |@|%40| ?[\[({] ?at ?[\])}] ?", re.IGNORECASE)
_MAILBOX_END = re.compile(r"[\w.+%'~-]{1,64}\Z")
_DOMAIN = re.compile(rf"[^\W_](?:[\w-]|\.(?=[^\W_])|{_DOT}){{0,250}}", re.IGNORECASE)
_TOP_LEVEL = re.compile(rf"(?:\.|{_DOT})[^\W\d_][\w-]*\Z", re.IGNORECASE)
_ISSUERS = re.compile(
    r"4(?:.{12}|.{15}|.{18})|5[1-5].{14}|2(?:22[1-9]|2[3-9].|[3-6]..|7[01].|720).{12}"
    r"|3[47].{13}|3(?:0[0-5]|[689].).{11,16}|35(?:2[89]|[3-8].).{12,15}|(?:6|5[06-8]).{11,18}"
)
_SEPARATORS = re.compile(r"[ ._-]+")
_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_LONGEST_IBAN, _SHORTEST_IBAN = 34, 15
_IBAN_START = re.compile(r"[A-Z]{2}[0-9]{2}", re.IGNORECASE)
_BITCOIN = re.compile(r"(?<!\w)(?:bc1[0-9a-z]{20,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)")
_ETHEREUM = re.compile(r"(?<!\w)0x[0-9a-fA-F]{40}(?!\w)")
_IPV4 = re.compile(r"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\w|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{6,39}(?![\w:])")
_CODE = re.compile(r"(?<!\w)[0-9]{3,4}(?!\w)")


def emails(text: str) -> Iterator[PersonalSpan]:
    """Yield e-mail addresses, also those written into a web address."""
    for sign in _AT.finditer(text):
        mailbox = _MAILBOX_END.search(text[max(0, sign.start() - 64) : sign.start()])
        domain = _DOMAIN.match(text, sign.end())
        if mailbox is None or domain is None or not _TOP_LEVEL.search(domain.group()):
            continue
        name = mailbox.group().lstrip(".'-%")
        if name:
            yield PersonalSpan(
                start=sign.start() - len(name), end=domain.end(), kind=PersonalKind.EMAIL
            )


def cards(text: str, cues: Cues) -> Iterator[PersonalSpan]:
    """Yield payment cards by issuer, length and check digit; after "card" also mistyped ones."""
    groups = groups_of(text)
    for first, group in enumerate(groups):
        if _continues(text, group.start):
            continue
        fitting = [
            window
            for window in windows(text, groups, first, _LONGEST_CARD, " -._")
            if _is_card(text[window.start : window.end], window.start, cues)
            and not _goes_on(text, window.end)
        ]
        if fitting:
            last = fitting[-1]
            yield PersonalSpan(start=last.start, end=last.end, kind=PersonalKind.CARD)
    yield from _security_codes(text, cues)


def ibans(text: str) -> Iterator[PersonalSpan]:
    """Yield international bank account numbers whose structure and check digits hold."""
    groups = groups_of(text)
    for first, group in enumerate(groups):
        if not _IBAN_START.match(text, group.start, group.end):
            continue
        fitting = [
            window
            for window in windows(text, groups, first, _LONGEST_IBAN, " -")
            if _is_iban(text[window.start : window.end])
        ]
        if fitting:
            yield PersonalSpan(start=fitting[-1].start, end=fitting[-1].end, kind=PersonalKind.IBAN)


def wallets(text: str) -> Iterator[PersonalSpan]:
    """Yield Bitcoin and Ethereum addresses."""
    for found in _BITCOIN.finditer(text):
        if found.group().startswith("bc1") or bitcoin.is_valid(found.group()):
            yield _span(found, PersonalKind.WALLET)
    for found in _ETHEREUM.finditer(text):
        yield _span(found, PersonalKind.WALLET)


def ip_addresses(text: str, cues: Cues) -> Iterator[PersonalSpan]:
    """Yield IP addresses; not version numbers."""
    for found in _IPV4.finditer(text):
        if _is_address(found.group()) and not cues.is_reference(found.start()):
            yield _span(found, PersonalKind.IP_ADDRESS)
    for found in _IPV6.finditer(text):
        if any(c.isdigit() for c in found.group()) and _is_address(found.group()):
            yield _span(found, PersonalKind.IP_ADDRESS)


def outside(spans: Iterator[PersonalSpan], pages: Sequence[Stretch]) -> Iterator[PersonalSpan]:
    """Leave out what is part of a web address."""
    starts = [page.start for page in pages]
    for span in spans:
        number = bisect_right(starts, span.start)
        if number == 0 or pages[number - 1].end <= span.start:
            yield span


def _continues(text: str, at: int) -> bool:
    """Tell whether a longer code with dashes runs into what stands here."""
    return at > 1 and text[at - 1] == "-" and text[at - 2].isalnum()


def _goes_on(text: str, at: int) -> bool:
    return text[at : at + 1] == "-" and text[at + 1 : at + 2].isalnum()


def _is_card(written: str, at: int, cues: Cues) -> bool:
    digits = _SEPARATORS.sub("", written)
    if not (digits.isdigit() and _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD):
        return False
    if not (_ISSUERS.fullmatch(digits) and _is_grouped_as_a_card(written)):
        return False
    if digits == written and cues.is_reference(at):
        return False
    return luhn.is_valid(digits) or cues.before(at) is Topic.CARD


def _is_grouped_as_a_card(written: str) -> bool:
    sizes = {len(group) for group in _SEPARATORS.split(written)}
    return min(sizes) >= 3 or sizes in ({1}, {2})


def _security_codes(text: str, cues: Cues) -> Iterator[PersonalSpan]:
    for found in _CODE.finditer(text):
        if cues.directly_before(found.start()) is Topic.SECURITY_CODE:
            yield _span(found, PersonalKind.CARD)


def _is_iban(written: str) -> bool:
    compact = written.replace(" ", "").replace("-", "")
    if not _SHORTEST_IBAN <= len(compact) <= _LONGEST_IBAN:
        return False
    return bool(iban.is_valid(compact, check_country=False))


def _is_address(written: str) -> bool:
    try:
        IPv6Address(written) if ":" in written else IPv4Address(written)
    except AddressValueError:
        return False
    return True


def _span(found: re.Match[str], kind: PersonalKind) -> PersonalSpan:
    return PersonalSpan(start=found.start(), end=found.end(), kind=kind)
