"""The API's addresses, a file a noun. Each finds its object through the bot and calls one verb."""
