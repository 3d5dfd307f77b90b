"""What runs inside a proof's own process: standard library only, no import of the rest of the bot, no key."""
