from whitenoise.storage import CompressedManifestStaticFilesStorage


class BrowserFiles(CompressedManifestStaticFilesStorage):
    """Files named after their content, also where a script imports another: a deploy never mixes two versions."""

    support_js_module_import_aggregation = True
