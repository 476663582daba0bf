"""How the handoffs are doing: measures, each with its definition, its sample size and its target.

May import handoffs, assist, conversations, people and core. Start reading at `measures.py`.
"""
