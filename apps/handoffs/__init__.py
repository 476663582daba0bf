"""One spell of human help: from the bot letting go, over the agent who takes it, to the bot taking over again.

May import conversations, knowledge, people and core. Start reading at `models.py`, then `operations.py`.
"""
