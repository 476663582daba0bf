"""What the agent thought of a handoff: the summary, the team, the draft, with the versions that were judged.

May import handoffs, assist, conversations, people and core. Start reading at `models.py`, then `operations.py`.
"""
