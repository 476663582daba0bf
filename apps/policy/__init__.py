"""When the bot should let go: rules as data, in versions, with the evidence for each that fired.

May import handoffs, conversations, people and core. Start reading at `models.py`, then `rules.py` and `operations.py`.
"""
