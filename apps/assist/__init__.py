"""What the machine offers an agent: the brief, the draft reply, the next action, and what agents do with them.

May import conversations, knowledge, people and core. Start reading at `models.py`, then `operations.py`, then
`writers/local.py`.
"""
