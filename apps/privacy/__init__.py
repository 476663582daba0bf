"""The door for a customer's own rights: hand out what is stored, erase it, and let old conversations go.

May import every room, and no other door. Start reading at `operations.py`; what is found and wiped: `core/erasure.py`.
"""
