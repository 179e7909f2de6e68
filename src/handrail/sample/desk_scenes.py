"""What is going on at the sample company's desk: conversations, made by the use cases alone."""

from dataclasses import dataclass

from handrail.app import App
from handrail.domain.actions.model import ActionId, ActionState, Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import ActionRuled, TurnRecord
from handrail.domain.handoff.model import HandoffId, HandoffState
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.handle_message import handle_message
from handrail.flow.identify_customer import identify_customer, session_of
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.pass_on import PassOn, pass_on
from handrail.flow.staff_notes import add_note
from handrail.flow.take_over import close_conversation, return_to_assistant, say_as_agent
from handrail.sample.desk_logins import SampleLogin, sample_logins
from handrail.sample.host import identity_token
from handrail.sample.project import shared_secrets

_KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Hold one customer's part of a conversation, and what the team did in it."""

    says: tuple[str, ...]
    customer: str | None = None
    """Who is signed in; None: nobody knows who it is."""
    answers: tuple[str, ...] = ()
    """What kim says after that."""
    notes: tuple[str, ...] = ()
    """What kim tells the team."""
    passed_to: str | None = None
    """The queue into which kim puts it at last."""
    ends: HandoffState | None = None


SCENES = (
    Scene(
        says=(
            "how do i reset my password",
            "That worked, thank you! Now I'd like to talk to a person about a gift",
            "When does the Galway store open on Sunday?",
        ),
        customer="cus-1001",
        answers=("Hello, this is Kim. I am looking that up for you.",),
        notes=("They call back about the gift on Friday; the store's opening hours are new.",),
    ),
    Scene(
        says=(
            "Please change my e-mail address to mara.new@example.com",
            "I'd like to talk to a person, can you check that change?",
        ),
        customer="cus-1001",
    ),
    Scene(
        says=("I would like 600 euros back for order CC-4409950, the neck is warped.",),
        customer="cus-1002",
    ),
    Scene(
        says=(
            "Can I take my violin as hand luggage on the plane?",
            "This is the third time I ask and it is driving me up the wall. Get me a human!",
        ),
    ),
    Scene(says=("Ich möchte bitte mit einem Menschen sprechen, meine Geige klingt nicht.",)),
    Scene(says=("أريد التحدث إلى شخص حقيقي من فضلك",)),
    Scene(
        says=("Hello, a real person please: my tuner shows nothing.",),
        answers=("Hi! Please take the battery out for ten seconds and put it in again.",),
        ends=HandoffState.CLOSED,
    ),
    Scene(
        says=("Can somebody from your team recommend a bow?",),
        answers=("The carbon one is a good start; its article says why.",),
        ends=HandoffState.RETURNED,
    ),
    Scene(
        says=(
            "I'd like to talk to a person about my cello, its bridge fell over on the way here",
            "It is order CC-4410287. The top looks fine, but one foot of the bridge is chipped.",
        ),
        customer="cus-1001",
        answers=("I am sorry to read that. I pass you on to our workshop, who know best.",),
        notes=("Bridge chipped in transit. The customer plays it on Saturday: please be quick.",),
        passed_to="workshop",
    ),
)


def open_desk(app: App) -> tuple[SampleLogin, ...]:
    """Let the sample's staff in, with new passwords; a desk that nobody used has its day first."""
    logins = sample_logins(app)
    with app.store.read() as reading:
        is_new = not reading.handoffs(frozenset(HandoffState), limit=1)
    if is_new:
        fill_desk(app)
    return logins


def fill_desk(app: App) -> tuple[ConversationId, ...]:
    """Play every scene; return the conversations in order. The desk's people have to be there."""
    return tuple(_played(scene, app) for scene in SCENES)


def _played(scene: Scene, app: App) -> ConversationId:
    ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
    opened = open_conversation(Opening(channel="web"), ports)
    if scene.customer is not None:
        _sign_in(opened.id, scene.customer, app)
    for text in scene.says:
        inbound = InboundMessage(conversation=opened.id, text=text, channel="web")
        _confirm(handle_message(inbound, app.message_ports()), app)
    for text in scene.answers:
        say_as_agent(opened.id, text, _KIM, app.desk_ports())
    for note in scene.notes[: -1 if scene.passed_to else None]:
        add_note(opened.id, note, _KIM, app.desk_ports())
    _pass_on(opened.id, scene, app)
    _end(opened.id, scene.ends, app)
    return opened.id


def _sign_in(ref: ConversationId, customer: str, app: App) -> None:
    secret = shared_secrets(app).identity
    token = identity_token(secret, customer, app.clock.now(), app.ids)
    identify_customer(ref, token, "", app.identity_ports())


def _confirm(record: TurnRecord, app: App) -> None:
    """Click on the card, where there is one that the customer has to confirm."""
    ruled = record.outcome
    if not isinstance(ruled, ActionRuled) or ruled.state is not ActionState.AWAITING_CUSTOMER:
        return
    click = Click(
        action=ActionId(str(ruled.action)),
        version=ruled.version,
        digest=ruled.digest,
        is_approved=True,
    )
    session = session_of(record.conversation, app.identity_ports())
    confirm_action(click, session, app.action_ports())


def _pass_on(ref: ConversationId, scene: Scene, app: App) -> None:
    if scene.passed_to is None:
        return
    wanted = PassOn(queue=scene.passed_to, note=scene.notes[-1] if scene.notes else "")
    pass_on(_open_handoff(ref, app), wanted, _KIM, app.desk_ports())


def _open_handoff(ref: ConversationId, app: App) -> HandoffId:
    with app.store.read() as reading:
        held = reading.open_handoff_of(ref)
    assert held is not None, "somebody has just answered in it"
    return held.id


def _end(ref: ConversationId, how: HandoffState | None, app: App) -> None:
    if how is None:
        return
    end = close_conversation if how is HandoffState.CLOSED else return_to_assistant
    end(_open_handoff(ref, app), _KIM, app.desk_ports())
