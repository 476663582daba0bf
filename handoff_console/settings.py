"""Settings. Everything that differs between machines comes from the environment; `docs/deployment.md` lists it.

Long because there is one page of them, read from top to bottom.
"""

import sys
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from apps.core import logs
from apps.core.environment import Env

BASE_DIR = Path(__file__).resolve().parent.parent
# The demo bot, replay and bench speak through the client package as bot builders do, straight from its folder.
sys.path.append(str(BASE_DIR / "clients" / "python"))
env = Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")  # as browsers and bots write it
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "0" * 40 if DEBUG or DEMO else Env.NOTSET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- who may talk to us -------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Exact origins a websocket may come from; empty means "the host it was opened on".
WEBSOCKET_ORIGINS = env.list("WEBSOCKET_ORIGINS", default=[])
# Consoles that may frame /embed/...; empty means nobody.
EMBED_ORIGINS = env.list("EMBED_ORIGINS", default=[])
# Private addresses a bot's webhook may live on, as networks: 10.1.0.0/16.
WEBHOOK_ALLOWED_NETWORKS = env.networks("WEBHOOK_ALLOWED_NETWORKS", default=["127.0.0.0/8"] if DEMO else [])
HTTPS = env.bool("HTTPS", default=not (DEBUG or DEMO))
# One proxy of ours stands in front, ends TLS, and writes X-Forwarded-Proto and the last entry of X-Forwarded-For.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.int("SESSION_DAYS", default=14) * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
# In a frame of another site a browser sends only cookies that say so. What is posted needs a token in any case.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "None" if EMBED_ORIGINS and HTTPS else "Lax"
SECURE_REFERRER_POLICY = "same-origin"
# Prometheus sends it as a bearer token to /metrics. Without one there are no metrics, except in the demo.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- rooms --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "apps.core.static_files.BrowserFilesConfig",  # django.contrib.staticfiles
    "csp",
    "channels",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "apps.core",
    "apps.people",
    "apps.conversations",
    "apps.knowledge",
    "apps.handoffs",
    "apps.account",
    "apps.privacy",
    "apps.assist",
    "apps.routing",
    "apps.workspace",
    "apps.policy",
    "apps.feedback",
    "apps.insights",
    "apps.supervision",
    "apps.bot_api",
    "apps.demo",
]

MIDDLEWARE = [
    "apps.core.middleware.observe",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "apps.core.middleware.answer_probes",  # before whoever asks for the Host
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.account.middleware.speak_to_the_agent",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.core.middleware.RefuseUnstorable",
    "apps.core.refusals.ExplainNotAllowed",
]

ROOT_URLCONF = "handoff_console.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.demo.context.demo",
            ],
        },
    }
]

# --- truth and hints ----------------------------------------------------------------------------------------
DATABASES = {"default": env.postgres("DATABASE_URL", default="postgres://console@127.0.0.1:5432/console")}
# Persistent connections leak under ASGI (one per request thread); psycopg's pool does not.
DATABASES["default"] |= {
    "ENGINE": "apps.core.database",
    "CONN_MAX_AGE": 0,
    "OPTIONS": {
        # Giving up after two seconds means that the next call tries again at once, however long the server was away;
        # left to itself the pool waits twice as long after each failure.
        "pool": {
            "min_size": 1,
            "max_size": env.int("DATABASE_POOL", default=16),
            "timeout": 5,
            "reconnect_timeout": 2,
        },
        "connect_timeout": 5,
        # Statements that every message asks (core/rows.py) are prepared when one connection has asked them so often.
        # 0 for a pooler between that does not keep prepared statements.
        "prepare_threshold": env.int("DATABASE_PREPARE", default=5) or None,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Redis pub/sub ignores database numbers, so installations sharing one server must differ in prefix.
REDIS_PREFIX = env.str("REDIS_PREFIX", default="console")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
    }
}
CACHES = {
    "default": {
        "BACKEND": "apps.core.cache.SteadyCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}:",
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
    "max_retries": 0,
    "visibility_timeout": 3600,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long Redis is away, a worker waits for it, and sweeps
# What must be soon is swept by the workers themselves (sweeps.py): this clock stands still while Redis is away.
CELERY_BEAT_SCHEDULE = {
    "retention": {"task": "privacy.retention", "schedule": crontab(hour=3, minute=20)},
    "forget_idempotency": {"task": "bot_api.forget", "schedule": 3600.0, "options": {"expires": 3600}},
}

# --- people -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Agent"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.account.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an admin gave the address; no one can give themselves another
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_DAYS
# Counted in the cache, in each process's memory while Redis is away (core/cache.py).
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
MFA_ADAPTER = "apps.account.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Handoff console"
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Single sign-on of the company: an agent an admin has made is found by the address the provider has verified.
OIDC_URL = env.str("OIDC_URL", default="").rstrip("/")
SOCIALACCOUNT_ADAPTER = "apps.account.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.str("OIDC_NAME", default="single sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_SECRET", default=""),
                "settings": {
                    "server_url": OIDC_URL,
                    # For a provider that sends no email_verified and gives out no address that is not its user's.
                    "verified_email": env.bool("OIDC_TRUST_EMAIL", default=False),
                },
            }
        ]
        if OIDC_URL
        else [],
    }
}
EMAIL_CONFIG = env.mail("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="Handoff console <console@localhost>")

# --- the bots' door -----------------------------------------------------------------------------------------
API_RATE = env.float("API_RATE", default=500)  # calls a second that one key may make,
API_BURST = env.float("API_BURST", default=1000)  # and how many at once
API_THREADS = env.int("API_THREADS", default=8)  # calls answered at once by one process
# Bots have no session, no cookie and no form: see apps/bot_api/door.py.
API_MIDDLEWARE = ["apps.core.middleware.observe", "apps.bot_api.middleware.Security"]
# Seconds for one whole attempt: well below outbox.LEASE, or a second sender would take the first for dead.
WEBHOOK_TIMEOUT = env.between("WEBHOOK_TIMEOUT", 0.1, 30, default=10)

# --- manners ------------------------------------------------------------------------------------------------
HANDBACK_TIMEOUT = env.int("HANDBACK_TIMEOUT", default=30)  # seconds a bot has to accept a handback

# --- privacy ------------------------------------------------------------------------------------------------
# Conversations this many days after their last message are erased every night; 0 keeps them.
RETENTION_DAYS = env.int("RETENTION_DAYS", default=0)
AUDIT_RETENTION_DAYS = env.int("AUDIT_RETENTION_DAYS", default=730)

# --- logs ---------------------------------------------------------------------------------------------------
LOGGING = logs.configuration(readable=DEBUG or DEMO)

# --- the model that writes briefs and drafts; without one the local writer does -----------------------------
LLM_BASE_URL = env.str("LLM_BASE_URL", default="")  # of an OpenAI-compatible API: https://host/v1
LLM_MODEL = env.str("LLM_MODEL", default="")
LLM_API_KEY = env.str("LLM_API_KEY", default="")

# --- words and times ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]  # one more for every catalogue in locale/
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "apps.core.storage.BrowserFiles"},
}
