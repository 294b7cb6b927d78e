"""The one settings module: development by default, production by PORTAL_ENV=production.

Everything that differs between places comes from the environment; README.md has the table. A setting that is missing or
wrong stops the start, and the message says which one and how to mend it.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from compact_portal.lib.upload_store import store_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def _require(name: str, remedy: str) -> str:
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {remedy}")
    return value


PORTAL_ENV = env.str("PORTAL_ENV", default="development")
if PORTAL_ENV not in ("development", "production"):
    raise ImproperlyConfigured(f"PORTAL_ENV is {PORTAL_ENV!r}. Set it to development or production, or leave it out.")
PRODUCTION = PORTAL_ENV == "production"

# Where the portal writes: database, mail and uploads.
PORTAL_DATA = Path(env.str("PORTAL_DATA", default=str(BASE_DIR / "var")))
PORTAL_DATA.mkdir(parents=True, exist_ok=True)

# The address at which people reach the portal; links in mail and on certificates start with it.
PORTAL_ADDRESS = (
    _require("PORTAL_ADDRESS", "Set it to the public address, for instance https://compact.example.org.")
    if PRODUCTION
    else env.str("PORTAL_ADDRESS", default="http://127.0.0.1:8000")
).rstrip("/")
_address = urlsplit(PORTAL_ADDRESS)
if _address.scheme not in ("http", "https") or not _address.hostname:
    raise ImproperlyConfigured(f"PORTAL_ADDRESS is {PORTAL_ADDRESS!r}. Give a whole address, like https://compact.example.org.")
if PRODUCTION and _address.scheme != "https":
    raise ImproperlyConfigured("PORTAL_ADDRESS starts with http. In production it has to start with https.")

DEBUG = False if PRODUCTION else env.bool("PORTAL_DEBUG", default=True)
if PRODUCTION:
    SECRET_KEY = _require("SECRET_KEY", "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is shorter than 50 characters. Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    ALLOWED_HOSTS = [host.strip() for host in _require("PORTAL_HOSTS", "List the host names, with commas.").split(",")]
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("PORTAL_HOSTS holds *. List the host names that the portal answers to.")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "not-a-secret-" * 4)
    ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])

# The key before this one, while it is being changed: sessions and second factors made with it go on working.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Sample records and the persona switch; `manage.py load_sample` refuses to run in production whatever this says.
PORTAL_SAMPLE = env.bool("PORTAL_SAMPLE", default=not PRODUCTION)
PORTAL_ADMIN = env.bool("PORTAL_ADMIN", default=not PRODUCTION)
PORTAL_SECURITY_CONTACT = env.str("PORTAL_SECURITY_CONTACT", default=f"{PORTAL_ADDRESS}/report-a-problem/")
# Who runs the portal, for the privacy notice and the accessibility statement; "" says that it has not been set.
PORTAL_OPERATOR = env.str("PORTAL_OPERATOR", default="")
PORTAL_OPERATOR_EMAIL = env.str("PORTAL_OPERATOR_EMAIL", default="")

# The publisher's prefix that 360Giving gives out; without one no package of grants is published, since none may be invented.
PORTAL_360GIVING_PREFIX = env.str("PORTAL_360GIVING_PREFIX", default="360G-sample" if PORTAL_SAMPLE else "")

# How many calendar months after a new edition a signature of an earlier one lapses, unless it is reaffirmed.
PORTAL_LAPSE_MONTHS = env.int("PORTAL_LAPSE_MONTHS", default=6)

# How long things are kept that `manage.py apply_retention` takes away, in days: an answered report of a problem, a mail.
PORTAL_KEEP_REPORTS_DAYS = env.int("PORTAL_KEEP_REPORTS_DAYS", default=365)
PORTAL_KEEP_MAIL_DAYS = env.int("PORTAL_KEEP_MAIL_DAYS", default=30)
# What is held of who answered a consultation, after its outcome was published.
PORTAL_KEEP_ANSWERS_DAYS = env.int("PORTAL_KEEP_ANSWERS_DAYS", default=365)
# The address that confirmed a signature, after it counted or ran out; an invitation, after it was settled or ran out;
# a mailed link, after it ran out.
PORTAL_KEEP_ADDRESSES_DAYS = env.int("PORTAL_KEEP_ADDRESSES_DAYS", default=365)
PORTAL_KEEP_LINKS_DAYS = env.int("PORTAL_KEEP_LINKS_DAYS", default=30)
# A spreadsheet of agreements and payments, of which nothing was brought in.
PORTAL_KEEP_IMPORTS_DAYS = env.int("PORTAL_KEEP_IMPORTS_DAYS", default=30)

# Officers and coordinators have to prove a second factor before the workspace opens to them.
PORTAL_SECOND_FACTOR = env.bool("PORTAL_SECOND_FACTOR", default=PRODUCTION)

# models.W040: SQLite leaves the further columns of an index out; PostgreSQL, where there are many rows, has them.
SILENCED_SYSTEM_CHECKS = ["models.W040"]

INSTALLED_APPS = [
    "compact_portal.pages",
    "compact_portal.audit",
    "compact_portal.mail",
    "compact_portal.search",
    "undertakings",
    "signatories",
    "funding",
    "consultations",
    "compact_portal.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "simple_history",
    "crispy_forms",
    "csp",
]

MIDDLEWARE = [
    # Above the store of pages only what has to see every request: a kept page passes nothing else, and has its headers.
    "compact_portal.site.middleware.EveryAnswer",
    "django.middleware.security.SecurityMiddleware",
    "compact_portal.pages.middleware.StoredPages",
    "compact_portal.site.middleware.Arrival",
    "compact_portal.site.middleware.FailSafely",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "compact_portal.site.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "compact_portal.site.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "signatories.middleware.SecondFactorRequired",
]

ROOT_URLCONF = "compact_portal.urls"
WSGI_APPLICATION = "compact_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                # Both are lazy: a page that does not name `user` or `messages` opens no session. The admin asks for them.
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "compact_portal.site.context.portal",
            ],
        },
    }
]

# SQLite by default. IMMEDIATE takes the write lock when a transaction starts, so that two writers wait for each other
# instead of failing half way; FULL survives a power cut.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{PORTAL_DATA / 'portal.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 5,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening a file anew for each request costs more than the page
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count in the cache, so several workers have to share it: the database does.
CACHES = {
    "default": {
        "BACKEND": "compact_portal.lib.shared_cache.SharedCache",
        "LOCATION": "portal_cache",
        # Far more than anybody can fill in the minutes that a limit lasts: entries that were dropped would free an attacker.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
}

AUTH_USER_MODEL = "signatories.Person"
AUTHENTICATION_BACKENDS = [
    "signatories.permissions.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:workspace"

# Nobody has a password: a code by mail signs a person in. People are made by invitation or by signing, never by themselves.
ACCOUNT_ADAPTER = "signatories.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the mailed code proves the address each time
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}  # a passkey and a staff directory sign in without a code by mail
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "problem_create": "5/10m/ip,30/d/ip",
    "invitation_create": "30/h/user",
    "signature_resend": "60/h/user",
    # Many may share one connection in a library or a community centre, so an address as a whole may send a good deal.
    "answer_start": "60/10m/ip,600/d/ip",
    "answer_send": "60/10m/ip,600/d/ip",
    "answer_mail": "30/10m/ip,300/d/ip,4/10m/key,12/d/key",
    "sign_start": "30/10m/ip,300/d/ip",
    "follow_send": "30/10m/ip,300/d/ip,4/10m/key,12/d/key",
    "sign_send": "30/10m/ip,300/d/ip,4/10m/key,12/d/key",  # key: the address that is written to
}
ACCOUNT_FORMS = {
    "request_login_code": "signatories.forms.sign_in.SignInForm",
    "confirm_login_code": "signatories.forms.sign_in.SignInCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A passkey signs in by itself: whoever holds it has shown a finger, a face or a PIN to their own device.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # browsers themselves allow it on localhost only
MFA_ADAPTER = "signatories.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "signatories.forms.sign_in.SecondFactorForm",
    "reauthenticate": "signatories.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "signatories.forms.sign_in.ActivateAppForm",
    "deactivate_totp": "signatories.forms.sign_in.DeactivateAppForm",
    "generate_recovery_codes": "signatories.forms.sign_in.RecoveryCodesForm",
    "add_webauthn": "signatories.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "signatories.forms.passkeys.NamePasskeyForm",
    "login_webauthn": "signatories.forms.passkeys.PasskeySignInForm",
    "authenticate_webauthn": "signatories.forms.passkeys.PasskeyAsSecondForm",
    "reauthenticate_webauthn": "signatories.forms.passkeys.PasskeyAgainForm",
}
MFA_TOTP_ISSUER = _address.hostname

# An agency's own staff directory (OpenID Connect), where OIDC_SERVER_URL names one. It vouches for the addresses of its
# own domains only, so that nobody's directory signs in as somebody else; and it makes no accounts.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="").rstrip("/")
OIDC_NAME = env.str("OIDC_NAME", default="your staff directory")
OIDC_DOMAINS = [domain.strip().lower().lstrip("@") for domain in env.list("OIDC_DOMAINS", default=[])]
# For a directory that never says email_verified, because its addresses are its own to give.
OIDC_ADDRESSES_MANAGED = env.bool("OIDC_ADDRESSES_MANAGED", default=False)
SOCIALACCOUNT_ADAPTER = "signatories.adapter.DirectoryAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
if OIDC_SERVER_URL:
    if urlsplit(OIDC_SERVER_URL).scheme != "https" and (PRODUCTION or urlsplit(OIDC_SERVER_URL).scheme != "http"):
        raise ImproperlyConfigured("OIDC_SERVER_URL has to be a whole address that starts with https.")
    if not OIDC_DOMAINS:
        raise ImproperlyConfigured(
            "OIDC_DOMAINS is not set. List the domains of the addresses that the directory gives, with commas: example.gov.uk."
        )
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "staff",
                "name": OIDC_NAME,
                "client_id": _require("OIDC_CLIENT_ID", "Set it to the name under which the directory knows the portal."),
                "secret": _require("OIDC_CLIENT_SECRET", "Set it to the secret that the directory gave out for the portal."),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ],
    }

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_FAILURE_VIEW = "compact_portal.site.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What the browser may load: files of ours and nothing else. No nonce, so that a page stays the same bytes for everybody.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "interest-cohort", "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
}  # fmt: skip
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # the balancer asks over plain HTTP from inside
SECURE_HSTS_SECONDS = 63072000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
# Only when the proxy in front is known to set it, and to strip what a visitor sends: docs/deploy.md.
PORTAL_BEHIND_PROXY = env.bool("PORTAL_BEHIND_PROXY", default=PRODUCTION)
if PORTAL_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CSRF_TRUSTED_ORIGINS = [PORTAL_ADDRESS]

# Mail goes to files until EMAIL_URL names a server.
if PRODUCTION:
    _require("EMAIL_URL", "Name the mail server, for instance smtp+tls://user:password@mail.example.org:587.")
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(PORTAL_DATA / "mail")
DEFAULT_FROM_EMAIL = (
    _require("PORTAL_FROM", "Set it to the address that the portal's mail comes from.")
    if PRODUCTION
    else env.str("PORTAL_FROM", default="compact-portal@localhost")
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# "queue": a worker (manage.py send_mail_queue) sends what requests leave; "now": the request sends it after its commit.
PORTAL_MAIL = env.str("PORTAL_MAIL", default="queue" if PRODUCTION else "now")
if PORTAL_MAIL not in ("queue", "now"):
    raise ImproperlyConfigured(f"PORTAL_MAIL is {PORTAL_MAIL!r}. Set it to queue or now, or leave it out.")

STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = PORTAL_DATA / "uploads"
STORAGES = {
    "default": store_of(env.str("PORTAL_UPLOADS", default="")),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # we have no font or script that another site should load
WHITENOISE_MAX_AGE = 60 * 60 if PRODUCTION else 0

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
CRISPY_ALLOWED_TEMPLATE_PACKS = ["compact"]
CRISPY_TEMPLATE_PACK = "compact"
CRISPY_FAIL_SILENTLY = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
# A virus scanner (clamd) that is asked about each upload: the path of its socket, or host:port.
PORTAL_CLAMD = env.str("PORTAL_CLAMD", default="")
SIMPLE_HISTORY_REVERT_DISABLED = True

# One line an event, in JSON in production; never an address, a name, a query string or what somebody typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(levelname)s %(name)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if PRODUCTION else "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO" if PRODUCTION else "WARNING"},
    "loggers": {
        # Django writes the whole path with each 404; ours says the route instead (compact_portal/site/middleware.py).
        "django.request": {"level": "ERROR" if PRODUCTION else "WARNING"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
