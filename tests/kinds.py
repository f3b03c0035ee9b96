"""The kinds of messages by name."""

from actions.campaigns.kinds import MESSAGE_KINDS
from actions.campaigns.kinds.almost_there import ALMOST_THERE
from actions.campaigns.kinds.anniversary import ANNIVERSARY
from actions.campaigns.kinds.balance_expiring import BALANCE_EXPIRING
from actions.campaigns.kinds.birthday import BIRTHDAY
from actions.campaigns.kinds.bring_friend import BRING_FRIEND
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.campaigns.kinds.cause_paid import CAUSE_PAID
from actions.campaigns.kinds.challenge_ending import CHALLENGE_ENDING
from actions.campaigns.kinds.event_came import EVENT_CAME
from actions.campaigns.kinds.event_invite import EVENT_INVITE
from actions.campaigns.kinds.event_soon import EVENT_SOON
from actions.campaigns.kinds.goal import GOAL
from actions.campaigns.kinds.improvement import IMPROVEMENT
from actions.campaigns.kinds.joker_used import JOKER_USED
from actions.campaigns.kinds.level_falling import LEVEL_FALLING
from actions.campaigns.kinds.level_near import LEVEL_NEAR
from actions.campaigns.kinds.membership_ends import MEMBERSHIP_ENDS
from actions.campaigns.kinds.one_question import ONE_QUESTION
from actions.campaigns.kinds.question import QUESTION
from actions.campaigns.kinds.voucher_expiring import VOUCHER_EXPIRING
from actions.campaigns.kinds.voucher_waiting import VOUCHER_WAITING
from actions.campaigns.kinds.welcome import WELCOME
from actions.campaigns.kinds.win_back import WIN_BACK
from loyalty.campaigns.frequency_cap import DIGEST

# What a test that lists all it hears goes by: a kind that is added is none of these.
NAMED = frozenset(
    {
        ALMOST_THERE,
        ANNIVERSARY,
        BALANCE_EXPIRING,
        BIRTHDAY,
        BRING_FRIEND,
        BROADCAST,
        CHALLENGE_ENDING,
        CAUSE_PAID,
        EVENT_CAME,
        EVENT_INVITE,
        EVENT_SOON,
        GOAL,
        IMPROVEMENT,
        JOKER_USED,
        LEVEL_FALLING,
        LEVEL_NEAR,
        MEMBERSHIP_ENDS,
        QUESTION,
        ONE_QUESTION,
        VOUCHER_EXPIRING,
        VOUCHER_WAITING,
        WELCOME,
        WIN_BACK,
    }
)

__all__ = [
    "ALMOST_THERE",
    "ANNIVERSARY",
    "BALANCE_EXPIRING",
    "BIRTHDAY",
    "BRING_FRIEND",
    "BROADCAST",
    "CAUSE_PAID",
    "CHALLENGE_ENDING",
    "DIGEST",
    "EVENT_CAME",
    "EVENT_INVITE",
    "EVENT_SOON",
    "GOAL",
    "IMPROVEMENT",
    "JOKER_USED",
    "LEVEL_FALLING",
    "LEVEL_NEAR",
    "MEMBERSHIP_ENDS",
    "MESSAGE_KINDS",
    "NAMED",
    "ONE_QUESTION",
    "QUESTION",
    "VOUCHER_EXPIRING",
    "VOUCHER_WAITING",
    "WELCOME",
    "WIN_BACK",
]
