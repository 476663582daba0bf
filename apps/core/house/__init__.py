"""The supervisor: `python -m apps.core.house run|test|bench` starts the parts, watches them, stops them.
May import: the standard library, psycopg and redis. No Django: it must be able to say what is broken.
Start reading: run.py for the product, servers.py for the two servers below it.
"""
