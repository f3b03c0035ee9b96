"""The birthday, in words."""

from datetime import date

from actions.campaigns.message_facts import Occasion
from loyalty.dates import birthday, next_kept
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said, SettingWords
from words.campaigns.parts import GIFT_SETTINGS, with_gift
from words.language import N_, Words

_SOON_DAYS = 60  # a birthday farther away than this has just been


def _word(one: Occasion, say: Words) -> Said:
    name, shop = name_of(one, say), one.shop.name
    day = birthday(one.person.birthday) if one.person.birthday else None
    ahead = (next_kept(day, today=one.state.today) - one.state.today).days if day else 0
    if ahead == 0:
        text = say.t("🎂 Happy birthday, {name}! Yours, {shop}.", name=name, shop=shop)
    elif ahead <= _SOON_DAYS:
        text = say.t(
            "🎂 Your birthday is coming, {name}. {shop} wishes you a happy one!", name=name, shop=shop
        )
    else:
        text = say.t("🎂 Belated happy birthday, {name}! Yours, {shop}.", name=name, shop=shop)
    return with_gift(one, say, text)


def _known(one: Occasion, say: Words) -> str:
    if one.why.birthday is None:
        return ""
    day = birthday(one.why.birthday)
    return say.t("Your birthday: {day}", day=say.date(date(2000, day.month, day.day)))


WORDS = KindWords(
    name=N_("Birthday"),
    does=N_("a wish, and a gift if you like, once a year"),
    because=(N_("it is around your birthday"), N_("the birthday you told me")),
    word=_word,
    known=(_known,),
    mended_by="birthday",
    settings={
        "lead_days": SettingWords(
            "lead",
            N_("Sent before the day"),
            N_("How many days before the birthday may it come? Type a number; 0 is on the day."),
        ),
        "late_days": SettingWords(
            "late",
            N_("If missed, still sent for"),
            N_("For how many days after the birthday is it made up for? Type a number."),
        ),
        **GIFT_SETTINGS,
    },
)
