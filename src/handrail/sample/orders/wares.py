"""What Corncrake sells, and people who might buy it. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ware:
    """Hold one thing on sale; price in cents."""

    sku: str
    title: str
    price: int
    is_made_for_you: bool = False
    freight: tuple[int, int] | None = None
    """Price of its freight to Ireland, Germany and the Netherlands, and to the rest of the EU."""


WARES = (
    Ware(sku="VN-STR-44", title="Violin strings, synthetic core, 4/4", price=4290),
    Ware(sku="VN-STR-E", title="Violin E string, steel", price=690),
    Ware(sku="VC-STR-44", title="Cello strings, steel, 4/4", price=12900),
    Ware(sku="ROSIN-D", title="Rosin, dark", price=1190),
    Ware(sku="MUTE-RB", title="Practice mute, rubber", price=700),
    Ware(sku="TUNER-2", title="Corncrake Clip-On Tuner 2", price=1490),
    Ware(sku="HYGRO", title="Hygrometer for the case", price=1200),
    Ware(sku="REST-VN", title="Shoulder rest, violin, adjustable", price=3490),
    Ware(sku="STAND-F", title="Music stand, folding", price=2450),
    Ware(sku="BOW-VN-CF", title="Violin bow, carbon fibre", price=7000),
    Ware(sku="BOW-VC-CF", title="Cello bow, carbon fibre", price=9900),
    Ware(sku="VN-44-ST", title="Violin 4/4, starter, with case and bow", price=24900),
    Ware(sku="VN-44-AD", title="Violin 4/4, advancing, with case and bow", price=69000),
    Ware(sku="VA-40-AD", title="Viola 40 cm, advancing, with case and bow", price=78000),
    Ware(sku="CL-BB", title="Clarinet in B flat, ABS", price=41900),
    Ware(sku="FL-C", title="Flute in C, silver plated", price=52900),
    Ware(sku="CT-ANG", title="Anglo concertina, 30 keys", price=89000),
    Ware(sku="UK-CON", title="Ukulele, concert", price=8900),
    Ware(
        sku="VC-44-AD", title="Cello 4/4, advancing, hard case", price=149000, freight=(2900, 4500)
    ),
    Ware(sku="DB-34", title="Double bass 3/4", price=239000, freight=(5900, 8900)),
    Ware(sku="CASE-INI", title="Violin case with your initials", price=18900, is_made_for_you=True),
    Ware(sku="STR-CUST", title="Custom string set, made for you", price=6400, is_made_for_you=True),
)

BY_SKU = {ware.sku: ware for ware in WARES}

FREE_SHIPPING_FROM = {"IE": 7900, "DE": 7900, "NL": 7900, "FR": 12900, "AT": 12900}
SHIPPING = {"IE": 490, "DE": 490, "NL": 490, "FR": 790, "AT": 790}
NEAR = frozenset(("IE", "DE", "NL"))

PLACES = {
    "IE": (
        ("12 Quay Street", "H91 XY27", "Galway"),
        ("4 Patrick's Hill", "T23 KW81", "Cork"),
        ("31 Leeson Park", "D06 F8C2", "Dublin"),
        ("7 Mill Lane", "V94 T2N6", "Limerick"),
    ),
    "DE": (
        ("Lange Reihe 40", "20099", "Hamburg"),
        ("Bergmannstraße 9", "10961", "Berlin"),
        ("Severinstraße 118", "50678", "Köln"),
    ),
    "NL": (
        ("Oudegracht 211", "3511 NK", "Utrecht"),
        ("Nieuwe Binnenweg 88", "3015 BD", "Rotterdam"),
    ),
    "FR": (("18 rue des Tanneurs", "67000", "Strasbourg"),),
    "AT": (("Lerchenfelder Straße 52", "1080", "Wien"),),
}

PAYMENTS = ("Visa", "Mastercard", "PayPal", "Apple Pay", "bank transfer", "gift card")

PEOPLE = (
    ("Aoife Brennan", "IE"),
    ("Jonas Petersen", "DE"),
    ("Saskia de Vries", "NL"),
    ("Cormac Ó Briain", "IE"),
    ("Leonie Hartwig", "DE"),
    ("Niamh Gallagher", "IE"),
    ("Matthis Brandt", "DE"),
    ("Femke Postma", "NL"),
    ("Élodie Marchand", "FR"),
    ("Tobias Lechner", "AT"),
    ("Róisín Kavanagh", "IE"),
    ("Henrike Voss", "DE"),
    ("Daan Verhoeven", "NL"),
    ("Declan Fahy", "IE"),
    ("Greta Lindqvist", "DE"),
    ("Orla Mulvaney", "IE"),
    ("Ruben Schouten", "NL"),
    ("Paula Zieliński", "DE"),
    ("Tadhg Lawless", "IE"),
    ("Mirjam Okafor", "NL"),
    ("Lukas Adler", "DE"),
    ("Siobhán Tierney", "IE"),
    ("Camille Roussel", "FR"),
    ("Anton Weidinger", "AT"),
    ("Fiadh Costello", "IE"),
    ("Ilse van Dongen", "NL"),
    ("Malte Rönnfeldt", "DE"),
    ("Eimear Noonan", "IE"),
    ("Thijs Bakker", "NL"),
    ("Johanna Seibel", "DE"),
    ("Donal Hehir", "IE"),
    ("Yasmin Aydın", "DE"),
    ("Ciara Ruane", "IE"),
    ("Bram Hoekstra", "NL"),
    ("Katrin Möllers", "DE"),
    ("Pádraig Conneely", "IE"),
    ("Noor Jansen", "NL"),
    ("Emil Sauer", "DE"),
    ("Gráinne Duffy", "IE"),
    ("Valentin Krüger", "DE"),
)
