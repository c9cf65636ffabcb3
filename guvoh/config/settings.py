"""Settings of all three zones. ZONE says which of them this process is; a missing or bad value stops the start."""

from pathlib import Path

from csp.constants import NONE, SELF
from environs import FileAwareEnv
from marshmallow.validate import OneOf

from guvoh.instruments.seal.vault import Vault

env = FileAwareEnv(eager=False)
PACKAGE = Path(__file__).resolve().parent.parent

ZONE = env.str("ZONE", validate=OneOf(["frontdoor", "desk", "press"]))
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Plain http is for loopback and onion addresses alone; the operating notes say how TLS is put in front.
SECURE = env.bool("SECURE", default=False)

if ZONE == "desk":
    SECRET_KEY = env.str("SECRET_KEY")
    DESK_DIR = env.path("DESK_DIR")
    INTAKE_SPOOL = env.path("INTAKE_SPOOL")
    PRESS_SPOOL = env.path("PRESS_SPOOL")
    # clamd's Unix socket. It spools what it scans: docs/operating/workshop.md says how to keep that off the disk.
    CLAMD_SOCKET = env.path("CLAMD_SOCKET", default=None)
elif ZONE == "frontdoor":
    SECRET_KEY = env.str("SECRET_KEY")
    INTAKE_SPOOL = env.path("INTAKE_SPOOL")
    DESK_VERIFY_KEY = env.str("DESK_VERIFY_KEY")
    # The front door's public name: it salts the receipts, so it must never change once reports have come in.
    INSTALLATION = env.str("INSTALLATION")
    PRESS_ADDRESS = env.str("PRESS_ADDRESS", default="")
else:
    PRESS_SPOOL = env.path("PRESS_SPOOL")
    PRESS_SITE = env.path("PRESS_SITE")
    DESK_VERIFY_KEY = env.str("DESK_VERIFY_KEY")
    FRONTDOOR_ADDRESS = env.str("FRONTDOOR_ADDRESS", default="")
env.seal()

DESK_APPS = [
    "staff",
    "facts",
    "casework",
    "evidence",
    "inbox",
    "correspondence",
    "newsroom",
]
INSTALLED_APPS = {
    "frontdoor": ["django.contrib.staticfiles", "django.forms", "guvoh.frontdoor"],
    "desk": [
        # first, since their templates replace those of django.forms and allauth
        *(f"guvoh.desk.{name}" for name in DESK_APPS),
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.forms",
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "django_htmx",
    ],
    "press": ["guvoh.press.site"],
}[ZONE]

