"""A membership that ends soon, or has ended, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns.kind_words import KindWords, Said, SettingWords
from words.campaigns.parts import until
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    name = say.known(one.membership.name) if one.membership else say.t("Membership")
    about = {"shop": one.shop.name, "membership": name}
    if one.step == "over":
        text = say.t("⭐ {shop}: your membership “{membership}” has ended.", **about)
        more = say.t("Nothing was renewed. If you want another one, say so at the till: /membership")
        return Said(f"{text}\n{more}")
    text = say.t("⭐ {shop}: your membership “{membership}” ends soon.", **about)
    more = say.t("It ends by itself. Bought again at the till before that, it adds on: /membership")
    return Said("\n".join([text, *until(one, say), more]))


WORDS = KindWords(
    name=N_("Membership ends"),
    does=N_("some days before a membership ends, and once it has; who bought it again hears nothing"),
    because=(N_("a membership that you bought ends"), N_("the membership and its last day")),
    word=_word,
    steps={"soon": N_("Before it ends"), "over": N_("Once it has ended")},
    settings={
        "days": SettingWords(
            "days",
            N_("Days before"),
            N_("How many days before its last one shall they hear of it? Type a number from 1 to 30."),
        ),
    },
)
