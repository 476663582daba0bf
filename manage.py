#!/usr/bin/env python
"""Django's command line. Wrong settings and a database that is away are said in one sentence."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from apps.core.house.external import require_database
from apps.core.house.trouble import Trouble


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff_console.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    except OperationalError:
        _say_if_away()
        raise
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, Ctrl-D
        sys.exit(130)


def _say_if_away() -> None:
    """The pool knows only that it waited in vain; asking the server once more tells why."""
    try:
        require_database(os.environ.get("DATABASE_URL", ""))
    except Trouble as trouble:
        sys.exit(f"{trouble}")


if __name__ == "__main__":
    main()
