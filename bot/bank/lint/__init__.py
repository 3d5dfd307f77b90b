"""The checks of the bank, L01 to L40 of the content standard (section 6); so far those that need no statistics."""
