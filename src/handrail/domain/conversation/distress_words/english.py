"""How people show that they are in distress, in English."""

from handrail.domain.conversation.phrases import Group, Language

ENGLISH = Language(
    code="en",
    words={
        "NOT": "dont, do not, not, no, never, cant, cannot, couldnt, wont, can not, unable to, "
        "didnt",
        "WANT": "want, wanna, wish, want to, wish to",
        "WILL": "will, ill, well, am going to, im going to, gonna, im gonna, going to, "
        "im coming to, swear to, about to, want to, wanna",
        "HURT": "kill, murder, shoot, stab, hurt, strangle, attack, beat up, smash, "
        "beat the shit out of",
        "THEM": "you, u, ya, him, her, them, your, everyone, everybody, someone, somebody, "
        "whoever, next, manager, driver, courier, staff, ur",
        "FAMILY": "husband, wife, mum, mom, mother, dad, father, brother, sister, son, daughter, "
        "baby, child, partner, grandmother, grandfather, grandma, grandpa, fiance, fiancee, "
        "boyfriend, girlfriend, mam, mummy, daddy, papa, uncle, aunt, twin, parents, spouse",
        "CHILD": "kid, kids, child, children, baby, babies, son, daughter, family, toddler",
        "HOME": "house, home, flat, apartment, place",
        "MONEY": "money, savings, salary, wages, funds, pension, paycheck, pay, account, balance, "
        "everything, life savings, wage, cash, rent money",
        "GONE": "gone, missing, stolen, emptied, disappeared, vanished, drained, wiped, taken, "
        "empty, cleaned out, lost",
        "TAKE": "emptied, drained, stole, stolen, took, taken, taking, wiped, stealing, emptying, "
        "draining, cleaned, sending, transferring, withdrew",
        "AM": "im, am, i, was, feel, feeling, been, ive been, we are, were, ive, is",
        "SO": "so, really, very, completely, totally, absolutely, just, literally, honestly, now, "
        "here, still, already, also, too, fucking, actually, all",
        "AFRAID": "scared, terrified, frightened, afraid, petrified, scared to death",
        "ABUSER": "husband, ex, boyfriend, wife, partner, girlfriend, stepfather, father, "
        "stalker, he, she, they, neighbour, man",
        "THIEF": "thief, thieves, scammer, scammers, liar, liars, crook, crooks, fraud, frauds, "
        "criminals, idiot, idiots, moron, morons, clowns, incompetent, imbeciles, bastards, "
        "assholes, cheats, scum, robbers, con artists, disgrace, useless, stupid",
        "SWEAR": "fuck, fucking, fuckin, fucked, shit, shitty, bullshit, asshole, assholes, "
        "bastard, bastards, wtf, goddamn, bloody idiots, crap company, bitch, motherfuckers, "
        "dickheads, fck, fkn, f***ing",
    },
    groups={
        "self_harm": Group(
            (
                "NOT WANT ?to ?be live|exist|alive",
                "NOT WANT ?to ?be wake up",
                "NOT WANT ?to be here ?anymore|tomorrow|any|alive ?more ?longer $",
                "kill|killing|hang|hanging|hurt|hurting|harm|harming|drown|shoot|poison|cutting "
                "myself",
                "kill|killing my self",
                "end|ending|take|taking my ?own life",
                "end|ending it all",
                "i|just WANT die|dead|disappear",
                "i|just want|wanna ?to die",
                "wish i was|were dead|gone|never",
                "wish i|id ?had never been born",
                "AM SO suicidal",
                "AM suicidal",
                "commit|committing|attempt|attempted suicide",
                "think|thinking|thought|thoughts|considering|contemplating * suicide",
                "reason|point ?of ?in ?for ?me ?to going|go|carry|live|living !in",
                "reason|point of|in being|staying ?here alive",
                "no|any reason|point ?for ?me ?to ?in live|living|go",
                "no|any point ?in being",
                "nothing ?left ?to live for",
                "better off without me|dead",
                "nobody|noone|one|who would|will|ll miss me",
                "took|take|taken|swallowed|taking ** pills|tablets|sleeping",
                "been|started|am|im cutting ?myself again",
                "jump|jumping off|from|in * bridge|roof|building|front|train",
                "i ?have ?just ?took ?an overdosed|overdose",
            ),
            unless=(
                "report|reporting|posted|content|video|movie|film|song|book|prevention|charity|"
                "game",
                "what|how|which|can|does ** vitamin|vitamins|dose|dosage",
                "in front of the|a camera",
            ),
        ),
        "threat": Group(
            (
                "i|we|ill|im|gonna|ima WILL ** HURT * THEM",
                "WILL HURT * THEM",
                "ill|ima|gonna HURT * THEM",
                "coming|come|show|turn ** with|bring|bringing * "
                "gun|knife|bat|bomb|weapon|petrol|machete",
                "burn|blow|burning|blowing * your|the|this|ur "
                "store|office|building|house|warehouse|shop",
                "is|are|put|placed|planted|left|have a|the bomb",
                "going|gonna|will ?to ?all die for|because|tonight|today",
                "head|face|skull|teeth|legs|neck ?gets ?is ?be ?get smashed|bashed|kicked|broken",
                "smash|break|kick|bash|punch your|his|her|their ?fucking "
                "head|face|skull|teeth|legs|neck",
                "know|found where you|u|he|she ?all live|lives|sleep|work|works|park",
                "know where your|ur family|kids|children|house",
                "hunt you|him|them|her|u ?all down",
                "sorry|regret ?that he|you|she|they|u ?was ?were ?ever ?been born",
                "watch your back",
                "WILL ** find|get you|him|her|u|them after|outside|tonight|and",
                "you|u|theyre|hes are|re|will ?all ?so dead ?meat $",
            ),
            unless=(
                "game|player|players|character|enemy|zombie|npc|process|processes|task|tasks|"
                "session",
                "mosquitoes|weeds|bacteria|virus|germs|cat|dog",
            ),
        ),
        "danger": Group(
            (
                "fire|flames|exploded|exploding|explosion|burned|burnt|burning|caught|smoke ** "
                "CHILD|bed|bedroom|hand|hands|face|skin|leg|arm|me|finger",
                "CHILD|i|me|husband|wife|mother|father * "
                "burned|burnt|electrocuted|poisoned|bleeding|"
                "unconscious|fainted|collapsed|choking|injured|vomiting",
                "smell|smells|smelling * gas",
                "gas leak",
                "NOT|hardly|barely|trouble|cant breathe|breathing ?properly",
                "swallowed|ate|drank ** "
                "battery|piece|part|magnet|bleach|cleaner|packaging|glass|coin",
                "had|having|got|has|bad|severe ?an ?a ?severe ?bad ?strong allergic reaction",
                "AM|are|CHILD in ?the hospital|er|icu|ambulance|emergency",
                "rushed|taken ** hospital|er|emergency",
                "ABUSER will|would|gonna|going|wants|threatens|threatened|threatening|is ?to "
                "hit|beat|"
                "hurt|kill|hitting|beating|find me|us",
                "AM not safe",
                "AM unsafe",
                "NOT feel safe",
                "my|our life|lives ?is ?are in danger",
                "we|i|im|am|are in ?great ?serious danger",
            ),
            unless=(
                "how|what|can|does|do|is|are|will|which i|it|we|the|this|your ** "
                "protect|prevent|avoid",
                "if|in case",
            ),
        ),
        "pursued": Group(
            (
                "ABUSER|someone|somebody|guy is|are|keeps|been|has|was ?been "
                "following|stalking|watching|"
                "tracking|threatening|harassing me|us",
                "ABUSER|someone|somebody ** "
                "see|sees|know|knows|find|finds|found|track|tracks|using|has "
                "** where i|my|me|address|location|am|live",
                "stalked|stalker|stalking",
                "following me",
            ),
        ),
        "fear": Group(
            (
                "AM SO AFRAID $",
                "AM AFRAID $",
                "AM [SO] AFRAID to leave|go|sleep|be|open|stay",
                "AM [SO] AFRAID for my|our",
                "AM [SO] AFRAID of him|her|them|my husband|my ex",
                "scared to death",
                "AM [SO] shaking|trembling",
            ),
        ),
        "loss": Group(
            (
                "my|our|the|all|whole|of MONEY [SO] is|are|has|have|got|was|were|been ?been ?all "
                "?just GONE",
                "my|our|all ?of ?my ?life ?whole MONEY GONE",
                "all|whole|everything ** GONE",
                "TAKE ** my|our|all|whole ** MONEY",
                "took|stole|taken|stolen ** from me|us",
                "AM scammed|robbed|defrauded|hacked|tricked|conned",
                "got|been|was ?just scammed|robbed|defrauded|hacked|tricked|conned",
                "hacker|thief|someone|somebody|they ** inside|in|into my ?bank account",
                "lost ?all my|our ?life ?entire savings|money|pension",
                "lost everything",
            ),
        ),
        "hardship": Group(
            (
                "NOT feed|feeding ** CHILD|myself|us|cat|dog",
                "NOT afford|buy ** "
                "food|eat|medicine|medication|groceries|formula|insulin|nappies|diapers",
                "NOT pay|paid|make|cover ?my ?the ?our rent|mortgage "
                "!with|by|using|via|through|in|on",
                "will|going|gonna|about|well ?to lose|losing my|our|the HOME",
                "losing my|our HOME",
                "be|end|living|sleep|sleeping|sleeps|out|thrown ?up on|onto the street|streets",
                "be|being|get|getting|got evicted",
                "AM|be|become|becoming|made homeless",
                "nothing|no|penny|cent ?money ?left ** to live|eat|for food",
                "left to live on|from",
                "CHILD ** starve|starving|hungry|nothing eat",
                "money|funds|savings for|to|of ** surgery|operation|medicine|funeral|treatment ** "
                "GONE",
                "bankrupt|ruined ** because|by|thanks you|your|this",
            ),
            unless=("how|what|when|can|may|could|which|does|is ?do ?if i|we|you|the|there",),
        ),
        "panic": Group(
            (
                "please please",
                "^ ?please ?someone ?somebody help ?me ?us $",
                "please help me|us $",
                "AM [SO] shaking|panicking|trembling|terrified|crying|frantic|freaking|desperate|"
                "begging",
                "in tears",
                "oh god|my|no",
                "NOT know what to do ?now ?anymore $",
                "panic attack",
                "begging you",
                "NOT [SO] sleep|slept|think|breathe ?straight $",
            ),
        ),
        "bereaved": Group(
            (
                "my|our|his|her|late FAMILY ?has ?just ?recently ?suddenly ?sadly ?unexpectedly "
                "?had ?have "
                "died|passed|dead",
                "my|our FAMILY ?is ?was dead",
                "lost my|our ?dear ?beloved ?unborn FAMILY ?last|yesterday|this|to|in|and|on|two|a",
                "my|our late FAMILY",
                "my|our|his|her|their|the FAMILY ** funeral|burial",
                "his|her|their|funeral|burial funeral|burial|is|was ?is ?was "
                "tomorrow|today|on|next|this|last",
                "he|she ?has ?just ?sadly died|passed ?away "
                "this|last|on|in|yesterday|today|away|suddenly",
                "death of my|our ?late FAMILY",
                "miscarriage|stillborn|stillbirth",
                "AM a widow|widower",
                "FAMILY passed away",
            ),
            unless=(
                "what happens|if|in case|game|phone|tablet|tamagotchi|battery",
                "insurance|policy ** cover|covers|pay",
                "does|do you|your",
            ),
        ),
        "despair": Group(
            (
                "NOT [SO] cope ?with ?this ?anymore ?any ?longer",
                "NOT [SO] go|carry on ?like ?this ?anymore",
                "NOT [SO] take|stand|bear|handle this|it|any ?of ?it ?this anymore|more|longer|any",
                "cant|cannot [SO] do this anymore|any",
                "end of my rope|tether|wits",
                "im|am|feel|feeling [SO] broken",
                "AM [SO] hopeless|desperate|helpless|devastated|worthless|heartbroken|distraught",
                "AM ?been [SO] crying|sobbing|weeping",
                "been|am|im|sit|sitting ?here crying|sobbing ** "
                "day|days|night|hours|week|because|over",
                "AM ?literally ?sitting ?here in tears",
                "having|had|have ?a ?an panic|anxiety attack|attacks",
                "nervous|mental breakdown",
                "AM breaking|falling down|apart",
                "my life|world ** falling|ruined|destroyed|over|apart",
                "everything ** my|our life ** falling apart",
                "AM ?literally begging you",
                "i|im|ive|havent|cant ?cant ?not slept|sleep ** nights|days|because|weeks",
                "lost all hope",
                "NOT ?have ?any strength|energy left|anymore",
            ),
            unless=("my phone|screen|app|code|build",),
        ),
        "anger": Group(
            (
                "SWEAR",
                "screw|damn|curse you|u|this|your",
                "go|rot ?to ?in hell",
                "what the hell|heck|fuck",
                "are|youre|ur|you|u|all|bunch|of|fucking ?you ?people ?all ?a ?bunch ?of ?such "
                "?nothing ?but "
                "?just ?absolute THIEF",
                "^ ?you ?all ?fucking "
                "liars|thieves|crooks|scammers|idiots|morons|criminals|frauds $",
                "AM [SO] furious|livid|outraged|fuming|disgusted|enraged|pissed|seething",
                "beyond livid|furious|angry|pissed",
                "so|never|extremely|incredibly|fucking ?been ?so angry|mad|furious",
                "hate you|u|this|your ?fucking ?stupid company|service|bank|shop|app|bot|people",
                "hate you|u ?all $",
                "worst company|service|support|experience|shop|bank|app|store|ever",
                "absolutely|utterly|totally|complete|just|you|this ?is ?are "
                "pathetic|disgrace|disgraceful|"
                "disgusting|shameful|unacceptable|ridiculous",
                "^ pathetic|disgusting|disgraceful|shameful $",
                "stole|stolen|stealing|steal|robbed my|our|me ?hard ?earned ?of money",
                "sick and tired",
                "sue you|your|u|the",
                "my|our|a lawyer|lawyers|attorney|solicitor !said|says|account",
                "see you|u in court",
                "how dare you|u|they",
                "are you|u|ya ?fucking ?all ?people ?even "
                "kidding|serious|stupid|insane|joking|dumb|deaf ?me",
                "fed|sick|tired|had up|enough|of ?to ?with ?of your|this|you ?damn ?stupid "
                "lies|crap|nonsense|"
                "company|incompetence|excuses|shit",
                "wrong with you|u people|guys|all",
                "shame on you|u",
                "rip|ripped off|us|me",
                "tell|warn everyone|everybody|people ** internet|twitter|online|reddit|google|how",
            ),
            unless=("shut up and take", "how do i ** report|block", "work|office|am|is a lawyer"),
        ),
    },
)
