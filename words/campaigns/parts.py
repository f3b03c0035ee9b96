"""What several kinds say alike, in their messages and of their settings."""

from collections.abc import Mapping
from datetime import date

from actions.campaigns.message_facts import Occasion
from loyalty.cards.endings import last_day
from loyalty.records import Voucher
from words.campaigns.facts import day_of_message, gift_named
from words.campaigns.kind_words import Follow, Said, SettingWords, ShowCard, UseVoucher
from words.language import N_, Words
from words.units import gift_question

COST = N_("What does it cost you, roughly? Type an amount, for example {example}. Only you see it.")
AMOUNT_SETTINGS: Mapping[str, SettingWords] = {
    "gift_amount": SettingWords(
        "many",
        N_("On the card"),
        gift_question,
    )
}
VOUCHER_SETTINGS: Mapping[str, SettingWords] = {
    "gift": SettingWords(
        "gift",
        N_("Gift"),
        N_("What do you give? Type it as customers shall read it, for example Free coffee."),
        none=N_("No gift"),
    ),
    "gift_days": SettingWords(
        "long", N_("Gift lasts"), N_("For how many days does the gift last? Type a number.")
    ),
    "gift_cost_minor": SettingWords("cost", N_("What the gift costs us"), COST),
}
GIFT_SETTINGS = {**VOUCHER_SETTINGS, **AMOUNT_SETTINGS}


def with_gift(one: Occasion, say: Words, text: str, *, follows: tuple[Follow, ...] = ()) -> Said:
    """Say a message, and hand over the gift where the shop gives one; `follows` is what else its reader can do."""
    brings = gift_named(one, say)
    if not brings:
        return Said(text)
    ends = last_day(one.voucher.expires_at, one.shop.zone) if one.voucher and one.voucher.expires_at else None
    lines = [text, say.t("🎁 For you: {gift}.", gift=brings), *_until(ends, one, say)]
    use = (UseVoucher(one.voucher),) if one.voucher else ()
    return Said("\n".join(lines), (*use, *follows) or (ShowCard(),))


def held(one: Occasion) -> Voucher:
    """Return the reward that a message is about."""
    if one.voucher is None:
        raise LookupError(f"occurrence {one.id}: no voucher")
    return one.voucher


def until(one: Occasion, say: Words) -> list[str]:
    """Say on which day it ends, where it does."""
    return _until(day_of_message(one), one, say)


def _until(day: date | None, one: Occasion, say: Words) -> list[str]:
    today = one.state.today
    if day is None:
        return []
    left, said = (day - today).days, say.date(day, today=today)
    if left <= 0:
        return [say.t("Today is the last day.")]
    if left == 1:
        return [say.t("Tomorrow, {day}, is the last day.", day=said)]
    return [say.tn("Until {day}: {n} day left.", "Until {day}: {n} days left.", left, day=said)]
