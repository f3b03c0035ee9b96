"""A reward that ends soon, in words."""

from actions.campaigns.message_facts import Occasion
from bot.campaigns.kind_words import KindWords
from bot.campaigns.parts import held, until
from bot.customer.rewards import use_button
from bot.turn import Reply
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Reply:
    voucher = held(one)
    text = say.t("⏳ {shop}: “{reward}” runs out.", shop=one.shop.name, reward=voucher.reward)
    return Reply("\n".join([text, *until(one, say)]), (use_button(voucher, say),))


WORDS = KindWords(
    name=N_("Reward runs out"),
    does=N_("a week before a reward ends, and once more on the day before its last"),
    because=(N_("a reward of yours ends soon"), N_("the reward and its last day")),
    word=_word,
)
