"""What does a text tell of dates, amounts and things? Enough to know whether it tells any."""

import re

from handrail.domain.handoff.own_values import has_amount
from handrail.domain.knowledge.wording.word_set import word_set

_MONTHS = (
    "january|february|march|april|june|july|august|september|october|november|december|januar|"
    "februar|märz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|"
    "octobre|novembre|décembre"
)
_DAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|montag|dienstag|"
    "mittwoch|donnerstag|freitag|samstag|sonntag|gestern|heute|lunes|martes|miércoles|jueves|"
    "viernes|sábado|domingo|ayer|hoy|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier"
)
_COUNTED = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|few|couple of)"
_UNITS = "(?:day|week|month|year|hour)s?"
_DATE = re.compile(
    rf"(?<!\d)\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}(?!\d)|\b(?:{_MONTHS}|{_DAYS})\b"
    rf"|\b{_COUNTED} {_UNITS} (?:ago|back)\b|\blast (?:week|month|night|{_DAYS})\b"
    r"|\bvor \w+ (?:tagen|wochen|monaten)\b|\bhace \w+ (?:días|semanas|meses)\b"
    r"|\bil y a \w+ (?:jours|semaines|mois)\b|昨天|今天|先週|昨日",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?<![\w.,-])\d{1,6}[.,]\d{2}(?![\d.,]?\d)")
_MODEL = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]+)*-\d+\b")
_THING = re.compile(
    r"\b(?:my|our|the|a|an|this|these|mein|meine|meinen|der|die|das|vom|dem|den|ein|eine|el|la|los|"
    r"un|una|mi|le|les|une|mon|ma|mes|o|os|um|uma|meu|minha)\s+"
    r"(?P<thing>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_NO_THING = word_set(
    "order orders refund money parcel package delivery card account email mail address invoice "
    "number help person human agent problem issue question tracking page website site shop store "
    "company customer service support payment price fee amount date day days week weeks month "
    "months year time times one two three label link name phone call team bot chat message answer "
    "bestellung paket konto geld rechnung lieferung adresse nummer frage problem mensch "
    "mitarbeiter pedido paquete dinero cuenta persona factura dirección número comande commande "
    "colis argent compte personne facture adresse numéro euros euro same other only first last new "
    "old rules thing things way rest minute moment case"
)


def has_date(text: str) -> bool:
    """Tell whether a text says when something was."""
    return _DATE.search(text) is not None


def has_sum(text: str) -> bool:
    """Tell whether a text names an amount, with or without its currency."""
    return has_amount(text) or _DECIMAL.search(text) is not None


def has_product(text: str) -> bool:
    """Tell whether a text names a thing that was bought, rented or broke."""
    if _MODEL.search(text):
        return True
    things = (match["thing"].casefold() for match in _THING.finditer(text))
    return any(thing not in _NO_THING for thing in things)
