"""How people ask for a person, in every language that is understood without a model."""

from handrail.domain.conversation.phrases_for_a_person_east_asian import EAST_ASIAN
from handrail.domain.conversation.phrases_for_a_person_english import ENGLISH
from handrail.domain.conversation.phrases_for_a_person_other_latin import OTHER_LATIN
from handrail.domain.conversation.phrases_for_a_person_other_scripts import OTHER_SCRIPTS
from handrail.domain.conversation.phrases_for_a_person_romance import ROMANCE

LANGUAGES = (ENGLISH, *ROMANCE, *OTHER_LATIN, *OTHER_SCRIPTS, *EAST_ASIAN)
