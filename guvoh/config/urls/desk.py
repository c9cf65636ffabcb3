"""Every address of the desk. Of allauth only what signing in and keeping a second factor take, one by one."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path
from django.views.generic import RedirectView

from guvoh.desk.staff import passkeys

urlpatterns = [
    path("", include("guvoh.desk.staff.urls")),
    path("cases/", include("guvoh.desk.casework.urls")),
    path("people/", include("guvoh.desk.casework.meeting_urls")),
    path("guard/", include("guvoh.desk.facts.urls")),
    path("files/", include("guvoh.desk.evidence.urls")),
    path("examinations/", include("guvoh.desk.evidence.medical.urls")),
    path("inbox/", include("guvoh.desk.inbox.urls")),
    path("letters/", include("guvoh.desk.correspondence.urls")),
    path("stories/", include("guvoh.desk.newsroom.urls")),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/passphrase/", account.password_change, name="account_change_password"),
    path("account/second-factor/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path("account/confirm/passkey/", passkeys.reauthenticate, name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/", RedirectView.as_view(pattern_name="account"), name="mfa_list_webauthn"),
    path("account/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/second-factor/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/forget/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
]
