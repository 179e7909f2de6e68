"""What `handrail explain --verify` does: is the record what was written, and does it hold?"""

from handrail.app import App
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, say
from handrail.domain.decision.model import RecordId
from handrail.flow.verify_record import Verified, Vouching, verify_record
from handrail.kernel.errors import NotKept, Tampered
from handrail.replay_app import verify_ports

_VOUCHED = {
    Vouching.ANCHORED: "a signed head from outside the database covers it",
    Vouching.SEALED: "a signed head covers it, which lies in the database",
    Vouching.OPEN: "it is not sealed yet: run `handrail audit seal`, and verify again later",
}


def verified(ref: RecordId, app: App, *, json: bool) -> int:
    """Print whether a reply can be rebuilt from its record; 1 where it cannot."""
    try:
        found = verify_record(ref, verify_ports(app))
    except (Tampered, NotKept) as error:
        _refused(ref, error, json=json)
        return FOUND_SOMETHING
    if json:
        as_json(
            {
                "ok": found.is_same,
                "record": ref,
                "vouched_for": found.vouching.value,
                "differences": list(found.differences),
                "changed": list(found.changed),
            }
        )
    else:
        _print(found)
    return OK if found.is_same else FOUND_SOMETHING


def _print(found: Verified) -> None:
    say(f"Record     {found.record.id} is what was written; {_VOUCHED[found.vouching]}.")
    say(f"Index      {found.record.snapshot}")
    if found.is_same:
        say("Rebuilt    Outcome and reply come out the same, byte for byte.")
    for difference in found.differences:
        say(f"DIFFERS    {difference}")
    for part in found.changed:
        say(f"Changed    {part}")


def _refused(ref: RecordId, error: Tampered | NotKept, *, json: bool) -> None:
    if json:
        as_json({"ok": False, "record": ref, "code": error.code, "why": str(error)})
    else:
        say(f"{error.code.upper()}   {error}")
