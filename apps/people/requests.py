"""A request behind `login_required`."""

from django.http import HttpRequest

from .models import Agent


class SignedIn(HttpRequest):
    user: Agent
