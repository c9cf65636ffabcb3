import datetime as dt
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Consent
from guvoh.desk.casework.vocabulary import Identification
from guvoh.desk.newsroom.actions.catalogue import publish_catalogue
from guvoh.desk.newsroom.consenting import LEVELS
from guvoh.desk.newsroom.content import candidate, hash_of, refuse_unanswered_harm, standing_pictures
from guvoh.desk.newsroom.guarding import Look, look_at
from guvoh.desk.newsroom.models import ReleaseConsent, ReleaseRow, StoryText, new_public_id
from guvoh.desk.newsroom.vocabulary import Decision, State
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.handover.release import Release, content_hash


@transaction.atomic
def release(text: StoryText, *, by: Member) -> ReleaseRow:
    """Freeze an approved text and let it out with the next catalogue, which is issued at once.

    The guard looks again with the register as it is now, and every consent is asked again. Raises ValidationError:
    then nothing of it has left.
    """
    text.refresh_from_db()
    document = candidate(text)
    if text.state != State.APPROVED or hash_of(document) != text.approved_hash:
        raise ValidationError(
            _("This exact text has not been approved by a second person. Send it to a second reader again."),
            code="not_approved",
        )
    if not all(picture.may_leave for picture in standing_pictures(text)):
        raise ValidationError(
            _("Nobody has answered for the faces on a picture of this story. Look at its pictures first."),
            code="faces",
        )
    refuse_unanswered_harm(text)
    look = look_at(text, document)
    look.check()
    for refusal in look.concerned.refusals():
        raise ValidationError(refusal, code="consent")
    row = _freeze(text, document, by)
    for consent, shows in _stands_on(look).items():
        ReleaseConsent.objects.create(release=row, consent=consent, shows=shows)
    text.state = State.RELEASED
    text.full_clean()
    text.save()
    record("story.released", by=by, case=text.story.case_code, subject=text.subject, release=row.public_id)
    transaction.on_commit(lambda: publish_catalogue(by=by))
    return row


def _freeze(text: StoryText, document: Release, by: Member) -> ReleaseRow:
    today = timezone.localdate()
    before = ReleaseRow.objects.standing().filter(text=text).first()
    _check_address(text, document.address)
    published = before.published_on if before else today
    public_id = new_public_id()
    frozen = _dated(document, public_id, published, today if before else None).to_bytes()
    return ReleaseRow.objects.create(
        public_id=public_id,
        text=text,
        document=frozen.decode(),
        sha256=content_hash(frozen),
        address=document.address,
        approved_by=text.approver,
        released_by=by,
        published_on=published,
        released_on=today,
        corrected_from=before,
    )


def _dated(document: Release, public_id: str, published: dt.date, corrected: dt.date | None) -> Release:
    return replace(document, id=public_id, published_on=published, corrected_on=corrected)


def _check_address(text: StoryText, address: str) -> None:
    taken = ReleaseRow.objects.standing().filter(address=address).exclude(text=text)
    if taken.exists():
        raise ValidationError(
            _("Another story is out under this address already. Choose another one."), code="slug"
        )


def _stands_on(look: Look) -> dict[Consent, str]:
    """Each consent this release needs, with the most it shows of the person."""
    people = look.concerned
    needs = [(people.consents[person], Identification.ANONYMISED) for person in people.must_consent]
    needs += [(people.consents[row.person.pseudonym], Identification.INITIALS) for row in look.initials]
    needs += [(finding.consent, finding.shows) for finding in look.findings if finding.state == Decision.CONSENTED]
    most: dict[Consent, str] = {}
    for consent, shows in needs:
        most[consent] = max(most.get(consent, Identification.NONE), shows, key=LEVELS.index)
    return most


@transaction.atomic
def withdraw(row: ReleaseRow, *, by: Member, reason: str) -> None:
    """Take a release back: the next catalogue, issued at once, does not name it. Raises ValidationError."""
    if not ReleaseRow.objects.standing().filter(pk=row.pk).exists():
        raise ValidationError(_("This release is not out any more."))
    row.withdrawn_on, row.withdrawn_by, row.withdrawal_reason = timezone.localdate(), by, reason.strip()
    row.full_clean()
    row.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal_reason"])
    text = row.text
    text.state = State.WITHDRAWN
    text.save(update_fields=["state"])
    record(
        "story.withdrawn",
        by=by,
        case=text.story.case_code,
        subject=text.subject,
        release=row.public_id,
        reason=row.withdrawal_reason,
    )
    transaction.on_commit(lambda: publish_catalogue(by=by))
