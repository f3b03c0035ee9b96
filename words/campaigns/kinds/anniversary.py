"""The day of the year on which somebody joined, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns.facts import name_of, years_of
from words.campaigns.kind_words import KindWords, Said
from words.campaigns.parts import GIFT_SETTINGS, with_gift
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    years = years_of(one)
    text = say.tn(
        "🎉 {n} year with {shop}: thank you, {name}!", "🎉 {n} years with {shop}: thank you, {name}!",
        years, shop=one.shop.name, name=name_of(one, say),
    )  # fmt: skip
    return with_gift(one, say, text)


def _known(one: Occasion, say: Words) -> str:
    joined = say.date(one.why.joined_at, one.shop.zone, today=one.state.today)
    return say.t("You joined: {day}", day=joined)


WORDS = KindWords(
    name=N_("Anniversary"),
    does=N_("a thank-you each year after the day somebody joined"),
    because=(N_("it is the day of the year on which you joined"), N_("the day you joined")),
    word=_word,
    known=(_known,),
    settings=GIFT_SETTINGS,
)
