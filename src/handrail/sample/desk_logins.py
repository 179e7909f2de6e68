"""Who works at the sample company's desk: an agent, a lead and an admin, with new passwords."""

import secrets
from dataclasses import dataclass, field

from handrail.app import App
from handrail.domain.actions.model import Role
from handrail.flow.log_in import set_password
from handrail.flow.staff import add_staff, all_staff

SHOWN = {"kim": "Kim L.", "lee": "Lee M.", "ada": "Ada K."}
PEOPLE = {"kim": Role.AGENT, "lee": Role.LEAD, "ada": Role.ADMIN}
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is mistaken for another
_GROUPS, _EACH = 4, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLogin:
    """Hold how one of the sample's staff logs in."""

    name: str
    role: Role
    password: str = field(repr=False)


def sample_logins(app: App) -> tuple[SampleLogin, ...]:
    """Give each of the sample's staff a new password, shown now and kept nowhere."""
    here = {member.staff for member in all_staff(app.staff_ports())}
    made = []
    for name, role in PEOPLE.items():
        if name not in here:
            add_staff(name, role, app.staff_ports(), shown_as=SHOWN[name])
        password = "-".join(_group() for _ in range(_GROUPS))
        set_password(name, password, app.console.logins)
        made.append(SampleLogin(name=name, role=role, password=password))
    return tuple(made)


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_EACH))
