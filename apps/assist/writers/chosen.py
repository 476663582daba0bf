from django.conf import settings

from .local import LocalWriter
from .openai_compatible import OpenAICompatibleWriter
from .written import Writer


def main() -> Writer:
    """The writer of this installation: the model, when one is set."""
    if settings.LLM_BASE_URL and settings.LLM_MODEL:
        return OpenAICompatibleWriter(settings.LLM_BASE_URL, settings.LLM_MODEL, settings.LLM_API_KEY)
    return fallback()


def fallback() -> Writer:
    """The one that needs nobody else."""
    return LocalWriter()
