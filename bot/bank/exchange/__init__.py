"""Questions in the forms of other programs: CSV, GIFT and Anki. Exports are builds of the bank, never a source of it;
what comes in comes in as drafts.
"""