MIDDLEWARE = {
    "frontdoor": [
        "guvoh.frontdoor.middleware.quiet_headers",
        "django.middleware.security.SecurityMiddleware",
        "csp.middleware.CSPMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "guvoh.frontdoor.middleware.unclaimed_uploads_are_removed",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    "desk": [
        "django.middleware.security.SecurityMiddleware",
        "csp.middleware.CSPMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "guvoh.desk.staff.middleware.never_stored",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "guvoh.desk.staff.middleware.vault_must_be_open",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "guvoh.desk.staff.known_browser.browser_is_marked",
        "guvoh.desk.staff.middleware.sessions_end",
        "guvoh.desk.staff.middleware.own_key_at_hand",
        "guvoh.desk.staff.middleware.own_language",
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
        "guvoh.desk.staff.middleware.second_factor_required",
        "django_htmx.middleware.HtmxMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    "press": [],
}[ZONE]

CONTEXT_PROCESSORS = ["django.template.context_processors.request", "django.template.context_processors.i18n"]
if ZONE == "desk":
    CONTEXT_PROCESSORS += [
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "guvoh.desk.staff.context.desk",
    ]
elif ZONE == "frontdoor":
    CONTEXT_PROCESSORS += ["guvoh.frontdoor.context.frame"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = f"guvoh.config.urls.{ZONE}"
WSGI_APPLICATION = "guvoh.config.wsgi.application"

if ZONE == "desk":
    VAULT = Vault(DESK_DIR / "vault.sock")
    DATABASES = {
        "default": {
            "ENGINE": "guvoh.config.sqlcipher",
            "NAME": DESK_DIR / "desk.db",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10},
            "TEST": {"NAME": DESK_DIR / "test.db"},
        }
    }
    AUTH_USER_MODEL = "staff.Member"
    AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    AUTH_PASSWORD_VALIDATORS = [
        {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
        for name, options in (
            ("MinimumLengthValidator", {"min_length": 14}),
            ("CommonPasswordValidator", {}),
            ("UserAttributeSimilarityValidator", {"user_attributes": ["username", "full_name"]}),
        )
    ]
    LOGIN_URL = "account_login"
    LOGIN_REDIRECT_URL = "home"
    SESSION_COOKIE_AGE = 8 * 3600
    SESSION_COOKIE_SAMESITE = "Strict"
    SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    # Shared by all workers, sealed with the rest. Behind Tor every visitor has one address: no limit by it.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "staff_cache"}}
    ACCOUNT_ADAPTER = "guvoh.desk.staff.adapter.Adapter"
    ACCOUNT_LOGIN_METHODS = {"username"}
    ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
    ACCOUNT_EMAIL_VERIFICATION = "none"
    ACCOUNT_USER_MODEL_EMAIL_FIELD = None
    ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
    ACCOUNT_SESSION_REMEMBER = False
    ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
    ACCOUNT_FORMS = {
        "login": "guvoh.desk.staff.forms.SignIn",
        "reauthenticate": "guvoh.desk.staff.forms.ConfirmPassphrase",
        "change_password": "guvoh.desk.staff.forms.ChangePassphrase",
    }
    MFA_ADAPTER = "guvoh.desk.staff.adapter.SecondFactorAdapter"
    MFA_FORMS = {
        "authenticate": "guvoh.desk.staff.forms.SecondFactor",
        "reauthenticate": "guvoh.desk.staff.forms.ConfirmSecondFactor",
        "activate_totp": "guvoh.desk.staff.forms.ActivateSecondFactor",
        "add_webauthn": "guvoh.desk.staff.forms.AddPasskey",
        "authenticate_webauthn": "guvoh.desk.staff.forms.SignInWithPasskey",
        "reauthenticate_webauthn": "guvoh.desk.staff.forms.ConfirmPasskey",
    }
    MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
    # a passkey stands beside the passphrase and never in its place, and the device asks who holds it
    MFA_WEBAUTHN_USER_VERIFICATION = "required"
    MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = MFA_TRUST_ENABLED = False
    MFA_RECOVERY_CODES_SHOW_ONCE = True
    MFA_TOTP_ISSUER = "Guvoh"
    # In the sealed database: the stock storage writes sentences, names and all, into the cookies of the browser.
    MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
    FILE_UPLOAD_HANDLERS = ["guvoh.desk.evidence.uploads.SealingUploadHandler"]
    # Uploads are held in memory, also those of somebody who is not signed in: no form takes more than one.
    DATA_UPLOAD_MAX_NUMBER_FILES = 1
    DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
elif ZONE == "frontdoor":
    FILE_UPLOAD_HANDLERS = ["guvoh.frontdoor.uploads.SealingUploadHandler"]
    # the handler counts them itself, and says so on the form instead of losing what was typed
    DATA_UPLOAD_MAX_NUMBER_FILES = None
    CSRF_FAILURE_VIEW = "guvoh.frontdoor.errors.csrf_failure"
DATABASES = DATABASES if ZONE == "desk" else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "tg"
LANGUAGES = [("tg", "Тоҷикӣ"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / ZONE / "locale", PACKAGE / "config" / "locale"]
FORMAT_MODULE_PATH = ["guvoh.config.formats"]
TIME_ZONE = "Asia/Dushanbe"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [("vendor", PACKAGE / "config" / "static" / "vendor")] if ZONE == "desk" else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF] if ZONE == "desk" else [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF] if ZONE == "desk" else [NONE],
        "font-src": [SELF],
        "connect-src": [SELF] if ZONE == "desk" else [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# Not "no-referrer": browsers then send "Origin: null" with every form, and the check against forgery refuses it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}session", f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = (
    f"{COOKIE_PREFIX}language",
    True,
    "Strict",
)
OWN_KEY_COOKIE_NAME = f"{COOKIE_PREFIX}own_key"
CSRF_COOKIE_HTTPONLY = True
# ends with the browser: no trace of the address stays on a computer that is taken away
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SAMESITE = "Strict"

# Only what went wrong with the machine is logged; never a request, an address, a form or a row.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # the front door must not tell at what hour somebody came, not even when something failed for her
    "formatters": {
        "plain": {
            "()": "guvoh.config.logging.WithoutContents",
            "datefmt": "%Y-%m-%d" if ZONE == "frontdoor" else None,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
