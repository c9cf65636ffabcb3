"""The verbs of casework, split by noun."""

from guvoh.desk.casework.actions.cases import (
    close_case,
    describe_case,
    open_case,
    reopen_case,
)
from guvoh.desk.casework.actions.consents import give_consent, withdraw_consent
from guvoh.desk.casework.actions.emergencies import end_emergency, open_in_emergency
from guvoh.desk.casework.actions.enquiries import answer_enquiry, ask_coalition, leave_unanswered
from guvoh.desk.casework.actions.help import (
    accept_referral,
    add_need,
    add_task,
    decline_referral,
    finish_referral,
    finish_task,
    hand_over_task,
    record_intervention,
    revoke_referral,
    send_referral,
    set_appointment,
)
from guvoh.desk.casework.actions.people import (
    add_event_to_case,
    add_person,
    bring_event,
    bring_person,
    recognise_person,
)
from guvoh.desk.casework.actions.recovery import offer_half
from guvoh.desk.casework.actions.seals import let_in, seal_case, unseal_case
from guvoh.desk.casework.actions.team import add_to_team, leave_team

__all__ = [
    "accept_referral",
    "add_event_to_case",
    "add_need",
    "add_person",
    "add_task",
    "add_to_team",
    "answer_enquiry",
    "ask_coalition",
    "bring_event",
    "bring_person",
    "close_case",
    "decline_referral",
    "describe_case",
    "end_emergency",
    "finish_referral",
    "finish_task",
    "give_consent",
    "hand_over_task",
    "leave_team",
    "leave_unanswered",
    "let_in",
    "offer_half",
    "open_case",
    "open_in_emergency",
    "recognise_person",
    "record_intervention",
    "reopen_case",
    "revoke_referral",
    "seal_case",
    "send_referral",
    "set_appointment",
    "unseal_case",
    "withdraw_consent",
]
