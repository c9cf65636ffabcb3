"""The coalition of the demo, and the reports that wait in its inbox."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from guvoh.config.demo import codes
from guvoh.config.demo.coalition import written_down
from guvoh.config.demo.place import INSTALLATION
from guvoh.desk.inbox import actions as inbox
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.coalition import coalition_at_a_glance
from guvoh.desk.staff.models import Hotline, Member, Organisation
from guvoh.desk.staff.roles import Role
from guvoh.handover.envelope import IntakeSpool
from guvoh.handover.receipt import open_receipt
from guvoh.instruments.seal.signature import public_half

CAST = written_down()["cast"]

# who keeps the machine, checks the record, or helps from outside: the stories of the demo do without them
BESIDE_THE_WORK = {Role.ADMINISTRATOR, Role.AUDITOR, Role.PARTNER}


def test_the_coalition_has_its_organisations_groups_and_hotlines(demo):
    standing = Organisation.objects.values_list("standing", flat=True)
    assert sorted(standing) == ["coalition"] + ["member"] * 13 + ["partner"] * 6
    glance = coalition_at_a_glance("en")
    assert [str(group.name_en) for group in glance["groups"]] == [
        "Analytical Group",
        "Legal Aid Group",
        "Group for the Rehabilitation of Torture Victims and Their Families",
        "Media Group",
        "Istanbul Protocol Project",
    ]
    assert {line.region for line in Hotline.objects.all()} >= {"DU", "RA", "SU", "KT"}
    assert Hotline.objects.filter(audience_en="conscripts").count() == 2


def test_every_role_is_there_in_three_languages_and_several_organisations(demo):
    members = Member.objects.exclude(organisation__standing="coalition")
    assert {role for member in Member.objects.all() for role in member.roles} == set(Role) - BESIDE_THE_WORK
    assert {member.language for member in members} == {"tg", "ru", "en"}
    assert members.values("organisation").distinct().count() >= 4


@pytest.mark.parametrize("row", CAST, ids=lambda row: row["username"])
def test_everybody_signs_in_with_what_the_demo_prints(demo, row):
    assert len(row["passphrase"]) >= 14
    assert demo[row["username"]].check_password(row["passphrase"])
    second = Authenticator.objects.get(user=demo[row["username"]], type="totp").wrap()
    assert second.validate_code(codes.code(row["totp_secret"]))


def test_the_front_door_learnt_of_the_hotlines(demo):
    notice = IntakeSpool(settings.INTAKE_SPOOL).notice(
        public_half(settings.VAULT.key("release/v1")), demo.cases["reactors"].opened_on
    )
    assert len(notice.hotlines) == Hotline.objects.count()


def test_new_reports_in_three_languages_wait_unopened(demo):
    assert inbox.collect_envelopes(by=demo["mavzuna"]) == 3
    waiting = Envelope.objects.undecided()
    assert not any(envelope.what for envelope in waiting)
    for envelope in waiting:
        inbox.open_envelope(envelope, by=demo["mavzuna"])
    opened = {envelope.language: envelope for envelope in Envelope.objects.undecided()}
    assert set(opened) == {"tg", "ru", "en"}
    kinds = sorted(opened["ru"].files.values_list("content_type", flat=True))
    assert kinds == ["image/png", "text/plain"]


def test_the_doctor_can_read_his_answer_with_his_receipt(demo):
    receipt = open_receipt(demo.receipts["seven_hours"], INSTALLATION)
    reply = IntakeSpool(settings.INTAKE_SPOOL).read_reply(receipt)
    assert reply.state == "answered"
    assert "адвокат" in reply.messages[-1].text
