"""The agent's door: inbox, conversation, the brief beside it, and the socket that keeps them live.

May import every room, and no other door. Start reading at `view.py`, then `parts.py`, then `live.py`.
"""
