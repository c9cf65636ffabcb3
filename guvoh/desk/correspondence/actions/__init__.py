from guvoh.desk.correspondence.actions.bodies import add_state_body, change_state_body
from guvoh.desk.correspondence.actions.clocks import close_clock, extend_clock
from guvoh.desk.correspondence.actions.escalations import escalate, escalate_overdue, look_after
from guvoh.desk.correspondence.actions.law import enter_day, sign_rule, take_day_out, take_signature_back
from guvoh.desk.correspondence.actions.letters import (
    clear_name,
    discard_letter,
    draft_letter,
    edit_letter,
    export_letter,
    finalise_letter,
    follow_up,
)
from guvoh.desk.correspondence.actions.traffic import GivenAnswer, record_reply, register_delivery

__all__ = [
    "GivenAnswer",
    "add_state_body",
    "change_state_body",
    "clear_name",
    "close_clock",
    "discard_letter",
    "draft_letter",
    "edit_letter",
    "enter_day",
    "escalate",
    "escalate_overdue",
    "export_letter",
    "extend_clock",
    "finalise_letter",
    "follow_up",
    "record_reply",
    "look_after",
    "register_delivery",
    "sign_rule",
    "take_day_out",
    "take_signature_back",
]
