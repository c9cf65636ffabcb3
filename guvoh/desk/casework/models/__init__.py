"""The nouns of casework, split: cases and what is in them, questions about people, keys of sealed cases."""

from guvoh.desk.casework.models.cases import (
    Case,
    CaseActor,
    CaseQuerySet,
    Closure,
    Consent,
    ConsentQuerySet,
    Intervention,
    Need,
    Referral,
    Task,
    TaskQuerySet,
    TeamSeat,
    TeamSeatQuerySet,
)
from guvoh.desk.casework.models.enquiries import (
    EnquiryAnswer,
    EnquiryMatch,
    PersonEnquiry,
    PersonEnquiryQuerySet,
)
from guvoh.desk.casework.models.seals import (
    CaseKeyWrap,
    KeyWrapQuerySet,
    RecoveryHalf,
    RecoveryHalfQuerySet,
)

__all__ = [
    "Case",
    "CaseActor",
    "CaseKeyWrap",
    "CaseQuerySet",
    "Closure",
    "Consent",
    "ConsentQuerySet",
    "EnquiryAnswer",
    "EnquiryMatch",
    "Intervention",
    "KeyWrapQuerySet",
    "Need",
    "PersonEnquiry",
    "PersonEnquiryQuerySet",
    "RecoveryHalf",
    "RecoveryHalfQuerySet",
    "Referral",
    "Task",
    "TaskQuerySet",
    "TeamSeat",
    "TeamSeatQuerySet",
]
