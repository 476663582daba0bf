"""The figures of the product, each beside a floor measured in the same run.

May import everything. Start reading at `__main__.py`; `docs/measures.md` says what was found.
"""
