"""What the sample company can do for a customer: as its order system's document declares it."""

from handrail.adapters.systems.openapi import actions_in
from handrail.sample.orders.document import DOCUMENT

SAMPLE_ACTIONS = actions_in(DOCUMENT)
REFUND, CANCEL_ORDER, CHANGE_ADDRESS, RESEND_INVOICE, CHANGE_EMAIL = SAMPLE_ACTIONS
