"""Articles and playbooks: what citations point at, and how to find the passage that answers.

May import people and core. Start reading at `models.py`, then `search.py`.
"""
