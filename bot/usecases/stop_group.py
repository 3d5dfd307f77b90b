"""A group stops by itself: nobody answers any more, or its last channel is gone."""

from bot.ports import Ports
from bot.ports.posts import Plan
from bot.usecases.admin_letters import SILENT_STOPS, tell_admins
from bot.usecases.plan_daily import post_key
from bot.usecases.reveal_daily import reveal


def stop_group(group_id: int, why: str, ports: Ports) -> bool:
    """Pause an active group: no posts, the open daily is revealed, the admins are told; `why` silence or channels."""
    if not ports.posts.stop(group_id):
        return False
    ports.agenda.drop(post_key(group_id))
    ports.posts.keep_next(group_id, None)
    ports.posts.unqueue(group_id)
    ports.posts.log(group_id, "pause", why, ports.now)
    daily = ports.dailies.open_of(group_id)
    if daily is not None:
        reveal(daily, ports)
    tell_admins(group_id, "stopped", f"stopped {group_id} {why}", ports)
    return True


def stop_if_silent(plan: Plan, ports: Ports) -> bool:
    """After ten dailies without an answer the group pauses; when it is resumed they are counted anew."""
    if plan.unanswered < SILENT_STOPS or plan.group.on_demand or not stop_group(plan.group.id, "silence", ports):
        return False
    ports.posts.keep_turn(plan.group.id, plan.streak, 0)
    return True


def lose_channel(channel_id: int, ports: Ports) -> None:
    """A channel cannot be reached any more: it is suspended, and its group pauses when it was the last."""
    group_id = ports.posts.lose_channel(channel_id)
    ports.outbox.lose_channel(channel_id)
    if group_id is None:
        return
    ports.posts.log(group_id, "channel lost", str(channel_id), ports.now)
    if any(place.state == "active" for place in ports.groups.places(group_id)):
        tell_admins(group_id, f"lost{channel_id}", f"lost {channel_id}", ports)
    else:
        stop_group(group_id, "channels", ports)
