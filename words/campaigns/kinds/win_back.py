"""Win-back, step by step, in words."""

from actions.campaigns.message_facts import Occasion
from loyalty.records import Voucher
from words.campaigns import known
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said, SettingWords, ShowCard, TellWhyAway, UseVoucher
from words.campaigns.parts import COST, VOUCHER_SETTINGS, with_gift
from words.cards.card import balance, to_go
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    shop, name = one.shop.name, name_of(one, say)
    if one.step == "ask":
        text = say.t(
            "{name}, we haven't seen you at {shop} for a while. What keeps you away?", name=name, shop=shop
        )
        return Said(text, (TellWhyAway(),))
    if one.voucher:
        return with_gift(one, say, say.t("{name}, {shop} would like to see you again.", name=name, shop=shop))
    held = _held_instead(one)
    if held:
        text = say.t("{name}, your card at {shop} is still here.", name=name, shop=shop)
        return Said(text, (UseVoucher(held), ShowCard()))
    stands, left = balance(one.state, say), to_go(one.state, say)
    text = say.t(
        "{name}, your card at {shop} is still here: {balance}.", name=name, shop=shop, balance=stands
    )
    return Said(f"{text}\n{left}")


def _held_instead(one: Occasion) -> Voucher | None:
    """Return the reward that calls a customer back: with one waiting, nobody is told how far the next is."""
    return one.state.vouchers[0] if one.step == "remind" and one.state.vouchers else None


WORDS = KindWords(
    name=N_("We miss you"),
    does=N_("for who stays away, step by step a reminder, a question, a gift, a bigger one, then rest"),
    because=(N_("you have been away for long"), N_("the days of your visits")),
    word=_word,
    known=(known.last_visit,),
    steps={
        "remind": N_("The reminder"),
        "ask": N_("The question"),
        "offer": N_("The gift"),
        "bigger_offer": N_("The bigger gift"),
    },
    figure="balance",
    instead=_held_instead,
    settings={
        "days": SettingWords(
            "days",
            N_("After no visit for"),
            N_("After how many days without a visit do you miss somebody? Type a number from 14 to 365."),
        ),
        **VOUCHER_SETTINGS,
        "bigger_gift": SettingWords(
            "gift2",
            N_("Bigger gift"),
            N_("What do you give who did not come for the first gift? Type it as customers shall read it."),
            none=N_("No gift"),
        ),
        "bigger_gift_cost_minor": SettingWords("cost2", N_("What the bigger gift costs us"), COST),
    },
)
