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

metadata = MetaData()

Key = BigInteger().with_variant(Integer, "sqlite")
"""A surrogate key: SQLite numbers rows by themselves only in a column of exactly INTEGER."""


def _id() -> Column[int]:
    return Column("id", Key, primary_key=True, autoincrement=True)


def _at(name: str = "at", *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null)


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text, nullable=True)


def _int(name: str, default: int | None = None) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=None if default is None else str(default))


def _maybe_int(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=True)


# --- people: accounts are facts, `account.learner_id` is where the links have led

learner = Table(
    "learner",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    _at("created_at"),
    _text("zone", ""),
    _text("rest_days", ""),  # weekdays 0-6 joined by commas, as in force today
    _text("remind_at", ""),  # local HH:MM, or empty
    _text("confirm", "auto"),
    _text("visibility", "named"),
    _maybe_int("welcomed_at"),
    _maybe_int("deleted_at"),
)

account = Table(
    "account",
    metadata,
    _id(),
    _text("platform"),
    _text("tenant"),
    _text("user_key"),
    _text("name"),
    Column("learner_id", BigInteger, nullable=False, index=True),
    Column("own_learner_id", BigInteger, nullable=False),  # the learner that this account began with
    _at("created_at"),
    UniqueConstraint("platform", "tenant", "user_key"),
)

link = Table(  # fact: from `at` on the account belongs to the learner
    "link",
    metadata,
    _id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    _int("learner_id"),
    _at(),
)

link_code = Table(  # also the codes by which a group spans spaces (`purpose` link or share)
    "link_code",
    metadata,
    Column("code", Text, primary_key=True),
    _text("purpose"),
    _int("account_id"),
    _maybe_int("group_id"),
    _at("created_at"),
    _int("tries", 0),
    _maybe_int("other_account_id"),
    _maybe_int("channel_id"),
    _int("agreed", 0),  # 1: the first side, 2: the second side, 3: both
    _maybe_int("closed_at"),
)

link_try = Table(  # fact: a code was typed that opens nothing
    "link_try",
    metadata,
    _id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    _at(),
    Index("link_try_by_account", "account_id", "at"),
)

learner_setting = Table(  # fact: a setting changed; `effective` is the first study day that it rules
    "learner_setting",
    metadata,
    _id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    Column("learner_id", BigInteger, nullable=False, index=True),
    _text("name"),
    _text("value"),
    _maybe("effective"),
    _at(),
)

# --- spaces, channels, groups

space = Table(
    "space",
    metadata,
    _id(),
    _text("platform"),
    _text("key"),
    _text("name", ""),
    _text("state", "active"),
    _int("big", 0),
    UniqueConstraint("platform", "key"),
)

study_group = Table(
    "study_group",
    metadata,
    _id(),
    _text("name"),
    _text("state", "active"),  # active, paused, ended, erased
    _text("zone"),
    _text("post_at"),
    _text("weekdays"),  # 0-6 joined by commas
    _text("topics", ""),
    _text("bands", "30/50/20"),
    _int("reveal_min", 0),  # minutes after the post; 0: at the next post
    _text("verdict", "now"),  # now, or reveal
    _int("share", 50),  # percent that must be exceeded for quorum
    _int("window_min", 360),  # how late a post may be
    _text("season", "month"),
    _int("on_demand", 0),  # 1: opens a daily when it is asked for, has no schedule, and owes nobody a post
    _int("live_points", 1),
    _at("created_at"),
    _maybe_int("next_post_at"),
    _maybe("next_day"),
    _maybe_int("ended_at"),
    _int("unanswered", 0),  # dailies in a row that nobody answered
    _maybe_int("asked_at"),  # when the admins were last asked about that
    _maybe_int("warned_at"),  # when the admins were last told that questions run out
    _int("streak", 0),
    _int("best_streak", 0),
    _int("big", 0),  # 1: some board of the group has a tally; so too in `channel` and `space`
    _int("apart", 0),  # 0: the boards of the one channel are the group's; -1: each channel has its own; else these are
    #                    being filled, and the members below this id are done
)

channel = Table(
    "channel",
    metadata,
    _id(),
    Column("space_id", Key, ForeignKey("space.id"), nullable=False),
    _text("key"),
    _text("name", ""),
    _text("state", "active"),  # active, lost
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=True, index=True),
    _int("big", 0),
    UniqueConstraint("space_id", "key"),
)

group_setting = Table(  # fact
    "group_setting",
    metadata,
    _id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    _text("name"),
    _text("value"),
    _maybe("effective"),
    _at(),
)

group_admin = Table(
    "group_admin",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    _at("since"),
    sqlite_with_rowid=False,
)

group_log = Table(  # fact: an admin act
    "group_log",
    metadata,
    _id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    _maybe_int("account_id"),
    _text("what"),
    _text("detail", ""),
    _at(),
)

