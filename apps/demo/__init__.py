"""The demo's door: a believable company, a bot that plays its customers over the public API, a page to be one.

May import everything below, for seeding only; the bot and the page know the product by its API alone.
Start reading at `company/scenarios/README.md`, then `actors.py`.
"""
