"""How people show that they are in distress, in Hindi typed with Latin letters."""

from handrail.domain.conversation.phrases import Group, Language

HINDI_LATIN = Language(
    code="hi-Latn",
    words={
        "NOT": "nahi, nahin, nhi, na, mat",
        "MONEY": "paise, paisa, paisay, savings, salary, account, sab, rupay, rupaye, balance",
        "FAMILY": "papa, mummy, mama, pitaji, maa, ammi, abbu, pati, patni, biwi, shohar, bhai, "
        "behen, beta, "
        "beti, dada, dadi, nana, nani, walid, walida, husband, wife, father, mother",
        "MY": "mere, meri, mera, hamare, hamari",
        "THIEF": "chor, dhokebaaz, dhokebaz, fraud, jhoothe, jhute, kamine, harami, lutere, "
        "bewakoof, gadhe",
    },
    groups={
        "self_harm": Group(
            (
                "khudkushi|khudkhushi|aatmhatya|atmahatya|suicide "
                "kar|karlu|karlunga|karungi|karunga",
                "khudkushi|khudkhushi|aatmhatya|atmahatya",
                "jeena|jina|jeene NOT|ka|ki ?mann ?chahta ?chahti NOT|chahta|chahti",
                "mar ?hi jaunga|jaungi|jau|jana|jaana ?chahta ?chahti ?hu ?hun ?hoon !bhook",
                "marna chahta|chahti|hai",
                "apni|khud ?ki jaan|ko ?se ?de khatam|dunga|dungi|le",
                "ami ?ar more jete|jabo",
                "more jete chai|icche|ichche",
                "attohotta|atmohotta|atmohottya",
                "bachte ?ar chai na|nah",
            ),
            unless=("hansi|hasi|excitement",),
        ),
        "threat": Group(
            (
                "maar|jaan ?se dunga|dungi|daalunga|dalunga|dalungi|maar ?dunga",
                "mere felbo|phelbo",
                "tod dunga|denge haath|hath|sar|tang",
                "bomb|goli laga|maar|rakh",
            ),
            unless=("game|player",),
        ),
        "danger": Group(
            (
                "aag lag ** bachche|bacche|ghar|haath",
                "saans NOT aa|le",
                "hospital mein|me ?hain ?hai ?hu",
                "pati|ex|wo mujhe maar|maarta|marta|dhamki",
                "jaan khatre|khatra",
            ),
            unless=("kahan|kaise|bill",),
        ),
        "pursued": Group(("peecha|pichha|picha kar|karta|kar raha|rha",)),
        "fear": Group(("dar|darr lag|laga raha|rahi|rha|rhi|hai", "bohot|bahut dar|darr")),
        "loss": Group(
            (
                "MONEY ** chori|chale|gayab|kat|nikal|loot|lut|ud ?gaye ?gaya ?ho ?gaye ?liye",
                "dhokha|thagi|fraud ho|hua ?gaya|hogaya",
                "sab ?kuch le|chala liya|gaya",
            ),
        ),
        "hardship": Group(
            (
                "barbaad|barbad|tabah|kangaal|kangal ho|hogaya|hogayi|kar ?gaya ?gayi ?diya",
                "khane|khana|khilane ** kuch|paise NOT",
                "bachche|bacche|bachhe ** bhooke|bhukhe|khana|khilau",
                "kiraya|rent ** NOT de|dene",
                "ghar|makaan se nikal",
            ),
            unless=("kaise|kya card|kiraya",),
        ),
        "panic": Group(
            (
                "madad karo|kijiye|karein|kariye|kro",
                "please|plz please|plz|madad|help|bachao",
                "bachao|bacha lo",
                "ro raha|rahi|rha|rhi",
                "kya karu|karun|karoon",
                "haath jodta|jodti",
            ),
        ),
        "bereaved": Group(
            (
                "MY FAMILY ** guzar|chal|mar|dehant|death|intiqal|expire|nahi ?gaye ?gayi ?base "
                "?ho",
                "amar|amr baba|ma|bhai|bon|shami|stri ** mara|more geche|gechen|gese",
            ),
            unless=("card|phone|kaise hoga", "paise|paisa|account"),
        ),
        "despair": Group(
            (
                "bardasht|sahan|seh|sehn NOT ho|hota|hoti|kar",
                "ro|rote ** din|raat|raha|rahi",
                "toot|tut gaya|gayi|chuka|chuki",
                "ar|aar parchi|parsi na",
                "himmat NOT|toot",
            ),
        ),
        "anger": Group(
            (
                "chutiya|chutiye|madarchod|bhenchod|behenchod|saale|saalo|harami|kamine|gandu",
                "tum|sab|aap|ye|yeh ?log ?sab ?logon ?company THIEF",
                "^ THIEF $",
                "gussa|ghussa aa|aata ?raha|rahi|rha|hai",
                "bakwas|ghatiya|bekar|wahiyat service|company|app|log|seva",
                "case|court|police ** karunga|karungi|jaunga|kar",
            ),
            unless=("kaise|report",),
        ),
    },
)
