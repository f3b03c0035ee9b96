"""What each kind of message is called, and what it does: the same words for customers and owners."""

from collections.abc import Mapping

from loyalty.campaigns.frequency_cap import MESSAGE_POLICIES, MessageKind, Purpose
from words.language import N_, Words

_NAMES: Mapping[MessageKind, str] = {
    MessageKind.WELCOME: N_("Welcome"),
    MessageKind.DIGEST: N_("Digest"),
    MessageKind.VOUCHER_EXPIRING: N_("Reward runs out"),
    MessageKind.BALANCE_EXPIRING: N_("Card runs out"),
    MessageKind.BIRTHDAY: N_("Birthday"),
    MessageKind.ANNIVERSARY: N_("Anniversary"),
    MessageKind.GOAL: N_("Goal"),
    MessageKind.ALMOST_THERE: N_("Almost there"),
    MessageKind.VOUCHER_WAITING: N_("Reward waits"),
    MessageKind.WIN_BACK: N_("We miss you"),
    MessageKind.BROADCAST: N_("News"),
}
# To the owner.
_DOES: Mapping[MessageKind, str] = {
    MessageKind.WELCOME: N_("how the card works and what is in it, after the first visit"),
    MessageKind.DIGEST: N_("tells you how the week and the month were"),
    MessageKind.VOUCHER_EXPIRING: N_("a week before a reward ends, and once more on the day before its last"),
    MessageKind.BALANCE_EXPIRING: N_("a week before a card ends, and once more on the day before its last"),
    MessageKind.BIRTHDAY: N_("a wish, and a gift if you like, once a year"),
    MessageKind.ANNIVERSARY: N_("a thank-you each year after the day somebody joined"),
    MessageKind.GOAL: N_("how far what they save for is, unless they are on track"),
    MessageKind.ALMOST_THERE: N_("little is missing, and they stay away longer than usual"),
    MessageKind.VOUCHER_WAITING: N_("a reward that nobody has fetched for two weeks"),
    MessageKind.WIN_BACK: N_(
        "for who stays away, step by step a reminder, a question, a gift, a bigger one, then rest"
    ),
    MessageKind.BROADCAST: N_("what you write yourself with /broadcast"),
}
# To the customer: the rule, and the data it uses.
_BECAUSE: Mapping[MessageKind, tuple[str, str]] = {
    MessageKind.WELCOME: (N_("this was your first visit"), N_("your first visit")),
    MessageKind.DIGEST: (N_("you own this shop, and a week or a month is over"), N_("the shop's figures")),
    MessageKind.VOUCHER_EXPIRING: (N_("a reward of yours ends soon"), N_("the reward and its last day")),
    MessageKind.BALANCE_EXPIRING: (
        N_("your card has not been used for long, and what is on it ends soon"),
        N_("your balance and your last visit"),
    ),
    MessageKind.BIRTHDAY: (N_("it is around your birthday"), N_("the birthday you told me")),
    MessageKind.ANNIVERSARY: (N_("it is the day of the year on which you joined"), N_("the day you joined")),
    MessageKind.GOAL: (
        N_("you save for something, and are not on track for it"),
        N_("your goal, your balance and the days of your visits"),
    ),
    MessageKind.ALMOST_THERE: (
        N_("little is missing for a reward, and you have been away longer than usual"),
        N_("your balance and the days of your visits"),
    ),
    MessageKind.VOUCHER_WAITING: (
        N_("a reward has been waiting for you for two weeks"),
        N_("the reward and the day you earned it"),
    ),
    MessageKind.WIN_BACK: (N_("you have been away for long"), N_("the days of your visits")),
    MessageKind.BROADCAST: (
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
    kind
    for kind in _NAMES
    if MESSAGE_POLICIES[kind].purpose is not Purpose.SERVICE or kind is MessageKind.DIGEST
)


def kind_name(say: Words, kind: MessageKind) -> str:
    """Name a kind of message: "Birthday"."""
    return say.t(_NAMES[kind])


def step_name(say: Words, step: str) -> str:
    """Name a step of the win-back ladder."""
    return say.t(_STEPS[step])


def what_it_does(say: Words, kind: MessageKind) -> str:
    """Tell an owner in a line what a campaign does."""
    return say.t(_DOES[kind])


def because(say: Words, kind: MessageKind) -> tuple[str, str]:
    """Tell a customer the rule by which such a message comes, and the data that it uses."""
    rule, data = _BECAUSE[kind]
    return say.t(rule), say.t(data)
