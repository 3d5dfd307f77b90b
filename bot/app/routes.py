"""ROUTES: intent -> use case -> presenter. Whoever wants to know what the bot does reads this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import intents as ask
from bot.commands import CATALOGUE
from bot.intents import Intent
from bot.ports import Ports
from bot.refs import Caller
from bot.usecases import (
    answer_round,
    assessment,
    direct_posts,
    find_partner,
    group_life,
    invite,
    linking,
    live_rounds,
    membership,
    pair_round,
    pauses,
    play_round,
    practice,
    reports,
    settings,
    skipping,
    spanning,
)
from bot.usecases.admins import add_admin, remove_admin
from bot.usecases.answer import answer, dont_know
from bot.usecases.change import change
from bot.usecases.erasure import delete_data
from bot.usecases.export import export_data
from bot.usecases.group_log import show_log
from bot.usecases.group_view import show_group
from bot.usecases.history import show_history
from bot.usecases.live_turns import begin_live
from bot.usecases.on_demand import open_on_demand
from bot.usecases.rate_pair import rate_pair
from bot.usecases.rate_round import rate_round
from bot.usecases.round_report import show_report, show_rounds
from bot.usecases.seasons import show_seasons
from bot.usecases.setup import set_up
from bot.usecases.show_leaderboard import show_leaderboard
from bot.usecases.show_run import show_run
from bot.usecases.show_streak import explain_streak, show_streak
from bot.usecases.start_round import show_round, start_round
from bot.usecases.today import give_hint, show_daily, show_result, show_yesterday
from bot.view import (
    admin_cards,
    assess_card,
    daily_card,
    direct_post_card,
    group_card,
    history_card,
    identity_card,
    invite_card,
    leaderboard_card,
    live_card,
    membership_card,
    on_demand_card,
    pair_card,
    pair_rating_card,
    practice_card,
    report_card,
    result_card,
    round_card,
    round_report_card,
    round_result_card,
    run_card,
    season_card,
    settings_card,
    setup_card,
    spanning_card,
    streak_card,
    welcome_card,
)
from bot.view.card import Card, Reply
from bot.view.help import help_about, help_card


@dataclass(frozen=True, slots=True)
class Route:
    """How an intent is carried out. `use_case` runs in a transaction; `present` makes its result a card or replies.

    `reads` promises that the use case writes nothing.
    """

    use_case: Callable[[Any, Caller, Ports], Any]
    present: Callable[[Any], Card | tuple[Reply, ...]]
    reads: bool = False


def as_asked(intent: Intent, caller: Caller, ports: Ports) -> Intent:
    """For what needs no more than the question itself."""
    return intent


def present_help(intent: ask.ShowHelp) -> Card:
    """All commands, or one of them in full."""
    return help_about(CATALOGUE, intent.about) if intent.about else help_card(CATALOGUE)


ROUTES: dict[type[Intent], Route] = {
    ask.ShowHelp: Route(as_asked, present_help, reads=True),
    ask.OpenOnDemand: Route(open_on_demand, on_demand_card.present),
    ask.ShowDaily: Route(show_daily, daily_card.present),
    ask.Answer: Route(answer, welcome_card.answered),
    ask.DontKnow: Route(dont_know, welcome_card.answered),
    ask.TakeHint: Route(give_hint, daily_card.present),
    ask.ShowRun: Route(show_run, run_card.present),
    ask.ShowPlan: Route(show_run, run_card.plan),
    ask.ShowResult: Route(show_result, result_card.present),
    ask.ShowStreak: Route(show_streak, streak_card.present),
    ask.ExplainStreak: Route(explain_streak, streak_card.explain),
    ask.ShowLeaderboard: Route(show_leaderboard, leaderboard_card.present),
    ask.ShowSeasons: Route(show_seasons, season_card.present),
    ask.ShowYesterday: Route(show_yesterday, result_card.present_past),
    ask.AssessAnswer: Route(assessment.assess, assess_card.present),
    ask.ShowHistory: Route(show_history, history_card.present),
    ask.Practise: Route(practice.practise, practice_card.present),
    ask.AnswerPractice: Route(practice.answer_practice, practice_card.answered),
    ask.ShowRound: Route(show_round, round_card.present),
    ask.StartRound: Route(start_round, round_card.started),
    ask.NextItem: Route(play_round.next_item, round_card.turn),
    ask.AnswerRound: Route(answer_round.answer_round, round_result_card.present),
    ask.PassItem: Route(answer_round.pass_item, round_result_card.present),
    ask.PauseRound: Route(play_round.pause_round, round_card.turn),
    ask.ResumeRound: Route(play_round.resume_round, round_card.turn),
    ask.EndRound: Route(play_round.end_round, round_card.turn),
    ask.ShowReport: Route(show_report, round_report_card.opened),
    ask.ShowRounds: Route(show_rounds, round_report_card.history),
    ask.ExportRound: Route(show_report, round_report_card.exported),
    ask.StartLive: Route(live_rounds.start_live, round_card.opened),
    ask.JoinRound: Route(live_rounds.join_round, live_card.here),
    ask.LeaveRound: Route(live_rounds.leave_round, live_card.here),
    ask.BeginLive: Route(begin_live, live_card.moved),
    ask.SignUpPair: Route(find_partner.sign_up, pair_card.sign_up),
    ask.WithdrawPair: Route(find_partner.withdraw, pair_card.withdrawn),
    ask.ComeToPair: Route(pair_round.come, pair_card.met),
    ask.ShowPair: Route(pair_round.show_pair, pair_card.present),
    ask.ShowSheet: Route(pair_round.show_sheet, pair_card.sheet),
    ask.HandOver: Route(pair_round.hand_over, pair_card.sheet),
    ask.RatePair: Route(rate_pair, pair_rating_card.rated),
    ask.RateRound: Route(rate_round, round_report_card.sheet),
    ask.ReportQuestion: Route(reports.report, report_card.present),
    ask.ShowSettings: Route(settings.show_settings, settings_card.present),
    ask.ChangeSettings: Route(settings.change, settings_card.present),
    ask.SetZone: Route(settings.set_zone, settings_card.present),
    ask.SetRestDays: Route(settings.set_rest_days, settings_card.present),
    ask.SetReminder: Route(settings.set_reminder, settings_card.present),
    ask.SetConfirm: Route(settings.set_confirm, settings_card.present),
    ask.SetVisibility: Route(settings.set_visibility, settings_card.present),
    ask.PauseLearner: Route(pauses.pause, settings_card.paused),
    ask.ResumeLearner: Route(pauses.resume, settings_card.resumed),
    ask.JoinGroup: Route(membership.join, membership_card.joined),
    ask.SetUpGroup: Route(set_up, setup_card.present_setup),
    ask.ShowGroup: Route(show_group, group_card.present),
    ask.ChangeGroup: Route(change, setup_card.present_change),
    ask.PreviewDaily: Route(direct_posts.preview, direct_post_card.present_preview),
    ask.SkipDates: Route(skipping.skip, admin_cards.present_dates),
    ask.UnskipDates: Route(skipping.unskip, admin_cards.present_dates),
    ask.ReplaceDaily: Route(direct_posts.replace, direct_post_card.present_posted),
    ask.PostNow: Route(direct_posts.post_now, direct_post_card.present_posted),
    ask.PauseGroup: Route(group_life.pause, group_card.present_life),
    ask.ResumeGroup: Route(group_life.resume, group_card.present_life),
    ask.EndGroup: Route(group_life.end, group_card.present_life),
    ask.RestoreGroup: Route(group_life.restore, group_card.present_life),
    ask.ShowLog: Route(show_log, admin_cards.present_log),
    ask.AddAdmin: Route(add_admin, admin_cards.present_admins),
    ask.RemoveAdmin: Route(remove_admin, admin_cards.present_admins),
    ask.ShareGroup: Route(spanning.share, spanning_card.present_code),
    ask.AddChannel: Route(spanning.add_channel, spanning_card.present),
    ask.ConfirmShare: Route(spanning.confirm_share, spanning_card.present),
    ask.BotInvited: Route(invite.invited, invite_card.present_noticed),
    ask.ChannelLost: Route(invite.channel_lost, invite_card.present_noticed),
    ask.ChannelRenamed: Route(invite.channel_renamed, invite_card.present_noticed),
    ask.SpaceLost: Route(invite.space_lost, invite_card.present_noticed),
    ask.LeaveGroup: Route(membership.leave, membership_card.left),
    ask.LearnerGone: Route(membership.gone, membership_card.gone),
    ask.LearnerLeft: Route(membership.left_channel, membership_card.gone),
    ask.StartLink: Route(linking.start_link, identity_card.code_shown),
    ask.RedeemLink: Route(linking.redeem, identity_card.asked),
    ask.ConfirmLink: Route(linking.confirm_link, identity_card.asked),
    ask.Unlink: Route(linking.unlink, identity_card.unlinked),
    ask.ExportData: Route(export_data, identity_card.exported),
    ask.DeleteData: Route(delete_data, identity_card.deleted),
}
