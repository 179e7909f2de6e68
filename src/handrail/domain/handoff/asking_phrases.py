"""In which words do agents ask for what? English first; what is asked most also in four others."""

from collections.abc import Mapping
from enum import StrEnum


class AskedFor(StrEnum):
    """What an agent can ask a customer for."""

    REFERENCE = "reference"
    """Number of an order, a customer, a booking."""
    EMAIL = "email"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    WHAT_HAPPENED = "what_happened"
    PRODUCT = "product"
    AMOUNT = "amount"
    DATE = "date"


def _any(*patterns: str) -> str:
    return "|".join(patterns)


_OF_WHAT = (
    "(?:order|purchase|customer|booking|reservation|ticket|case|account|student|client|"
    "confirmation|invoice|member(?:ship)?)"
)
_THING = "(?:product|item|instrument|model|article|device|thing)"
_BROKEN = "(?:damaged|broken|faulty|defective|missing|cracked|wrong size)"
ASKING: Mapping[AskedFor, str] = {
    AskedFor.REFERENCE: _any(
        rf"\b{_OF_WHAT} (?:details|data|info\w*)|\bwhich of (?:your|the) {_OF_WHAT}s\b",
        r"\b(?:details|data) of (?:your|the) order|\bbestelldaten|\bdatos del pedido",
        rf"\b{_OF_WHAT}(?:'s)? (?:numbers?|no\b|id\b|ref\w*|code|#)",
        rf"\b(?:number|reference|id) (?:of|for|on) (?:your|the) {_OF_WHAT}",
        r"\breference (?:number|code)|\byour reference\b",
        rf"\b(?:which|what) (?:{_OF_WHAT}|delivery|parcel)\b",
        r"\b(?:bestell|auftrags|kunden|rechnungs|vorgangs)-?nummer",
        r"\bwelche[rn]? (?:bestellung|auftrag)",
        r"\bnummer (?:der|ihrer|zur|von der) (?:bestellung|rechnung)",
        r"\b(?:n[úu]mero|referencia) (?:de |del |do )(?:su |tu |seu )?(?:pedido|cliente|factura)",
        r"\b(?:qu[ée]|cu[áa]l|qual) (?:es su |es tu )?pedido",
        r"\b(?:num[ée]ro|r[ée]f[ée]rence) de (?:la |votre )?(?:commande|client|facture)",
        r"\bquelle commande",
    ),
    AskedFor.EMAIL: _any(
        r"\b(?:mailbox|inbox)\b|\bpostfach\b",
        r"\be-?mails?\b|\bmail (?:address|you)\b|\bmailadresse|\be-mail-adresse|\badresse mail\b",
        r"\bcorreo\b|\bcourriel\b",
    ),
    AskedFor.NAME: _any(
        r"\bwho(?:'s| is| are) (?:there|you\b)|\b(?:whose|what|which) name\b",
        r"\bunder (?:which|what) name",
        r"\bauf welchen namen|\ba nombre de qui[ée]n|\b[àa] quel nom\b|\bem nome de quem",
        r"\byour (?:full |first |last |sur)?name\b|\bname (?:and|please)\b",
        r"\bwhom? .{0,30}(?:speaking|talking|chatting)\b|\bwho is this\b",
        r"\b(?:should|may|can) i call you",
        r"\bwie hei(?:ß|ss)en sie|\bmit wem (?:spreche|habe|schreibe)",
        r"\bihr(?:en)? (?:vollen |vor|nach)?name",
        r"\bcon qui[ée]n (?:hablo|tengo|estoy)|\bc[óo]mo se llama|\b(?:su|tu) nombre\b",
        r"\b[àa] qui ai-je|\bcomment vous appelez|\bvotre (?:pr[ée])?nom\b",
        r"\bcom quem (?:eu )?(?:falo|estou)|\bseu nome\b",
    ),
    AskedFor.PHONE: _any(
        r"\b(?:reach|call|ring|get hold of) you (?:on|at|by|over)\b|\bby phone\b",
        r"\b(?:phone|telephone|mobile|cell|contact|callback)(?: phone)? number",
        r"\byour (?:phone|mobile|cell)\b",
        r"\bnumber (?:can|could|should|may|do) (?:we|i|you)\b",
        r"\bnumber (?:to|for) (?:reach|call|ring|us)",
        r"\b(?:telefon|handy|r[üu]ckruf)nummer|\btel[ée]fono|\bt[ée]l[ée]phone|\btelefone",
    ),
    AskedFor.ADDRESS: _any(
        r"(?<!mail )(?<!ip )(?<!web )\baddress\b",
        r"\bwhere (?:should|shall|do|can|would) .{0,20}(?:deliver|sen[dt]|ship|live)\w*",
        r"(?<!mail-)(?<!mail )\badresse\b(?! mail)|\bdirecci[óo]n\b|\bendereço\b|\bpost ?code\b",
        r"\bzip code\b",
    ),
    AskedFor.WHAT_HAPPENED: _any(
        r"\b(?:repeat|restate|rephrase|sum up) (?:your|the|what)",
        r"\bwhat (?:do|would|did) you (?:want|need|wish|like)",
        r"\bwhat(?:'s| is| isn't| doesn't) (?:broken|not working|work(?:ing)?)\b",
        r"\byour (?:concern|issue|query)\b",
        r"\bwas (?:kann|k[öo]nnen|m[öo]chten|brauchen) (?:ich|wir|sie)",
        r"\bqu[ée] (?:necesita|desea|quiere|le pasa)",
        r"\bque (?:souhaitez|voulez|d[ée]sirez)-vous|\bo que (?:precisa|deseja)",
        r"\bwhat(?:'s| is| has| seems to be)? ?(?:happened|happening|going on|up\b)",
        r"\bwhat(?:'s| is| seems to be)? ?wrong\b(?! with)",
        r"\bwhat(?:'s| is| seems to be)? (?:the |your )(?:problem|issue|matter|trouble|concern|"
        r"question|request|reason for)",
        r"\bhow (?:can|may|could|might) (?:i|we) (?:be of |be able to )?(?:help|assist|support)",
        r"\bwhat (?:can|could|may) (?:i|we) (?:do|help|assist)|\bwhat (?:brings you|do you need)",
        r"\b(?:describe|explain|outline|state|summari[sz]e) (?:the|your|what|to me)",
        r"\bwalk me through|\bfill me in|\btell me (?:more )?about (?:the|your) (?:problem|issue)",
        r"\bwhat (?:is|was) (?:it|this|that) (?:all )?about|\bwhat(?:'s| is) this about",
        r"\bworum geht|\bwas (?:ist|war) (?:denn |genau )?(?:passiert|los\b|geschehen|das problem)",
        r"\bwie (?:kann|k[öo]nnen|darf) (?:ich|wir) .{0,12}(?:helfen|behilflich)|\bschildern",
        r"\bbeschreiben",
        r"\bqu[ée] (?:le |te )?(?:ha )?(?:pas[óa](?:do)?|ocurr\w+|sucedi\w+|sucede)",
        r"\ben qu[ée] (?:le |te |les )?(?:pued|podemos)",
        r"\bcu[áa]l es (?:el|su|tu) (?:problema|consulta)",
        r"\b(?:expl[ií]que|cu[ée]nte)me|\bdescrib[ae]",
        r"\bque s'est-il pass[ée]|\b(?:comment|en quoi) (?:puis-je|pouvons-nous)",
        r"\bquel est (?:le|votre) probl[èe]me|\bde quoi s'agit-il|\b(?:expliquer|d[ée]crire)\b",
        r"\b(?:como|em que) (?:posso|podemos)|\bo que aconteceu|\bqual (?:é )?o problema",
    ),
    AskedFor.PRODUCT: _any(
        r"\bwhat (?:are|were) you (?:after|interested in|missing)\b",
        r"\bwhat (?:is|was) it (?:that )?you",
        r"\b(?:tell me|say) what (?:is|got|was) (?:broken|damaged|missing|faulty)",
        rf"\b(?:which|what) (?:\w+ ){{0,2}}?{_THING}\b",
        rf"\bwhat (?:exactly )?(?:got|is|was|came|arrived|has been) {_BROKEN}",
        r"\bwhat (?:exactly )?(?:did|have|had) (?:you|he|she|they|your \w+) (?:ordered|order|buy|"
        r"bought|purchased?|rent(?:ed)?|return(?:ed)?)",
        r"\bwhat (?:are|were) you (?:looking|trying|hoping) (?:for|to (?:sell|buy|rent|return))",
        r"\bwelche[sn]? (?:produkt|artikel|ger[äa]t|instrument|modell)",
        r"\bwas (?:ist|war|kam) (?:denn |genau )?(?:kaputt|besch[äa]digt|defekt)",
        r"\bwas haben sie (?:denn )?(?:gekauft|bestellt|gemietet)",
        r"\bqu[ée] (?:producto|art[íi]culo|instrumento|modelo)|\bqu[ée] (?:compr[óo]|pidi[óo])",
        r"\bquel(?:le)? (?:produit|article|instrument|mod[èe]le)",
        r"\bqu'avez-vous (?:achet[ée]|command[ée])",
    ),
    AskedFor.AMOUNT: _any(
        r"\b(?:what|which) (?:was|is|were) the (?:\w+ )?(?:price|cost|charge|fee)s?\b",
        r"\bexact (?:amount|charge|sum|price|fee|figure)|\bwas hat (?:es|das|sie) gekostet",
        r"\bhow much\b|\b(?:what|which|the) (?:\w+ )?(?:amounts?|sum|total)\b",
        r"\bwie ?viel\b|\bwie hoch\b|\bbetrag\b|\bsumme\b|\bcu[áa]nto\b|\bimporte\b",
        r"\bqu[ée] cantidad",
        r"\bcombien\b|\bmontant\b|\bquelle somme|\bquanto\b|\bqual (?:é )?o valor",
    ),
    AskedFor.DATE: _any(
        r"\bhow long (?:have you|has it|is it)\b|\bdesde cu[áa]ndo|\bdepuis (?:quand|combien)",
        r"\bseit wann",
        r"\bwhen (?:did|was|were|is|are|have|had|exactly)\b|\b(?:and|since) when\b",
        r"\bhow long ago\b",
        r"\b(?:what|which) (?:date|day|month|week)s?\b|\bdate of (?:the |your )?\w+",
        r"\bwann\b|\bwelche[mnrs]? (?:tag|datum|monat)|\bcu[áa]ndo\b|\bqu[ée] (?:d[íi]a|fecha)",
        r"\bquand\b|\bquel jour|\bquelle date|\bquando\b|\bque dia\b",
    ),
}
"""Patterns by what they ask for, to be looked for in any case."""
