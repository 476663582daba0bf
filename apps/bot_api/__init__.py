"""The bot's door: keys, the HTTP API at /api/v1, and what goes out to bots by webhook or by pulling.

May import every room, no other door. Start reading at `api.py`, then `routes/`, then `webhooks.py`.
"""
