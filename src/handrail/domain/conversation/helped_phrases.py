"""How people say that a reply helped. A bare thank-you is politeness and stands nowhere here."""

from handrail.domain.conversation.phrases import Language

HELPED = (
    Language(
        code="en",
        words={
            "NOT": "not, isnt, wasnt, doesnt, didnt, dont, never, no, hasnt, havent, aint, cant, "
            "wont, nothing, none, neither, hardly, barely, until, unless",
            "DONE": "worked, works, helped, helps, solved, fixed, sorted, resolved, did the trick, "
            "did it",
        },
        phrases=(
            "that|this|it|which ?has ?just ?really ?totally ?actually DONE",
            "thats|thats ?all ?now DONE",
            "is|its|all ?now working|sorted|solved|fixed|resolved|done ?now",
            "working again|now|fine|perfectly",
            "problem|issue|it ?is ?was ?has ?been solved|sorted|fixed|resolved",
            "you|u ?have ?really ?just helped|solved|saved|fixed",
            "that|this ?is|was ?very ?really ?so ?most helpful",
            "very|really|so|most helpful",
            "thats|that ?is|was|answers ?exactly|just ?what i ?was ?needed|wanted|looking|after",
            "that|this answers|answered ?my ?the question|it|everything",
            "exactly|just what i needed|wanted",
            "i|ive ?have found it ?now",
            "got it working|sorted|done",
        ),
        unless=("NOT", "if|whether|hope|hopefully|would|will|should|once|when"),
    ),
    Language(
        code="de",
        words={
            "NOT": "nicht, nie, kein, keine, nichts, leider, kaum",
            "BYNOW": "jetzt, nun, damit, inzwischen, schon, schnell",
            "DONE": "gelost, geloest, behoben, geklart, geklaert",
        },
        phrases=(
            "hat ?mir ?uns ?sehr ?wirklich ?super ?echt geholfen|geklappt|funktioniert",
            "es|das|jetzt ?jetzt ?es funktioniert|klappt|geht ?jetzt ?wieder",
            "funktioniert|klappt|geht jetzt|wieder",
            "problem ?ist ?wurde [BYNOW] DONE|erledigt",
            "ist|wurde [BYNOW] DONE",
            "mir|uns wurde ?schnell ?sehr ?gut ?super geholfen",
            "sehr|echt|wirklich hilfreich",
            "genau das ?was ich ?habe ?gesucht ?brauchte ?wollte",
            "hat sich erledigt",
            "das beantwortet ?meine ?die frage",
        ),
        unless=(
            "NOT",
            "ob|wenn|falls|hoffe|hoffentlich|muss|soll|sollte|erst",
            "wurde ** helfen|reichen|klappen|funktionieren|losen|loesen|freuen|gern|gerne|wissen",
        ),
    ),
    Language(
        code="fr",
        words={"NOT": "pas, ne, n, jamais, rien, toujours pas, sans"},
        phrases=(
            "ca|cela|c|ca ?a marche|fonctionne|aide ?bien ?maintenant",
            "ca|cela ?m ?ma a ?bien aide|marche|fonctionne",
            "vous ?m ?mavez ?avez ?bien aide",
            "probleme ?est ?a ?ete resolu|regle",
            "c|cest ?est ?bien resolu|regle|parfait",
            "tres utile",
            "exactement ce que je cherchais|voulais",
        ),
        unless=("NOT", "si|est ce que|comment"),
    ),
    Language(
        code="es",
        words={"NOT": "no, nunca, nada, sin, tampoco"},
        phrases=(
            "ya|ahora ?si ?me ?lo funciona|funciono|sirve|sirvio",
            "me|nos ?ha ?ayudo ?ayudado ?sirvio ?mucho ayudo|ayudado|sirvio|servido",
            "problema|esta|quedo ?ya ?fue ?ha ?sido resuelto|solucionado|arreglado",
            "muy util",
            "justo|exactamente lo que buscaba|necesitaba|queria",
        ),
        unless=("NOT", "si|como|cuando"),
    ),
    Language(
        code="it",
        words={"NOT": "non, mai, niente, nulla"},
        phrases=(
            "ora|adesso ?tutto funziona",
            "ha funzionato",
            "problema ?e ?stato risolto",
            "mi|ci ?e ?ha ?stato ?molto aiutato|utile",
            "tutto risolto",
        ),
        unless=("NOT", "se|come|quando"),
    ),
    Language(
        code="pt",
        words={"NOT": "nao, nunca, nada, sem"},
        phrases=(
            "agora|ja funciona|funcionou|deu certo",
            "deu certo",
            "me|isso ?me ajudou",
            "problema|foi|esta ?foi resolvido",
            "muito util",
        ),
        unless=("NOT", "se|como|quando"),
    ),
    Language(
        code="nl",
        words={"NOT": "niet, nooit, geen, niets, helaas"},
        phrases=(
            "het|dat ?heeft ?mij ?me ?goed geholpen|gewerkt|werkt|gelukt ?nu ?weer",
            "het|nu|weer ?nu werkt|gelukt",
            "probleem ?is ?werd opgelost",
            "is opgelost",
            "heel|erg|zeer nuttig|behulpzaam",
        ),
        unless=("NOT", "als|of|hoe"),
    ),
)
