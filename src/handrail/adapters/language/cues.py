"""Which word says what the number beside it is? An order number and a phone look alike."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.conversation.spelling import fold

_FAR = 40
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[^.\s]{4}[.!?]\s|\n\s{0,9}\n")
_AFTER = re.compile(
    r"[\s(,:/\\-]{0,3}(?:is my (?:new )?(?:phone|mobile|cell|number)|(?:call|text) me|office|fax"
    r"|mobile|cell|phone|whatsapp)\b",
    re.IGNORECASE,
)


class Topic(StrEnum):
    """What a word announces."""

    REFERENCE = "reference"
    """An order, a product, a version: what must stay readable."""
    PHONE = "phone"
    CARD = "card"
    SECURITY_CODE = "security_code"
    NATIONAL_ID = "national_id"
    PASSPORT = "passport"
    LICENCE = "licence"
    BANK = "bank"


_WORDS: Mapping[Topic, str] = {
    Topic.REFERENCE: (
        "order orders invoice ticket case tracking shipment parcel package consignment awb sku "
        "item product model serial imei part ref reference booking reservation confirmation rma "
        "return receipt transaction coupon voucher promo code version firmware build release "
        "article po quote ean upc gtin isbn asin bestellung bestellnummer auftrag auftragsnummer "
        "rechnung rechnungsnummer sendungsnummer artikelnummer commande facture colis pedido "
        "factura ordine fattura bestelling factuur zamowienie zamowienia encomenda fatura"
    ),
    Topic.PHONE: (
        "ph phone phones telephone tel telefon telefono telefone telefoon telefonnummer "
        "telefoonnummer mobile mobil mobilnummer movil celular cellulare cell cellphone handy "
        "handynummer fax whatsapp sms call calling dial ring reach contact callback "
        "answering appelez appeler portable llamar llame llamame anrufen rufnummer ruckruf numer"
    ),
    Topic.CARD: (
        "card cards cc visa mastercard maestro amex credit debit kreditkarte karte kartennummer "
        "carte tarjeta carta cartao kaart"
    ),
    Topic.SECURITY_CODE: "cvv cvc cvn",
    Topic.NATIONAL_ID: (
        "ssn nhs nino bsn burgerservicenummer pesel aadhaar aadhar cpf dni nie curp itin steuer "
        "steuerid sozialversicherungsnummer personnummer fiscale ausweis personalausweis nir"
    ),
    Topic.PASSPORT: "passport reisepass passeport pasaporte passaporto paspoort paszport",
    Topic.LICENCE: "fuhrerschein fuhrerscheinnummer",
    Topic.BANK: "bank iban routing sortcode kontonummer bankleitzahl",
}
_TOPICS = {word: topic for topic, words in _WORDS.items() for word in words.split()}
_PAIRS = {
    ("social", "security"): Topic.NATIONAL_ID,
    ("national", "insurance"): Topic.NATIONAL_ID,
    ("national", "id"): Topic.NATIONAL_ID,
    ("tax", "id"): Topic.NATIONAL_ID,
    ("identity", "card"): Topic.NATIONAL_ID,
    ("identity", "number"): Topic.NATIONAL_ID,
    ("id", "card"): Topic.NATIONAL_ID,
    ("securite", "sociale"): Topic.NATIONAL_ID,
    ("security", "code"): Topic.SECURITY_CODE,
    ("sort", "code"): Topic.BANK,
    ("s", "license"): Topic.LICENCE,  # "driver's license" is three words to us
    ("s", "licence"): Topic.LICENCE,
    ("drivers", "license"): Topic.LICENCE,
    ("driver", "license"): Topic.LICENCE,
    ("driving", "licence"): Topic.LICENCE,
    ("licence", "number"): Topic.LICENCE,
    ("license", "number"): Topic.LICENCE,
    ("licence", "no"): Topic.LICENCE,
    ("license", "no"): Topic.LICENCE,
    ("driving", "license"): Topic.LICENCE,
    ("bank", "card"): Topic.CARD,
    ("my", "number"): Topic.PHONE,
    ("his", "number"): Topic.PHONE,
    ("her", "number"): Topic.PHONE,
}
_BETWEEN = """
no nr num number numbers id is was the a it its s are of has nummer numero n de license
licence account card security code in
"""
_LOOSE = frozenset({"case", "part", "item", "return", "release", "package", "quote", "product"})
_NUMBER_NEXT = re.compile(r"[:#]|\b(?:no|nr|num|numbers?|id|nummer|numero)\b", re.IGNORECASE)
_APART = re.compile("[,;\n]")
_DIGIT = re.compile("[0-9]")
_FILLERS = frozenset(_BETWEEN.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Say where a word stands that announces something."""

    start: int
    end: int
    topic: Topic
    word: str


class Cues:
    """Tell what the words around a number announce."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.all = tuple(_cues(text))
        self._ends = [cue.end for cue in self.all]

    def before(self, at: int) -> Topic | None:
        """Return what the nearest word before announces, within the sentence and not far."""
        cue = self._nearest(at)
        return None if cue is None else cue.topic

    def directly_before(self, at: int) -> Topic | None:
        """Return what is announced where nothing but "number", "is", "no." stands between."""
        cue = self._nearest(at)
        if cue is None:
            return Topic.REFERENCE if self._text[max(0, at - 1) : at] == "#" else None
        between = self._text[cue.end : at]
        is_filler = all(word in _FILLERS for word in _WORD.findall(between.casefold()))
        return cue.topic if is_filler and not _DIGIT.search(between) else None

    def is_reference(self, at: int) -> bool:
        """Tell whether an order number, a product code or a version is announced right here.

        "In any case 415-555-2671", "about my order, 415-555-2671" and a number on a line of its
        own below "my order" announce nothing; "case no.", "order:" and "#" do.
        """
        if self.directly_before(at) is not Topic.REFERENCE:
            return False
        cue = self._nearest(at)
        between = "#" if cue is None else self._text[cue.end : at]
        is_named = _NUMBER_NEXT.search(between) is not None
        is_loose = cue is not None and cue.word in _LOOSE
        return is_named or not (is_loose or _APART.search(between))

    def is_phone(self, start: int, end: int) -> bool:
        """Tell whether the words before or after announce a phone number."""
        after = _AFTER.match(self._text, end)
        return after is not None or self.before(start) is Topic.PHONE

    def _nearest(self, at: int) -> Cue | None:
        number = bisect_right(self._ends, at)
        if number == 0 or at - self._ends[number - 1] > _FAR:
            return None
        cue = self.all[number - 1]
        return None if _SENTENCE_END.search(self._text, cue.end, at) else cue


def _cues(text: str) -> Iterator[Cue]:
    previous = ""
    for found in _WORD.finditer(text):
        word = fold(found.group())
        topic = _PAIRS.get((previous, word)) or _TOPICS.get(word)
        previous = word
        if topic is not None:
            yield Cue(start=found.start(), end=found.end(), topic=topic, word=word)
