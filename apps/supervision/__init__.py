"""The supervisor's door: ratings with the conversation behind each, numbers, policies, teams.

May import every room below. Start reading at `urls.py`, then `views.py`.
"""
