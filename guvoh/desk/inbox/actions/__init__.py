"""The verbs of the inbox, split by noun."""

from guvoh.desk.inbox.actions.answers import answer_reporter, settle_message
from guvoh.desk.inbox.actions.envelopes import collect_envelopes, open_envelope
from guvoh.desk.inbox.actions.keys import destroy_spent_keys, issue_intake_key, publish_notice, set_recovery_key
from guvoh.desk.inbox.actions.triage import accept_as_case, join_to_case, keep_as_information, refer_outside

__all__ = [
    "accept_as_case",
    "answer_reporter",
    "collect_envelopes",
    "destroy_spent_keys",
    "issue_intake_key",
    "join_to_case",
    "keep_as_information",
    "open_envelope",
    "publish_notice",
    "refer_outside",
    "set_recovery_key",
    "settle_message",
]
