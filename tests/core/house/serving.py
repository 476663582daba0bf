"""A supervisor to kill: start both servers of a folder, say where they are, hold them until stdin closes."""

import json
import os
import sys
from pathlib import Path

from apps.core.house.servers import servers

with servers(Path(sys.argv[1])):
    print(json.dumps({name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}), flush=True)
    sys.stdin.read()
