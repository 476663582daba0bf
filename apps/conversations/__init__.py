"""What was said, what happened, and who holds it: one ordered memory of customer, bot, agent and system turns.

May import people and core. Start reading at `models.py`, then `events.py`, then `operations.py`.
"""
