"""What a terminal takes: the widths that cards are drawn for, and how much one line may bring in."""

WIDEST = 100
"""Columns; longer lines are tiring to read."""
NARROWEST = 24
LINE = 200_000
"""Characters of one line of input; the rest of a longer one is not read into anything."""
PAGES = 20
"""Pages of forms that are asked in one go before the person is left alone with what came of them."""
