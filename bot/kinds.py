"""What each kind of message is called, and what it does: the same words for customers and owners."""

from collections.abc import Mapping

from loyalty.campaigns.frequency_cap import MANNERS, Kind, Purpose
from words.language import N_, Words

_NAMES: Mapping[Kind, str] = {
    Kind.WELCOME: N_("Welcome"),
    Kind.DIGEST: N_("Digest"),
    Kind.VOUCHER_EXPIRING: N_("Reward runs out"),
    Kind.BALANCE_EXPIRING: N_("Card runs out"),
    Kind.BIRTHDAY: N_("Birthday"),
    Kind.ANNIVERSARY: N_("Anniversary"),
    Kind.GOAL: N_("Goal"),
    Kind.ALMOST_THERE: N_("Almost there"),
    Kind.VOUCHER_WAITING: N_("Reward waits"),
    Kind.WIN_BACK: N_("We miss you"),
    Kind.BROADCAST: N_("News"),
}
# To the owner.
_DOES: Mapping[Kind, str] = {
    Kind.WELCOME: N_("how the card works and what is in it, after the first visit"),
    Kind.DIGEST: N_("tells you how the week and the month were"),
    Kind.VOUCHER_EXPIRING: N_("a week before a reward ends, and once more on the day before its last"),
    Kind.BALANCE_EXPIRING: N_("a week before a card ends, and once more on the day before its last"),
    Kind.BIRTHDAY: N_("a wish, and a gift if you like, once a year"),
    Kind.ANNIVERSARY: N_("a thank-you each year after the day somebody joined"),
    Kind.GOAL: N_("how far what they save for is, unless they are on track"),
    Kind.ALMOST_THERE: N_("little is missing, and they stay away longer than usual"),
    Kind.VOUCHER_WAITING: N_("a reward that nobody has fetched for two weeks"),
    Kind.WIN_BACK: N_(
        "for who stays away, step by step a reminder, a question, a gift, a bigger one, then rest"
    ),
    Kind.BROADCAST: N_("what you write yourself with /broadcast"),
}
# To the customer: the rule, and the data it uses.
_BECAUSE: Mapping[Kind, tuple[str, str]] = {
    Kind.WELCOME: (N_("this was your first visit"), N_("your first visit")),
    Kind.DIGEST: (N_("you own this shop, and a week or a month is over"), N_("the shop's figures")),
    Kind.VOUCHER_EXPIRING: (N_("a reward of yours ends soon"), N_("the reward and its last day")),
    Kind.BALANCE_EXPIRING: (
        N_("your card has not been used for long, and what is on it ends soon"),
        N_("your balance and your last visit"),
    ),
    Kind.BIRTHDAY: (N_("it is around your birthday"), N_("the birthday you told me")),
    Kind.ANNIVERSARY: (N_("it is the day of the year on which you joined"), N_("the day you joined")),
    Kind.GOAL: (
        N_("you save for something, and are not on track for it"),
        N_("your goal, your balance and the days of your visits"),
    ),
    Kind.ALMOST_THERE: (
        N_("little is missing for a reward, and you have been away longer than usual"),
        N_("your balance and the days of your visits"),
    ),
    Kind.VOUCHER_WAITING: (
        N_("a reward has been waiting for you for two weeks"),
        N_("the reward and the day you earned it"),
    ),
    Kind.WIN_BACK: (N_("you have been away for long"), N_("the days of your visits")),
    Kind.BROADCAST: (
        N_("the shop wrote to some of its customers"),
        N_("that you have a card there, and when you last came"),
    ),
}

_STEPS: Mapping[str, str] = {
    "remind": N_("The reminder"),
    "ask": N_("The question"),
    "offer": N_("The gift"),
    "bigger_offer": N_("The bigger gift"),
}
# What a person can want none of.
REFUSABLE = tuple(
    kind for kind in _NAMES if MANNERS[kind].purpose is not Purpose.SERVICE or kind is Kind.DIGEST
)


def kind_name(say: Words, kind: Kind) -> str:
    """Name a kind of message: "Birthday"."""
    return say.t(_NAMES[kind])


def step_name(say: Words, step: str) -> str:
    """Name a step of the win-back ladder."""
    return say.t(_STEPS[step])


def what_it_does(say: Words, kind: Kind) -> str:
    """Tell an owner in a line what a campaign does."""
    return say.t(_DOES[kind])


def because(say: Words, kind: Kind) -> tuple[str, str]:
    """Tell a customer the rule by which such a message comes, and the data that it uses."""
    rule, data = _BECAUSE[kind]
    return say.t(rule), say.t(data)
