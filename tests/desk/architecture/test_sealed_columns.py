"""Every text of a case is sealed with it, or stands in the list below with the reason why it stays readable."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from guvoh.desk.casework import actions
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import FileCard, begin_upload, keep_file
from guvoh.desk.evidence.models import Upload
from guvoh.desk.facts.models import Event
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.sealed_text import NotOpen, kinds_of_rows, sealed_columns

HASH = "tells only whoever has the text already that it is this one"
RULE = "names a rule or a template of the house, the same for every case"
COUNTED = "days and the words of the law, of which terms are counted while nobody is present"
PUBLIC = "written to be published, and read by editors who are not on the team"
TYPE = "a kind of file, by which it is handed out"
OWN_WORDS = "words of the house's own lists and programs, the same for every case"
MARK = "an HMAC under the vault's key: it tells that two files are the same, to whoever has the key"

KNOWN_CLEAR = {
    "casework.Case.code": "the number by which the case is spoken of and recorded",
    "casework.TeamSeat.sections": "which sections are open to whom decides who passes the door",
    "casework.Referral.decline_reason": "written by a colleague who is not on the team and cannot open the case",
    "casework.EnquiryAnswer.message": "written to a colleague who is not on the team",
    "casework.Emergency.sections": "which sections an emergency opens decides who passes the door",
    "evidence.SealedFile.content_type": TYPE,
    "evidence.SealedFile.fingerprint": MARK,
    "evidence.Upload.content_type": TYPE,
    "evidence.Upload.head": MARK,
    "evidence.SafePart.content_type": TYPE,
    "evidence.SafeView.found": OWN_WORDS,
    "evidence.SafeView.reason": OWN_WORDS,
    "evidence.SafeView.tools": OWN_WORDS,
    "evidence.PublicationCopy.reason": OWN_WORDS,
    "evidence.PublicationCopy.tools": OWN_WORDS,
    "evidence.FaceGroup.rows": "numbers: where in the picture a face is, for the workshop",
    "evidence.SealedFile.deleted_reason": "the second person is a coordinator who cannot open the case",
    "evidence.Examination.content_hash": HASH,
    "evidence.ExaminationExport.language": OWN_WORDS,
    "evidence.ExaminationExport.purpose": OWN_WORDS,
    "evidence.ExaminationExport.sha256": HASH,
    "inbox.Envelope.envelope_id": "the name of the envelope in the spool",
    "inbox.Envelope.key_id": "names the intake key",
    "inbox.Envelope.language": "the language of the form, by which answers are addressed",
    "inbox.Envelope.mailbox": "the name of the mailbox in the spool, where the front door has it too",
    "inbox.Envelope.reply_to": "a public key, by which answers are sealed",
    "correspondence.Letter.number": "the outgoing number, unique in the house, on the envelope for all to see",
    "correspondence.Letter.template": RULE,
    "correspondence.Letter.rule_id": RULE,
    "correspondence.Letter.content_hash": HASH,
    "correspondence.LetterClearance.part": RULE,
    "correspondence.LetterClearance.rule": RULE,
    "correspondence.LetterClearance.fingerprint": HASH,
    "correspondence.Clock.rule_id": RULE,
    "correspondence.Clock.rule": RULE,
    "correspondence.Clock.explanation": COUNTED,
    "correspondence.Filing.mechanism": RULE,
    "correspondence.Filing.content_hash": HASH,
    "correspondence.FilingStep.content_hash": HASH,
    "correspondence.FilingClearance.rule": RULE,
    "correspondence.FilingClearance.fingerprint": HASH,
    "correspondence.FilingClock.rule_id": RULE,
    "correspondence.FilingClock.rule": RULE,
    "correspondence.FilingClock.explanation": COUNTED,
}
# Everything of these apps is for outside: see the reason.
CLEAR_APPS = {"newsroom": PUBLIC}
PLANTED = "себистон"
TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)


def _leads_to_a_case(model: type[models.Model], seen: frozenset[type] = frozenset()) -> bool:
    if model in (Case, Event):
        return True
    if model is Member or model in seen:
        return False
    forward = (field.related_model for field in model._meta.concrete_fields if field.is_relation)
    return any(_leads_to_a_case(related, seen | {model}) for related in forward)


def _columns() -> list[tuple[str, models.Field]]:
    """Columns of free text in rows that lead to a case. A closed list of words is no free text."""
    return [
        (f"{model._meta.label}.{column.name}", column)
        for model in apps.get_models()
        if _leads_to_a_case(model) and model._meta.app_label not in CLEAR_APPS
        for column in model._meta.concrete_fields
        if isinstance(column, TEXTS) and not column.choices
    ]


def test_every_text_that_leads_to_a_case_is_sealed_with_it_or_known_to_stay_clear() -> None:
    sealed = {
        f"{model._meta.label}.{column.name}" for model in kinds_of_rows() for column in sealed_columns(model)
    }
    found = {name for name, _column in _columns()}
    assert sorted(found - sealed - set(KNOWN_CLEAR)) == []
    assert sorted(set(KNOWN_CLEAR) & sealed) == []
    assert sorted(set(KNOWN_CLEAR) - found) == []


class Rows:
    """One row of every kind with sealed columns, all tied to one case, with planted words in those columns."""

    def __init__(self, **known: models.Model) -> None:
        self.known: dict[type[models.Model], models.Model] = {type(row): row for row in known.values()}

    def of(self, model: type[models.Model]) -> models.Model:
        if model not in self.known:
            values = {
                field.name: self._value(field)
                for field in model._meta.concrete_fields
                if not field.primary_key and not (field.null and not self._wanted(field))
            }
            row = model(**values)
            models.Model.save_base(row, force_insert=True)
            self.known[model] = row
        return self.known[model]

    def _wanted(self, field: models.Field) -> bool:
        return field.name in ("case", "letter", "event", "frozen")

    def _value(self, field: models.Field) -> Any:
        if field.is_relation:
            return self.of(field.related_model)
        if field in sealed_columns(field.model):
            return {"said": PLANTED} if isinstance(field, models.JSONField) else PLANTED
        if field.has_default():
            return field.get_default()
        if isinstance(field, models.DateTimeField):
            return dt.datetime.now(dt.UTC)
        if isinstance(field, models.DateField):
            return dt.date(2026, 1, 1)
        if isinstance(field, models.JSONField):
            return {}
        return "1" if isinstance(field, models.CharField | models.TextField) else 1


@pytest.fixture
def unchecked(db) -> Iterator[None]:
    """What the rows say is not the point here, only where it goes."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def planted(unchecked, cast, case, tmp_path, settings) -> Case:
    settings.DESK_DIR = tmp_path
    event = actions.add_event_to_case(case, by=cast.officer, title="Held")
    file = keep_file(FileCard("a.txt", "text/plain", "upload"), [b"x"], by=cast.officer, case=case)
    upload = begin_upload(Upload(case=case, name="b.txt", size=2), b"x", by=cast.officer)
    rows = Rows(
        case=case,
        event=event,
        file=file,
        upload=upload,
        member=cast.officer,
        actor=case.people.get().actor,
        house=cast.ours,
    )
    for model in kinds_of_rows():
        row = rows.of(model)
        sayings = {
            column.name: {"said": PLANTED} if isinstance(column, models.JSONField) else PLANTED
            for column in sealed_columns(model)
        }
        model._base_manager.filter(pk=row.pk).update(**sayings)
    return Case.objects.get(pk=case.pk)


def _texts() -> list[Any]:
    return [
        value
        for model in kinds_of_rows()
        for row in model._base_manager.all()
        for column in sealed_columns(model)
        if (value := getattr(row, column.attname))
    ]


def test_every_sealed_column_is_sealed_opens_turns_to_a_new_key_and_comes_back(planted, cast, own_keys) -> None:
    before = _texts()
    assert len(before) > 50
    with own_keys.here(cast.officer):
        actions.seal_case(planted, by=cast.officer, reason="danger")
        assert _texts() == before
    assert all(isinstance(text, NotOpen) for text in _texts())
    own_keys.of(cast.lawyer)
    with own_keys.here(cast.officer):
        seat = actions.add_to_team(planted, cast.lawyer, by=cast.officer)
        actions.leave_team(seat, by=cast.officer)
        assert _texts() == before
        actions.unseal_case(planted, by=cast.officer, reason="over")
    assert _texts() == before
