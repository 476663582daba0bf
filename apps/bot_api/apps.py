from django.apps import AppConfig


class BotApiConfig(AppConfig):
    name = "apps.bot_api"
    verbose_name = "Bot API"
