from guvoh.desk.correspondence.actions.bodies import add_state_body, change_state_body
from guvoh.desk.correspondence.actions.clocks import close_clock, extend_clock
from guvoh.desk.correspondence.actions.escalations import (
    escalate,
    escalate_overdue,
    escalate_unattended,
    look_after,
)
from guvoh.desk.correspondence.actions.exports import export_calendar, export_list
from guvoh.desk.correspondence.actions.filing_steps import record_step, set_reminders, start_filing_clocks
from guvoh.desk.correspondence.actions.filings import (
    clear_filing_words,
    discard_filing,
    edit_filing,
    export_filing,
    finalise_filing,
    link_to_act,
    register_filing,
    release_filing,
    reopen_filing,
    start_filing,
    take_link_out,
)
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
from guvoh.desk.correspondence.actions.qualification import (
    add_fact,
    qualify_as_state_does,
    retract,
    write_allegation,
)
from guvoh.desk.correspondence.actions.traffic import GivenAnswer, record_reply, register_delivery
from guvoh.desk.correspondence.actions.wordings import copy_kind, restore_wording, save_wording

__all__ = [
    "GivenAnswer",
    "add_fact",
    "add_state_body",
    "change_state_body",
    "clear_filing_words",
    "clear_name",
    "close_clock",
    "copy_kind",
    "discard_filing",
    "discard_letter",
    "draft_letter",
    "edit_filing",
    "edit_letter",
    "enter_day",
    "escalate",
    "escalate_overdue",
    "escalate_unattended",
    "export_calendar",
    "export_filing",
    "export_letter",
    "export_list",
    "extend_clock",
    "finalise_filing",
    "finalise_letter",
    "follow_up",
    "link_to_act",
    "look_after",
    "qualify_as_state_does",
    "record_reply",
    "record_step",
    "register_delivery",
    "register_filing",
    "release_filing",
    "reopen_filing",
    "restore_wording",
    "retract",
    "save_wording",
    "set_reminders",
    "sign_rule",
    "start_filing",
    "start_filing_clocks",
    "take_day_out",
    "take_link_out",
    "take_signature_back",
    "write_allegation",
]
