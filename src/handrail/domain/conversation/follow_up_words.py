"""The English words by which one question leans on another."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS = _set(
    "a an the and or but so then also of for to in on at by with from as into about over under "
    "after "
    "before between without within per than during until since through against via i you he she it "
    "we they me him her us them my your his its our their mine yours this that these those there "
    "here one ones what which who whom whose when where why how is are was were be been being am "
    "do "
    "does did done have has had can could will would shall should may might must not no yes if "
    "because while just only very too much many more most less least some any all each every both "
    "either neither such same other others another else instead again still ever even really "
    "please tell know want need like get give let say said says mean means ok okay thanks thank hi "
    "hello hey well actually i'm i've i'd i'll it's that's what's don't doesn't didn't can't isn't "
    "aren't won't whats dont cant im ive thats there's they're you're up out off down s t re ve "
    "d ll "
    "oh hmm got right sure good great way thing things something anything everything kind sort "
    "lot bit"
)
"""Words that name no subject of their own."""

TELLTALES = _set(
    "the is are were does do did how what can could i my of it you your they this that there why "
    "when where which who would should have about and for with"
)
"""Words that show a message to be English."""

OPENINGS = (
    ("and", "what", "about"),
    ("and", "how", "about"),
    ("but", "what", "about"),
    ("so", "what", "about"),
    ("ok", "what", "about"),
    ("okay", "what", "about"),
    ("what", "about"),
    ("how", "about"),
    ("what", "of"),
    ("what", "if"),
    ("same", "for"),
    ("i", "am", "talking", "about"),
    ("i'm", "talking", "about"),
    ("no", "i", "meant"),
    ("no", "i", "mean"),
    ("i", "meant"),
    ("i", "mean"),
    ("and", "if"),
    ("if",),
    ("also", "for"),
    ("and",),
    ("or",),
    ("but",),
    ("also",),
    ("plus",),
)
"""How a message starts that continues the one before, longest first."""

PRONOUNS = _set("it its they them their theirs he him his she hers those these")
"""Words that stand for something named before."""

POINTERS = _set("that this those these")
AFTER_WHICH_IT_POINTS = _set(
    "is are was were does do did has have can could will would should about of for with from after "
    "before like to on in than by without at into under do's why how using use when if"
)
"""A `that` after one of these points back; after another word it opens a clause."""

OWN_PLACE = _set(
    "website site app page chat account company service store shop platform message question"
)
"""`this app` is the one in front of the customer, not one spoken of before."""

EXPLETIVES = _set(
    "possible necessary required safe okay ok allowed legal true normal mandatory worth take takes "
    "matter mean make cost costs"
)
AFTER_EXPLETIVE = _set("to that if for when whether")
"""`is it possible to`, `does it take to`: here `it` stands for nothing."""

ASKING = _set("what which how why when where who whose")
AUXILIARIES = _set(
    "is are was were do does did has have had can could will would should may might must"
)
"""`what styles did they use`: a pronoun here stands for none of the words before it."""

PREPOSITIONS = _set(
    "for in on at with from without to per by after before during outside inside within under "
    "over into via"
)

MORE_OF_THE_SAME = _set(
    "else another other others instead too either same more less again also otherwise further "
    "cheaper "
    "faster longer shorter bigger smaller larger better worse easier sooner later earlier slower "
    "higher "
    "lower similar alternative alternatives example examples elaborate details detail"
)
"""Words that compare with something said before."""

OPEN_A_QUESTION = _set(
    "what how why when where which who can could do does did is are will would should may"
)
FOLLOW_THE_OPENING = _set(
    "is are was were do does did can could will would should may must has have much many long "
    "often "
    "far i you we they my the a an your it there to if"
)
LEAN_ON_A_SENTENCE = _set(
    "it its they them their that this those these one ones so then he she same"
)
"""Words that make a question part of the one before it in the same message."""