skip = Table(
    "skip",
    metadata,
    _id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    _text("first_day"),
    _text("last_day"),
    _at(),
    _maybe_int("undone_at"),
)

membership = Table(  # fact: join, leave, gone (left the space)
    "membership",
    metadata,
    _id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False, index=True),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    _text("what"),
    _at(),
)

member = Table(  # derived from membership and links
    "member",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    _at("joined_at"),
    _int("active", 1),
    _maybe_int("last_attempt_at"),
    Index("member_by_learner", "learner_id", "active"),
    sqlite_with_rowid=False,
)

# --- dailies

daily = Table(  # fact, but for the counts
    "daily",
    metadata,
    _id(),
    Column("group_id", Key, ForeignKey("study_group.id"), nullable=False),
    _text("study_day"),
    _int("slot", 0),  # 0: the day's daily; a replaced one keeps its own id here
    _text("state"),  # queued, open, revealed, missed
    _maybe("question_id"),
    _maybe_int("revision"),
    _text("topic", ""),
    _text("band", ""),
    _at("due_at"),
    _maybe_int("posted_at"),
    _maybe_int("missed_at"),  # a miss, an unknown fate, or that it could not be graded: the day is covered
    _maybe_int("reveal_at"),
    _maybe_int("revealed_at"),
    _int("answered", 0),
    _int("roster", 0),
    _int("roster_answered", 0),
    _maybe_int("quorum_at"),
    _maybe("zone"),  # these four: what the group said when this daily was made, once the group says otherwise
    _maybe("verdict"),
    _maybe_int("share"),
    _maybe("season"),
    UniqueConstraint("group_id", "study_day", "slot"),
    Index("daily_by_question", "question_id", "state"),
    Index("daily_by_group_state", "group_id", "state"),
)

