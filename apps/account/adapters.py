"""What we ask of allauth beyond its settings: nobody signs up, sign-ins are audited, second factors are encrypted."""

import base64
import hashlib

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from apps.people import operations as people
from apps.people.models import Agent

from . import single_sign_on

log = structlog.get_logger()


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """Admins make agents; nobody makes themselves one."""
        return False

    def authentication_failed(self, request, **credentials) -> None:
        """Audit it without the address that was tried: people type passwords there."""
        people.audit(None, "sign_in.failed")
        super().authentication_failed(request, **credentials)

    def post_login(self, request, user, **kwargs):
        people.audit(user, "signed_in", user)
        return super().post_login(request, user, **kwargs)

    def logout(self, request) -> None:
        if request.user.is_authenticated:
            people.audit(request.user, "signed_out", request.user)
        super().logout(request)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin) -> bool:
        """The company's provider says who someone is; that they are an agent here, an admin says."""
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """Who comes for the first time is found by a verified address.

        allauth's own search would take away the password and the sessions they had: where people sign themselves up,
        someone else may have used their address. Here an admin gave it.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") != AuthProcess.LOGIN:
            return
        verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        agent = Agent.objects.filter(email__in=verified, is_active=True).first()
        if agent is None:
            people.audit(None, "sign_in.failed")
            words = _("Nobody here has the address that single sign-on vouches for. Ask your administrator to add you.")
            raise ImmediateHttpResponse(single_sign_on.back(request, words))
        sociallogin.connect(request, agent)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        log.warning("sign_in.provider_failed", error=error, why=repr(exception or request.GET.get("error")))
        if error == AuthError.CANCELLED:
            words = _("You were not signed in.")
        else:
            words = _("Single sign-on did not work. Try once more, or use your password.")
        raise ImmediateHttpResponse(single_sign_on.back(request, words))


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors rest encrypted: a copy of the database alone lets nobody in."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"second factors " + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
