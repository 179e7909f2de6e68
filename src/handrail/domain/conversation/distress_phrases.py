"""How people show that they are in distress, in every language that rules understand."""

from handrail.domain.conversation.distress_words.arabic import ARABIC
from handrail.domain.conversation.distress_words.bengali import BENGALI
from handrail.domain.conversation.distress_words.chinese import CHINESE
from handrail.domain.conversation.distress_words.english import ENGLISH
from handrail.domain.conversation.distress_words.french import FRENCH
from handrail.domain.conversation.distress_words.german import GERMAN
from handrail.domain.conversation.distress_words.hindi import HINDI
from handrail.domain.conversation.distress_words.hindi_in_latin_letters import HINDI_LATIN
from handrail.domain.conversation.distress_words.indonesian import INDONESIAN
from handrail.domain.conversation.distress_words.japanese import JAPANESE
from handrail.domain.conversation.distress_words.portuguese import PORTUGUESE
from handrail.domain.conversation.distress_words.russian import RUSSIAN
from handrail.domain.conversation.distress_words.spanish import SPANISH
from handrail.domain.conversation.distress_words.urdu import URDU

LANGUAGES = (
    ENGLISH,
    SPANISH,
    PORTUGUESE,
    FRENCH,
    GERMAN,
    INDONESIAN,
    HINDI_LATIN,
    HINDI,
    URDU,
    ARABIC,
    BENGALI,
    RUSSIAN,
    CHINESE,
    JAPANESE,
)
