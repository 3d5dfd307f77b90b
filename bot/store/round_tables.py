"""The tables of mock interview rounds. What was answered and rated is a fact; where a round stands is its state.

Learners are found through their accounts, so that a link or its end needs no change here. Nothing here knows a use
case.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Table, Text, UniqueConstraint

from bot.store.columns import Key, maybe_whole, maybe_words, moment, row_id, whole, words
from bot.store.schema import metadata

round_ = Table(
    "round",
    metadata,
    row_id(),
    words("mode"),  # solo, live, pair
    words("format"),
    Column("host_id", Key, ForeignKey("account.id"), nullable=False),
    maybe_whole("group_id"),
    maybe_whole("channel_id"),
    words("wish"),  # JSON: topics, band, questions, minutes, speed
    words("state"),  # lobby, running, paused, ended, left
    maybe_words("active"),  # what there may be one of at a time: "solo/<learner>", "live/<channel>"; NULL afterwards
    whole("phase", 0),
    moment("created_at"),
    moment("started_at", null=True),
    moment("ended_at", null=True),
    moment("moved_at", null=True),  # the last thing that its host did: whoever waits for them waits from then
    maybe_words("zone"),  # where the round counts on boards: the zone and the season's plan by which it does
    maybe_words("season"),
    UniqueConstraint("active"),
    Index("round_by_group", "group_id"),
)

round_player = Table(
    "round_player",
    metadata,
    Column("round_id", Key, ForeignKey("round.id"), primary_key=True),
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    words("role"),  # player, candidate, interviewer, observer
    moment("joined_at"),
    moment("left_at", null=True),
    Index("round_player_by_account", "account_id", "round_id"),
    sqlite_with_rowid=False,
)

round_item = Table(  # one thing to be asked; a stage of a staged question is one
    "round_item",
    metadata,
    row_id(),
    Column("round_id", Key, ForeignKey("round.id"), nullable=False),
    whole("place"),
    whole("phase"),
    words("question_id"),
    whole("revision"),
    words("stage", ""),
    words("state", "waiting"),  # waiting, open, closed
    moment("opened_at", null=True),  # since when its clock runs; NULL while it stands
    whole("spent", 0),  # microseconds, up to `opened_at`
    moment("due_at", null=True),  # until when everybody may answer, in a live round
    maybe_words("why"),  # answered, late, skipped: how it was closed
    UniqueConstraint("round_id", "place"),
)

round_answer = Table(  # fact: the first answer is final
    "round_answer",
    metadata,
    row_id(),
    Column("item_id", Key, ForeignKey("round_item.id"), nullable=False),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    words("response"),
    Column("score", Float, nullable=True),  # NULL: people rate it
    whole("points", 0),  # the round's own score, in hundredths
    whole("took"),  # microseconds
    maybe_whole("attempt_id"),
    moment(),
    UniqueConstraint("item_id", "account_id"),
    Index("round_answer_by_attempt", "attempt_id"),
)

round_rating = Table(  # fact: a rubric filled in, about oneself or a partner; item 0 is the round as a whole
    "round_rating",
    metadata,
    row_id(),
    Column("round_id", Key, ForeignKey("round.id"), nullable=False),
    whole("item_id", 0),
    Column("rater_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    whole("about_id"),
    Column("levels", Text, nullable=False),  # JSON: criterion -> 0..3
    words("comment", ""),
    moment(),
    UniqueConstraint("round_id", "item_id", "rater_id", "about_id"),
)

round_here = Table(  # fact: somebody came to a pair's meeting
    "round_here",
    metadata,
    Column("round_id", Key, ForeignKey("round.id"), primary_key=True),
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    moment(),
    sqlite_with_rowid=False,
)

pair_wish = Table(  # somebody looks for a partner
    "pair_wish",
    metadata,
    row_id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    words("format"),
    words("band", ""),
    words("language"),
    words("zone"),
    words("slots"),
    words("state", "waiting"),  # waiting, matched, withdrawn
    maybe_words("active"),  # "<group>/<learner>" while it waits: one at a time
    whole("skipped", 0),  # how often in a row no partner was found
    moment(),
    UniqueConstraint("active"),
    Index("pair_wish_waiting", "group_id", "state"),
)
