"""How people show that they are in distress, in French."""

from handrail.domain.conversation.phrases import Group, Language

FRENCH = Language(
    code="fr",
    words={
        "NOT": "ne, n, pas, plus, jamais, n'ai, nai, n'en",
        "SO": "tres, si, vraiment, tellement, trop, completement, totalement, hyper, toute, tout, "
        "super, plus",
        "FAMILY": "mari, femme, epouse, epoux, mere, pere, maman, papa, fils, fille, frere, soeur, "
        "bebe, grand mere, grand pere, compagnon, compagne, conjoint, conjointe, oncle, tante, "
        "parents",
        "CHILD": "enfants, enfant, fils, fille, bebe, famille, gosses, petits",
        "MONEY": "argent, compte, economies, salaire, tout, epargne, fonds, pension, l'argent, "
        "paie",
        "AM": "je suis, suis, chuis, me sens, reste, sommes, j'etais",
        "AFRAID": "peur, terrifie, terrifiee, effraye, effrayee, terrorise, terrorisee, apeuree",
        "ABUSER": "ex, mari, copain, compagnon, conjoint, pere, homme, quelqu'un, harceleur, "
        "voisin",
        "THIEF": "voleurs, voleur, escrocs, escroc, menteurs, arnaqueurs, incompetents, nuls, "
        "idiots, "
        "imbeciles, abrutis, cons, connards, clowns, bandits, incapables, charlatans",
        "KILL": "tuer, buter, frapper, casser, bruler, poignarder, tabasser, defoncer, exploser, "
        "tue, "
        "tuerai, crever",
    },
    groups={
        "self_harm": Group(
            (
                "NOT ?plus envie|veux|peux ?plus ?de ?d vivre|exister|vivre",
                "envie|veux|voudrais|prefere|prefererais ?de mourir|crever|disparaitre",
                "vais|veux|envie|pense|pensais ?a ?de me suicider|tuer|foutre|pendre|flinguer",
                "me suicider|suiciderai|tuerai",
                "mettre|mets ?fin a fin|mes ?mes jours",
                "mettre fin",
                "en finir $",
                "en finir avec ?la vie",
                "pensees|idees|idee suicidaires|noires|suicide",
                "me faire|fais ?du mal",
                "mieux sans moi",
                "plus|aucune|pas ?de ?aucune raison ?de vivre|continuer",
                "avale|pris ** cachets|comprimes|medicaments",
                "me scarifie|scarifier|coupe|mutile",
            ),
            unless=("signaler|contenu|film|livre|prevention|contrat|abonnement",),
        ),
        "threat": Group(
            (
                "vais|vient|viens|venir|viendrai ** vous|te|le|les|lui KILL",
                "vais|venir|viendrai ?te ?vous ?le ?les ?lui KILL ** "
                "gueule|tous|toutes|vous|tete|jambes",
                "vous|te|les tuerai|buterai|creverai",
                "bombe dans|chez|a",
                "sais ou|ou tu|vous habite|habites|habitez|travaillez|bossez",
                "avec ?un ?une couteau|fusil|arme|flingue|batte",
                "allez|vas ?le ?me regretter|payer ?cher",
            ),
            unless=("jeu|joueur|personnage|ennemi|processus|tache",),
        ),
        "danger": Group(
            (
                "feu|explose|brule|incendie|flammes ** CHILD|lit|maison|main|visage|chambre|me|m",
                "CHILD ** brule|brulee|evanoui|evanouie|etouffe|intoxique",
                "odeur|sent|sens ?le ?de gaz",
                "NOT ?arrive ?a peux|arrive|peut ?plus ?pas ?a respirer",
                "reaction allergique ** hopital|fils|fille|grave|forte",
                "suis|sommes|est ?a ?l'hopital ?aux ?en hopital|l'hopital|urgences|danger",
                "ABUSER ?va ?veut ?menace ?de me|m frapper|frappe|tuer|battre|bat|menace",
                "NOT suis ?pas ?plus ?en securite",
                "vie est|en ?en danger",
                "avale ** pile|piece|aimant|javel",
            ),
        ),
        "pursued": Group(
            (
                "ABUSER ** sait|voit|connait|trouve|retrouve|piste ** ou|adresse|position|habite",
                "ABUSER ** me|m suit|suivre|surveille|harcele|traque|espionne|menace|poursuit",
                "me suit|traque|harcele|surveille",
            ),
        ),
        "fear": Group(
            (
                "ai|j'ai|jai|fait [SO] AFRAID $",
                "AM [SO] AFRAID $",
                "AM ?en ?train ?de tremble|tremblante",
                "j'ai|jai|ai [SO] peur pour|de ?ma|mon|lui|sortir|rentrer|mourir",
            ),
            unless=("peur d|de|que avoir|d'avoir|ne|perdre",),
        ),
        "loss": Group(
            (
                "vide|vole|pris|pirate|siphonne|disparu|vider|voler ** MONEY",
                "MONEY ** disparu|vide|vole|pirate|perdu|plus",
                "arnaquee|arnaque|escroque|escroquee|piratee ?par ?de $",
                "perdu tout|toutes|mes economies",
                "perdu tout $",
                "m'avez ?tout pris|vole",
            ),
            unless=("carte",),
        ),
        "hardship": Group(
            (
                "NOT peux|pouvons|arrive ?plus ?pas ?a ** nourrir|manger",
                "NOT ?plus ai|reste|avons ?plus ?rien ?pas ?de ?quoi ?a ?pour manger|vivre",
                "NOT peux|pouvons|arrive ?plus ?pas ?a payer ?mon ?le ?notre loyer|pret "
                "!avec|par|en",
                "perdre ?mon ?notre ?ma logement|maison|appartement|toit",
                "expulse|expulsee|expulses|expulsion ** logement|demain|de",
                "a la rue",
                "CHILD ** faim|manger",
            ),
            unless=("puis|peux je|tu ** carte", "comment|quand|ou puis"),
        ),
        "panic": Group(
            (
                "aidez|aide moi ?svp ?s'il $",
                "^ au secours $",
                "AM [SO] desesperee|desespere|paniquee|panique|affolee|perdue|larmes|tremble",
                "en larmes|panique",
                "mon dieu",
                "je vous en supplie",
                "NOT sais ?plus ?pas quoi faire $",
                "crise de panique|d'angoisse|angoisse",
            ),
        ),
        "bereaved": Group(
            (
                "mon|ma|notre FAMILY ?est ?vient ?de ?nous ?a "
                "decede|decedee|mort|morte|deceder|mourir|quitte|quittes|quittee",
                "deces|mort de|du mon|ma|notre FAMILY",
                "perdu mon|ma|notre FAMILY",
                "mon|ma defunt|defunte|feu",
                "enterrement|obseques|funerailles",
            ),
            unless=("que devient|se passe|passe|si|quand|en cas",),
        ),
        "despair": Group(
            (
                "NOT peux|supporte|tiens plus ?du ?tout $",
                "n'en peux|puis plus",
                "AM [SO] desesperee|desespere|effondree|effondre|detruite|detruit|a "
                "bout|aneantie|devastee",
                "a bout de nerfs|forces",
                "suis a bout $",
                "pleure|pleurer|pleurs ** jour|journee|nuit|nuits|temps|heures|sans|toute",
                "AM ?en ?train ?de ?en pleure|pleurer|larmes",
                "ma vie est|s ?foutue|fichue|finie|s'ecroule|s'effondre|ecroule",
                "vous|t en supplie|prie ?a",
                "crise d'angoisse|angoisse|panique|nerfs",
                "perdu ?tout espoir",
            ),
        ),
        "anger": Group(
            (
                "merde|putain|connard|connards|bordel|salauds|salopards|enculés|encules|fdp|"
                "chier|pute",
                "etes|es|bande|vous|tas ?tous ?des ?un ?de ?une ?vraiment THIEF",
                "^ ?des ?bande ?de THIEF $",
                "AM [SO] furieux|furieuse|revolte|revoltee|enerve|enervee|scandalise|degoute|"
                "degoutee|rage|colere",
                "c'est|une|quelle|honte ?une ?la ?un ?du honte|scandale|vol|arnaque|catastrophe",
                "vais|allons ?vous porter|poursuivre plainte|justice",
                "porter|porterai plainte",
                "mon avocat",
                "pire service|entreprise|societe|banque|site",
                "allez|va vous|te|aller faire|diable",
                "vous|deteste ?tous deteste|detestez",
                "ras le bol",
                "foutez|fichez de ma|nous",
            ),
        ),
    },
)