roster = Table(
    "roster",
    metadata,
    Column("daily_id", Key, ForeignKey("daily.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    _int("late", 0),
    sqlite_with_rowid=False,
)

outage = Table(  # fact: the bot was down from..to
    "outage",
    metadata,
    _id(),
    _at("began_at"),
    _at("ended_at"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _at(),
)

# --- attempts

attempt = Table(  # fact
    "attempt",
    metadata,
    _id(),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    Column("learner_id", BigInteger, nullable=False),  # the account's learner at that moment
    _text("question_id"),
    _int("revision"),
    _text("source"),  # daily, practice, round
    Column("daily_id", Key, ForeignKey("daily.id"), nullable=True),
    _maybe_int("group_id"),
    _maybe_int("channel_id"),
    _maybe_int("space_id"),
    _text("study_day", ""),  # the day that it fills; empty when it fills none
    _text("response"),
    _int("hints", 0),
    _int("counts", 1),  # a first attempt before the key was shown, or a repeat after 180 days
    _int("self_assessed", 0),  # 1: an open question, whose score is the learner's own and gives no points
    _at(),
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
    _id(),
    Column("attempt_id", Key, ForeignKey("attempt.id"), nullable=False, index=True),
    _int("revision"),
    Column("score", Float, nullable=False),
    _int("points"),  # hundredths
    _text("why"),  # answer, correction, assessment
    _text("detail", ""),
    _at(),
)

hint = Table(  # fact
    "hint",
    metadata,
    Column("daily_id", Key, ForeignKey("daily.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    _at(),
    sqlite_with_rowid=False,
)

retry = Table(  # fact: the one free retry after a misspelling
    "retry",
    metadata,
    Column("daily_id", Key, ForeignKey("daily.id"), primary_key=True),
    Column("learner_id", BigInteger, primary_key=True),
    _at(),
    sqlite_with_rowid=False,
)

exposure = Table(  # fact: this account saw the key (or an admin the stem) without answering
    "exposure",
    metadata,
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    _text("why"),
    _at(),
    sqlite_with_rowid=False,
)

report = Table(  # fact
    "report",
    metadata,
    _id(),
    _text("question_id"),
    _int("revision"),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False),
    _int("learner_id"),
    _maybe_int("space_id"),
    _text("reason"),
    _at(),
    UniqueConstraint("question_id", "revision", "learner_id"),
)

quarantine = Table(  # fact; space_id 0 means everywhere
    "quarantine",
    metadata,
    Column("question_id", Text, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("space_id", BigInteger, primary_key=True),
    _at(),
    _maybe_int("lifted_at"),
    sqlite_with_rowid=False,
)

known_question = Table(  # the revisions that were ever served, with a hash of their key: how a correction is noticed
    "known_question",
    metadata,
    Column("question_id", Text, primary_key=True),
    _int("revision"),
    _text("key_hash"),
    _at(),
    _int("cursor", 0),  # the last attempt that a correction under way has looked at
)

# --- derived: `rebuild` recomputes all of these from the facts and must find them equal

filled_day = Table(
    "filled_day",
    metadata,
    Column("learner_id", BigInteger, primary_key=True),
    Column("study_day", Text, primary_key=True),
    _int("attempt_id"),
    sqlite_with_rowid=False,
)

streak = Table(
    "streak",
    metadata,
    Column("learner_id", Key, primary_key=True, autoincrement=False),
    _text("state"),
    _int("length", 0),
    _int("freezes", 0),
    _int("longest", 0),
    _at("checked_at"),
    _int("stale", 0),  # 1: the settled past has changed, the state must be rebuilt before it is used
)

ledger = Table(
    "ledger",
    metadata,
    Column("learner_id", BigInteger, primary_key=True),
    Column("seq", Integer, primary_key=True),
    _text("study_day"),
    _text("what"),
    _int("length"),
    _int("freezes"),
    _at(),
    sqlite_with_rowid=False,
)

total = Table(  # board: "<scope letter><scope id>/<period key>"; scores in billionths, `mean` -1 where it is a dash
    "total",
    metadata,
    Column("learner_id", BigInteger, primary_key=True),  # first: an answer moves many boards of one learner
    Column("board", Text, primary_key=True),
    _int("points"),
    _int("attempts"),
    _int("score"),
    _int("mean"),
    _int("opens", 0),  # open questions answered; they have nothing to do with points
    _int("open_score", 0),
    _int("shown", 1),  # 0: the learner is off the boards
    _at("reached_at"),
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
    _int("number"),
    UniqueConstraint("scope", "number"),
    sqlite_with_rowid=False,
)

tally = Table(  # for boards of thousands: how many learners have so many points; -1: how many there are at all
    "tally",
    metadata,
    Column("board", Text, primary_key=True),
    Column("points", BigInteger, primary_key=True),
    _int("learners"),
    sqlite_with_rowid=False,  # a rank sums thousands of neighbouring rows
)

question_stat = Table(
    "question_stat",
    metadata,
    Column("question_id", Text, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    _int("attempts"),
    _int("score"),  # billionths
    _int("unknown"),
    sqlite_with_rowid=False,
)

season_archive = Table(  # fact: a season of a group that is closed; `learners` stood on its table
    "season_archive",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("season", Text, primary_key=True),
    _text("last_day"),
    _int("learners"),
    _at("archived_at"),
    sqlite_with_rowid=False,
)

season_place = Table(  # fact: a row of a closed season's table as it stood
    "season_place",
    metadata,
    Column("group_id", Key, ForeignKey("study_group.id"), primary_key=True),
    Column("season", Text, primary_key=True),
    Column("place", BigInteger, primary_key=True),
    _int("rank"),
    Column("learner_id", BigInteger, nullable=False, index=True),
    _int("points"),
    _int("attempts"),
    _int("mean"),
    sqlite_with_rowid=False,
)

# --- what is due and what must leave

agenda = Table(  # taken off and done in one transaction; a row that fails is put off
    "agenda",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    _text("what"),
    _int("subject"),
    _at("due_at"),
    _int("tries", 0),
    Index("agenda_due", "due_at"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("delivery_key", Text, nullable=False, unique=True),
    _text("letter"),  # what is to be said: a kind and ids; the card is made when it leaves
    _text("mode"),  # post (in a channel), edit (of a post), tell (privately)
    _maybe_int("channel_id"),
    _maybe_int("account_id"),
    _maybe_int("daily_id"),
    _maybe("edits"),  # the delivery key of the post that an edit replaces, or under which a post belongs
    _text("state"),  # queued, sending, sent, unknown, dropped; an edit rests in sent until it is armed again
    _at("due_at"),  # queued: when it may leave; sending: when its lease is over
    _maybe_int("first_attempt_at"),
    _int("tries", 0),
    _int("armed", 0),  # edits: changes since the card was last composed
    _maybe("message"),
    _maybe_int("sent_at"),
    Index("outbox_due", "state", "due_at"),
    Index("outbox_by_daily", "daily_id"),
    Index("outbox_by_channel", "channel_id", "state"),
)

draft = Table(
    "draft",
    metadata,
    Column("account_id", Key, ForeignKey("account.id"), primary_key=True),
    Column("form", Text, primary_key=True),
    _text("fields"),
    _at(),
)

event_seen = Table(  # what a platform brought and may bring again; forgotten after two days
    "event_seen",
    metadata,
    Column("key", Text, primary_key=True),
    _at(),
    Index("event_seen_by_age", "at"),
)

installation = Table(  # the bot in a platform's tenant; the payload is sealed by the adapter, empty once it has ended
    "installation",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    _text("payload"),
    _at("installed_at"),
    _int("active", 1),
)
