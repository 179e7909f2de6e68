"""What is going on at the sample company's desk: conversations, made by the use cases alone."""

from dataclasses import dataclass

from handrail.app import App
from handrail.domain.actions.model import ActionId, ActionState, Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import ActionRuled, TurnRecord
from handrail.domain.handoff.model import HandoffState
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.handle_message import handle_message
from handrail.flow.identify_customer import identify_customer, session_of
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
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


def _end(ref: ConversationId, how: HandoffState | None, app: App) -> None:
    if how is None:
        return
    with app.store.read() as reading:
        held = reading.open_handoff_of(ref)
    assert held is not None, "somebody has just answered in it"
    if how is HandoffState.CLOSED:
        close_conversation(held.id, _KIM, app.desk_ports())
    else:
        return_to_assistant(held.id, _KIM, app.desk_ports())
