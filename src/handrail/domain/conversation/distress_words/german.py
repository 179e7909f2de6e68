"""How people show that they are in distress, in German."""

from handrail.domain.conversation.phrases import Group, Language

GERMAN = Language(
    code="de",
    words={
        "SO": "so, sehr, total, vollig, echt, wirklich, nur, noch, schon, ganz, hier, einfach, "
        "nun, absolut",
        "NOT": "nicht, nie, kein, keine, keinen, nichts",
        "FAMILY": "mann, frau, mutter, vater, mama, papa, sohn, tochter, bruder, schwester, baby, "
        "kind, "
        "oma, opa, grossmutter, grossvater, freundin, partner, partnerin, ehemann, ehefrau, "
        "verlobter",
        "CHILD": "kind, kinder, kindern, baby, sohn, tochter, familie",
        "MY": "mein, meine, meiner, meinem, meinen, unser, unsere, unserer, unserem",
        "MONEY": "geld, konto, ersparnisse, erspartes, gehalt, lohn, rente, alles, guthaben",
        "THIEF": "betruger, diebe, lugner, verbrecher, idioten, abzocker, gauner, deppen, "
        "versager, unfahig",
        "ABUSER": "ex, mann, freund, vater, stalker, er, jemand, exmann, exfreund",
        "SWEAR": "scheisse, scheiss, scheissladen, scheissverein, arschloch, arschlocher, "
        "verdammt, "
        "verarscht, verarschen, fick, ficken",
        "KILL": "umbringen, toten, abstechen, erschiessen, verprugeln, anzunden, schlagen, "
        "fertigmachen",
    },
    groups={
        "self_harm": Group(
            (
                "will|mochte|kann|mag ** NOT ?mehr leben|aufwachen|existieren",
                "bringe|bring mich ?dann um",
                "mich umbringen|umzubringen|erhangen|ritzen|verletzen",
                "mir das|mein leben nehmen|nehme|beenden",
                "will|mochte ?nur ?einfach ?am ?liebsten sterben",
                "selbstmord|suizid begehen|gedanken",
                "denke|gedanken|gedacht ** selbstmord|suizid|umzubringen",
                "selbstmordgedanken|suizidgedanken|suizidal",
                "NOT ?mehr grund|sinn ** leben|weiterzuleben",
                "ohne mich besser",
            ),
            unless=("melden|inhalt|film|buch|pravention",),
        ),
        "threat": Group(
            (
                "bringe|bring|mache euch|dich|sie|ihn ?alle um|fertig|kalt",
                "werde|komme ** euch|dich|sie|ihn|jemanden ** KILL",
                "bombe in|bei",
                "weiss wo|wo du|ihr|sie wohnst|wohnt|wohnen|arbeitet",
                "zunde ** an",
                "mit ?einem ?einer messer|waffe|pistole",
            ),
            unless=("spiel|spieler|figur|prozess",),
        ),
        "danger": Group(
            (
                "feuer|explodiert|brannte|verbrannt|brand ** CHILD|bett|hand|gesicht|zimmer",
                "CHILD ** verbrannt|bewusstlos|vergiftet|verletzt",
                "riecht|geruch nach gas",
                "bekomme|kriege|kann ** NOT|keine ?mehr luft|atmen",
                "allergische reaktion",
                "sind|bin|ist ?jetzt im krankenhaus|notaufnahme",
                "ABUSER schlagt|bedroht|verprugelt mich|uns",
                "bin|sind NOT ?mehr sicher $",
                "in gefahr",
            ),
        ),
        "pursued": Group(
            (
                "ABUSER ** weiss|sieht|kennt|gefunden ** wo|adresse|wohne|standort",
                "ABUSER ** verfolgt|stalkt|beobachtet mich",
            ),
        ),
        "fear": Group(
            ("habe|hab|haben [SO] angst|panik $", "angst um MY leben", "habe todesangst")
        ),
        "loss": Group(
            (
                "MONEY ** weg|leer|gestohlen|leergeraumt|verschwunden|abgeraumt|geklaut",
                "leergeraumt|gestohlen|geklaut ** MONEY",
                "wurde|bin|worden betrogen|ausgeraubt|gehackt|abgezockt",
            ),
        ),
        "hardship": Group(
            (
                "kann|konnen ** NOT ** ernahren|essen",
                "kann|konnen ** CHILD ** NOT ** ernahren|futtern",
                "NOT ?mehr ?zu ?zum ?genug essen|leben",
                "kann|konnen ** miete ** NOT ** zahlen|bezahlen",
                "kann|konnen die|meine miete NOT",
                "verliere|verlieren ** wohnung|haus",
                "auf der strasse",
                "obdachlos",
            ),
            unless=("wie|kann|wo|wann ich ** karte|app",),
        ),
        "panic": Group(
            (
                "bitte helfen|helft|hilfe ?sie ?mir",
                "^ hilfe $",
                "bin [SO] verzweifelt|panisch|aufgelost",
                "in tranen",
                "oh gott",
                "zittere",
                "weiss NOT ?mehr weiter|was",
                "panikattacke",
            ),
        ),
        "bereaved": Group(
            (
                "MY FAMILY ** gestorben|verstorben|tot|verloren",
                "MY verstorbener|verstorbene|verstorbenen|verstorbenem FAMILY",
                "tod MY FAMILY",
                "habe|haben ** MY FAMILY verloren",
                "beerdigung",
            ),
            unless=("was passiert|wenn|falls",),
        ),
        "despair": Group(
            (
                "ich|wir kann|halte|ertrage|konnen ?es ?das ?einfach NOT mehr ?aus $",
                "bin [SO] verzweifelt|am ende|fertig|zerstort|hoffnungslos",
                "weine|heule ** tag|nacht|nur|stunden|ganzen",
                "nervenzusammenbruch",
                "am ende MY|meiner ?krafte ?nerven",
                "flehe sie|euch|dich an",
            ),
        ),
        "anger": Group(
            (
                "SWEAR",
                "ihr|sie|alles|ist seid|sind|ist ?ja ?doch ?alle ?ein ?eine ?nur ?alles THIEF",
                "^ ?ihr THIEF $",
                "bin [SO] wutend|stinksauer|sauer|ausser|emport",
                "frechheit|unverschamtheit|sauladen|saftladen",
                "anwalt einschalten|gehen|ubergeben",
                "zeige euch|sie an",
                "schlechteste firma|laden|service|support|bank",
                "hasse euch|diese",
            ),
        ),
    },
)
