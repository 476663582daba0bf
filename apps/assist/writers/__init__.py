"""Who writes briefs, drafts and rewrites: one interface, a local writer that always answers, and models behind it.

May import what the room may. Start reading here, then `local.py`.
"""

from .chosen import fallback, main
from .written import Claim, Writer, WriterFailed, Written

__all__ = ["Claim", "Writer", "WriterFailed", "Written", "fallback", "main"]
