"""What runs in the worker and in its children: standard library only, and nothing else of the bot."""
