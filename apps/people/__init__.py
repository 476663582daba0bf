"""Who can help: agents, their teams, and whether they are here.

May import core. Start reading at `models.py`.
"""
