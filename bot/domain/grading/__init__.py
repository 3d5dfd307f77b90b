"""Response to Verdict, exactly by the table of the content standard, section 5.

Grading knows the key. It must not know who answered, when, with how many hints, or what a point is.
"""

from bot.domain.grading.grade import grade
from bot.domain.grading.key import key_text
from bot.domain.grading.texts import misspelt
from bot.domain.grading.verdict import Mark, Verdict

__all__ = ["Mark", "Verdict", "grade", "key_text", "misspelt"]
