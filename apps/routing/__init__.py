"""Where a handoff goes: which team, how urgent, how long it may take, and what to tell the customer.

May import handoffs, conversations, people and core. Start reading at `models.py`, then `place.py` and `wait.py`.
"""
