"""What a group's admins are told privately by the bot itself. Kind, short, and always with what to do next."""

from bot.intents import ChangeGroup, PauseGroup, ResumeGroup, ShowGroup
from bot.usecases.letters_out import GroupNews
from bot.view.card import Button, Card, Text, buttons, card
from bot.view.wording import counted


def silence(news: GroupNews) -> Card:
    """Nobody answers."""
    return card(
        f"{news.group} is quiet",
        "ask",
        Text(f"Nobody has answered the last {counted(news.count, 'question')}. Only the admins are told this."),
        Text("Another time, other topics or fewer days may fit better. After ten in a row the group pauses by itself."),
        buttons(
            Button("Change the settings", ChangeGroup(group=news.group_id), style="primary", form=True),
            Button("Pause the group", PauseGroup(news.group_id)),
        ),
    )


def few_left(news: GroupNews) -> Card:
    """The bank runs out for this group."""
    if news.count < 0:
        said = "No question fits the group's topics and bands, so today there was none. The day is covered for all."
    else:
        said = f"{counted(news.count, 'unused question')} left; after that the oldest ones come again."
    return card(
        f"{news.group} is running out of questions",
        "warning",
        Text(said),
        Text("More topics or another mix of bands brings in more."),
        buttons(Button("Change the settings", ChangeGroup(group=news.group_id), style="primary", form=True)),
    )


def stopped(news: GroupNews) -> Card:
    """The group paused by itself."""
    why = {
        "silence": "Nobody has answered ten questions in a row.",
        "channels": "None of its channels can be reached any more.",
    }
    return card(
        f"{news.group} is paused",
        "info",
        Text(f"{why[news.word]} No questions are posted and no streak is at risk from this group."),
        buttons(
            Button("Resume", ResumeGroup(news.group_id), style="primary"), Button("The group", ShowGroup(news.group_id))
        ),
    )


def lost(news: GroupNews) -> Card:
    """One of several channels is gone."""
    return card(
        f"{news.group} has lost a channel",
        "warning",
        Text(f"The channel {news.word or 'without a name'} cannot be reached any more.", literal=True),
        Text("The group goes on in its other channels. Invite the bot again to bring this one back."),
        buttons(Button("The group", ShowGroup(news.group_id))),
    )
