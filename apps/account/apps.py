from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "apps.account"
    label = "own_account"  # allauth has taken the name
