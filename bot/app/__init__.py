"""The application: what an adapter holds. `ROUTES` is the table to read first."""

from bot.app.app import App
from bot.app.routes import ROUTES

__all__ = ["ROUTES", "App"]
