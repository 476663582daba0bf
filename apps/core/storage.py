from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class BrowserFiles(CompressedManifestStaticFilesStorage):
    """Files named after their content, also where a script imports another: a deploy never mixes two versions."""

    support_js_module_import_aggregation = True

    @cache  # noqa: B019  (one storage for the life of the process)
    def url(self, name: str, force: bool = False) -> str:
        """Some fifty stand in every page, and what a file is called changes only with the process."""
        return super().url(name, force)
