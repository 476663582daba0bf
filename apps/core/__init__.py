"""What every room stands on: live hints, the outbox, health. Knows no word of the field.

May import nothing of ours. Start reading at `live.py`, then `outbox.py`.
"""
