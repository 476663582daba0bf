"""Everyone's own door: signing in and out, own settings, and the audit screen.

May import every room, and no other door. Start reading at `adapters.py`, then `views.py`.
"""
