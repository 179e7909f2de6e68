"""Is a passage still the one that was read, letter by letter?"""

from handrail.domain.knowledge.model import Passage
from handrail.kernel.ids import digest

_LENGTH = 32  # hexadecimal digits: 128 bits


def passage_digest(passage: Passage) -> str:
    """Return a hash over all of a passage that a reply can depend on."""
    units = ",".join(f"{unit.start}-{unit.end}-{unit.kind.value}" for unit in passage.units)
    shown = (passage.audience.value, passage.locale, passage.product or "", passage.site or "")
    named = (passage.id, passage.article, passage.version, passage.title, passage.anchor)
    whole = digest(
        *named, *shown, passage.url or "", passage.text, units, str(passage.updated or "")
    )
    return digest(whole, *passage.headings)[:_LENGTH]
