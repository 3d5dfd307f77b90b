"""Small words that many cards share: points, counts, days, bands. Plain English, no markup."""

from datetime import date

BANDS = {"junior": "junior", "mid": "mid-level", "senior": "senior"}
TOPICS = {
    "net": "networking", "fe": "front end", "os": "operating systems", "py": "Python", "js": "JavaScript",
    "lang": "reading other languages", "frm": "frameworks", "dsa": "data structures and algorithms", "sql": "SQL",
    "db": "databases", "nosql": "NoSQL", "api": "APIs", "auth": "sign-in and access", "sec": "security",
    "perf": "performance", "dist": "distributed systems", "arch": "architecture", "sys": "system design",
    "test": "testing", "git": "Git", "ops": "delivery", "cloud": "cloud", "obs": "observability",
    "web": "web servers", "beh": "behavioural", "career": "career",
}  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def topic_name(topic: str) -> str:
    """A topic as people say it; a topic of somebody's own bank keeps its name."""
    return TOPICS.get(topic, topic)


def counted(number: int, noun: str, nouns: str = "") -> str:
    """ "1 day", "2 days"; `nouns` where the plural is not noun + s."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def in_points(hundredths: int) -> str:
    """ "15 points", "11.25 points"."""
    whole, rest = divmod(hundredths, 100)
    number = f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"{number} point" if hundredths == 100 else f"{number} points"


def short_points(hundredths: int) -> str:
    """The number alone, for tables."""
    return in_points(hundredths).split(" ", 1)[0]


def percent(share: float | None) -> str:
    """ "75 %", or a dash where nothing can be said."""
    return "–" if share is None else f"{round(share * 100)} %"


def day_name(day: date) -> str:
    """ "Fri 20 Nov"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]}"


def day_name_iso(day: str) -> str:
    """The same for an ISO date."""
    return day_name(date.fromisoformat(day))


def listed(names: tuple[str, ...] | list[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""
