"""The tables: facts, which are only ever appended, and what is derived from them.

Instants are BIGINT microseconds since the epoch (UTC), study days ISO text, structured values JSON text: no column
needs a processor, so the hot path can run on the driver's own connection. Tables whose key has several columns are
kept in its order (on SQLite without row numbers): one tree less to write. Nothing here knows a use case.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.columns import Key, maybe_whole, maybe_words, moment, row_id, whole, words

metadata = MetaData()

# --- people: accounts are facts, `account.learner_id` is where the links have led

learner = Table(
    "learner",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    moment("created_at"),
    words("zone", ""),
    words("rest_days", ""),  # weekdays 0-6 joined by commas, as in force today
    words("remind_at", ""),  # local HH:MM, or empty
    words("confirm", "auto"),
    words("visibility", "named"),
    maybe_whole("welcomed_at"),
    maybe_whole("deleted_at"),
)

account = Table(
    "account",
    metadata,
    row_id(),
    words("platform"),
    words("tenant"),
    words("user_key"),
    words("name"),
    Column("learner_id", BigInteger, nullable=False, index=True),
    Column("own_learner_id", BigInteger, nullable=False),  # the learner that this account began with
    moment("created_at"),
    UniqueConstraint("platform", "tenant", "user_key"),
)

link = Table(  # fact: from `at` on the account belongs to the learner
    "link",
    metadata,
    row_id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    whole("learner_id"),
    moment(),
)

link_code = Table(  # also the codes by which a group spans spaces (`purpose` link or share)
    "link_code",
    metadata,
    Column("code", Text, primary_key=True),
    words("purpose"),
    whole("account_id"),
    maybe_whole("group_id"),
    moment("created_at"),
    whole("tries", 0),
    maybe_whole("other_account_id"),
    maybe_whole("channel_id"),
    whole("agreed", 0),  # 1: the first side, 2: the second side, 3: both
    maybe_whole("closed_at"),
)

link_try = Table(  # fact: a code was typed that opens nothing
    "link_try",
    metadata,
    row_id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    moment(),
    Index("link_try_by_account", "account_id", "at"),
)

learner_setting = Table(  # fact: a setting changed; `effective` is the first study day that it rules
    "learner_setting",
    metadata,
    row_id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    Column("learner_id", BigInteger, nullable=False, index=True),
    words("name"),
    words("value"),
    maybe_words("effective"),
    moment(),
)

# --- spaces, channels, groups

space = Table(
    "space",
    metadata,
    row_id(),
    words("platform"),
    words("key"),
    words("name", ""),
    words("state", "active"),
    whole("big", 0),
    UniqueConstraint("platform", "key"),
)

study_group = Table(
    "study_group",
    metadata,
    row_id(),
    words("name"),
    words("state", "active"),  # active, paused, ended, erased
    words("zone"),
    words("post_at"),
    words("weekdays"),  # 0-6 joined by commas
    words("topics", ""),
    words("bands", "30/50/20"),
    whole("reveal_min", 0),  # minutes after the post; 0: at the next post
    words("verdict", "now"),  # now, or reveal
    whole("share", 50),  # percent that must be exceeded for quorum
    whole("window_min", 360),  # how late a post may be
    words("season", "month"),
    whole("on_demand", 0),  # 1: opens a daily when it is asked for, has no schedule, and owes nobody a post
    words("rounds", "own"),  # own: live rounds have points of their own alone; board: they count on the boards too
    moment("created_at"),
    maybe_whole("next_post_at"),
    maybe_words("next_day"),
    maybe_whole("ended_at"),
    whole("unanswered", 0),  # dailies in a row that nobody answered
    maybe_whole("asked_at"),  # when the admins were last asked about that
    maybe_whole("warned_at"),  # when the admins were last told that questions run out
    whole("streak", 0),
    whole("best_streak", 0),
    whole("big", 0),  # 1: some board of the group has a tally; so too in `channel` and `space`
    whole("apart", 0),  # 0: the boards of the one channel are the group's; -1: each channel has its own; else these are
    #                    being filled, and the members below this id are done
)

channel = Table(
    "channel",
    metadata,
    row_id(),
    Column("space_id", Key, ForeignKey("space.id"), nullable=False),
    words("key"),
    words("name", ""),
    words("state", "active"),  # active, lost
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=True, index=True),
    whole("big", 0),
    UniqueConstraint("space_id", "key"),
)

group_setting = Table(  # fact
    "group_setting",
    metadata,
    row_id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    words("name"),
    words("value"),
    maybe_words("effective"),
    moment(),
)

group_admin = Table(
    "group_admin",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    moment("since"),
    sqlite_with_rowid=False,
)

group_log = Table(  # fact: an admin act
    "group_log",
    metadata,
    row_id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    maybe_whole("account_id"),
    words("what"),
    words("detail", ""),
    moment(),
)

skip = Table(
    "skip",
    metadata,
    row_id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    words("first_day"),
    words("last_day"),
    moment(),
    maybe_whole("undone_at"),
)

membership = Table(  # fact: join, leave, gone (left the space)
    "membership",
    metadata,
    row_id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    words("what"),
    moment(),
)

member = Table(  # derived from membership and links
    "member",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    moment("joined_at"),
    whole("active", 1),
    maybe_whole("last_attempt_at"),
    Index("member_by_learner", "learner_id", "active"),
    sqlite_with_rowid=False,
)

# --- dailies

daily = Table(  # fact, but for the counts
    "daily",
    metadata,
    row_id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False),
    words("study_day"),
    whole("slot", 0),  # 0: the day's daily; a replaced one keeps its own id here
    words("state"),  # queued, open, revealed, missed
    maybe_words("question_id"),
    maybe_whole("revision"),
    words("topic", ""),
    words("band", ""),
    moment("due_at"),
    maybe_whole("posted_at"),
    maybe_whole("missed_at"),  # a miss, an unknown fate, or that it could not be graded: the day is covered
    maybe_whole("reveal_at"),
    maybe_whole("revealed_at"),
    whole("answered", 0),
    whole("roster", 0),
    whole("roster_answered", 0),
    maybe_whole("quorum_at"),
    maybe_words("zone"),  # these four: what the group said when this daily was made, once the group says otherwise
    maybe_words("verdict"),
    maybe_whole("share"),
    maybe_words("season"),
    UniqueConstraint("group_id", "study_day", "slot"),
    Index("daily_by_question", "question_id", "state"),
    Index("daily_by_group_state", "group_id", "state"),
)

roster = Table(
    "roster",
    metadata,
    Column("daily_id", Key, ForeignKey("daily.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    whole("late", 0),
    sqlite_with_rowid=False,
)

outage = Table(  # fact: the bot was down from..to
    "outage",
    metadata,
    row_id(),
    moment("began_at"),
    moment("ended_at"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    moment(),
)

# --- attempts

attempt = Table(  # fact
    "attempt",
    metadata,
    row_id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    Column("learner_id", BigInteger, nullable=False),  # the account's learner at that moment
    words("question_id"),
    whole("revision"),
    words("source"),  # daily, practice, round
    Column("daily_id", Key, ForeignKey("daily.id"), nullable=True),
    maybe_whole("group_id"),
    maybe_whole("channel_id"),
    maybe_whole("space_id"),
    words("study_day", ""),  # the day that it fills; empty when it fills none
    words("response"),
    whole("hints", 0),
    whole("counts", 1),  # a first attempt before the key was shown, or a repeat after 180 days
    whole("self_assessed", 0),  # 1: an open question, whose score is the learner's own and gives no points
    moment(),
    UniqueConstraint("daily_id", "learner_id"),
    Index("attempt_by_account", "account_id", "question_id"),
    # Partial, so that SQLite takes it for the attempts of everybody alone; one learner's are found by account.
    Index(
        "attempt_by_question", "question_id", sqlite_where=text("source <> ''"), postgresql_where=text("source <> ''")
    ),
)

verdict = Table(  # fact: the newest of an attempt holds
    "verdict",
    metadata,
    row_id(),
    Column("attempt_id", Key, ForeignKey("attempt.id"), nullable=False, index=True),
    whole("revision"),
    Column("score", Float, nullable=False),
    whole("points"),  # hundredths
    words("why"),  # answer, correction, assessment
    words("detail", ""),
    moment(),
)

hint = Table(  # fact
    "hint",
    metadata,
    Column("daily_id", Key, ForeignKey("daily.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    moment(),
    sqlite_with_rowid=False,
)

retry = Table(  # fact: the one free retry after a misspelling
    "retry",
    metadata,
    Column("daily_id", Key, ForeignKey("daily.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    moment(),
    sqlite_with_rowid=False,
)

exposure = Table(  # fact: this account saw the key (or an admin the stem) without answering
    "exposure",
    metadata,
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    words("why"),
    moment(),
    sqlite_with_rowid=False,
)

report = Table(  # fact
    "report",
    metadata,
    row_id(),
    words("question_id"),
    whole("revision"),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    whole("learner_id"),
    maybe_whole("space_id"),
    words("reason"),
    moment(),
    UniqueConstraint("question_id", "revision", "learner_id"),
)

quarantine = Table(  # fact; space_id 0 means everywhere
    "quarantine",
    metadata,
    Column("question_id", Text, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("space_id", BigInteger, primary_key=True),
    moment(),
    maybe_whole("lifted_at"),
    sqlite_with_rowid=False,
)

known_question = Table(  # the revisions that were ever served, with a hash of their key: how a correction is noticed
    "known_question",
    metadata,
    Column("question_id", Text, primary_key=True),
    whole("revision"),
    words("key_hash"),
    moment(),
    whole("cursor", 0),  # the last attempt that a correction under way has looked at
)

# --- derived: `rebuild` recomputes all of these from the facts and must find them equal

filled_day = Table(
    "filled_day",
    metadata,
    Column("learner_id", BigInteger, primary_key=True),
    Column("study_day", Text, primary_key=True),
    whole("attempt_id"),
    sqlite_with_rowid=False,
)

streak = Table(
    "streak",
    metadata,
    Column("learner_id", Key, primary_key=True, autoincrement=False),
    words("state"),
    whole("length", 0),
    whole("freezes", 0),
    whole("longest", 0),
    moment("checked_at"),
    whole("stale", 0),  # 1: the settled past has changed, the state must be rebuilt before it is used
)

ledger = Table(
    "ledger",
    metadata,
    Column("learner_id", BigInteger, primary_key=True),
    Column("seq", Integer, primary_key=True),
    words("study_day"),
    words("what"),
    whole("length"),
    whole("freezes"),
    moment(),
    sqlite_with_rowid=False,
)

total = Table(  # board: "<scope letter><scope id>/<period key>"; scores in billionths, `mean` -1 where it is a dash
    "total",
    metadata,
    Column("learner_id", BigInteger, primary_key=True),  # first: an answer moves many boards of one learner
    Column("board", Text, primary_key=True),
    whole("points"),
    whole("attempts"),
    whole("score"),
    whole("mean"),
    whole("opens", 0),  # open questions answered; they have nothing to do with points
    whole("open_score", 0),
    whole("shown", 1),  # 0: the learner is off the boards
    moment("reached_at"),
    sqlite_with_rowid=False,
)
Index(
    "total_by_rank", total.c.board, total.c.shown, total.c.points.desc(), total.c.mean.desc(), total.c.reached_at,
    total.c.learner_id,
)  # fmt: skip

set_aside = Table(  # attempts that count by themselves, but not beside an earlier one of a linked account
    "set_aside",
    metadata,
    Column("attempt_id", Key, ForeignKey("attempt.id"), primary_key=True),
)

anonymous = Table(  # the number of an anonymous learner on the boards of a scope, kept once given
    "anonymous",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    whole("number"),
    UniqueConstraint("scope", "number"),
    sqlite_with_rowid=False,
)

tally = Table(  # for boards of thousands: how many learners have so many points; -1: how many there are at all
    "tally",
    metadata,
    Column("board", Text, primary_key=True),
    Column("points", BigInteger, primary_key=True),
    whole("learners"),
    sqlite_with_rowid=False,  # a rank sums thousands of neighbouring rows
)

question_stat = Table(
    "question_stat",
    metadata,
    Column("question_id", Text, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    whole("attempts"),
    whole("score"),  # billionths
    whole("unknown"),
    sqlite_with_rowid=False,
)

season_archive = Table(  # fact: a season of a group that is closed; `learners` stood on its table
    "season_archive",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("season", Text, primary_key=True),
    words("last_day"),
    whole("learners"),
    moment("archived_at"),
    sqlite_with_rowid=False,
)

season_place = Table(  # fact: a row of a closed season's table as it stood
    "season_place",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("season", Text, primary_key=True),
    Column("place", BigInteger, primary_key=True),
    whole("rank"),
    Column("learner_id", BigInteger, nullable=False, index=True),
    whole("points"),
    whole("attempts"),
    whole("mean"),
    sqlite_with_rowid=False,
)

# --- what is due and what must leave

agenda = Table(  # taken off and done in one transaction; a row that fails is put off
    "agenda",
    metadata,
    row_id(),
    Column("key", Text, nullable=False, unique=True),
    words("what"),
    whole("subject"),
    moment("due_at"),
    whole("tries", 0),
    Index("agenda_due", "due_at"),
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    Column("delivery_key", Text, nullable=False, unique=True),
    words("letter"),  # what is to be said: a kind and ids; the card is made when it leaves
    words("mode"),  # post (in a channel), edit (of a post), tell (privately)
    maybe_whole("channel_id"),
    maybe_whole("account_id"),
    maybe_whole("daily_id"),
    maybe_words("edits"),  # the delivery key of the post that an edit replaces, or under which a post belongs
    words("state"),  # queued, sending, sent, unknown, dropped; an edit rests in sent until it is armed again
    moment("due_at"),  # queued: when it may leave; sending: when its lease is over
    maybe_whole("first_attempt_at"),
    whole("tries", 0),
    whole("armed", 0),  # edits: changes since the card was last composed
    maybe_words("message"),
    maybe_whole("sent_at"),
    Index("outbox_due", "state", "due_at"),
    Index("outbox_by_daily", "daily_id"),
    Index("outbox_by_channel", "channel_id", "state"),
)

draft = Table(
    "draft",
    metadata,
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    Column("form", Text, primary_key=True),
    words("fields"),
    moment(),
)

event_seen = Table(  # what a platform brought and may bring again; forgotten after two days
    "event_seen",
    metadata,
    Column("key", Text, primary_key=True),
    moment(),
    Index("event_seen_by_age", "at"),
)

installation = Table(  # the bot in a platform's tenant; the payload is sealed by the adapter, empty once it has ended
    "installation",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    words("payload"),
    moment("installed_at"),
    whole("active", 1),
)
