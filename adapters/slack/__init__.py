"""Quorum in a Slack workspace. It knows Slack and the door of the core, no store and no use case."""
