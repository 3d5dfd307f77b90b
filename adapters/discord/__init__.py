"""Quorum in a Discord server. It knows Discord and the door of the core, no store and no use case."""
