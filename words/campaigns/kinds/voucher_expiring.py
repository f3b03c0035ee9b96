"""A reward that ends soon, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said, UseVoucher
from words.campaigns.parts import held, until
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    voucher = held(one)
    text = say.t("⏳ {shop}: “{reward}” runs out.", shop=one.shop.name, reward=voucher.reward)
    return Said("\n".join([text, *until(one, say)]), (UseVoucher(voucher),))


WORDS = KindWords(
    name=N_("Reward runs out"),
    does=N_("a week before a reward ends, and once more on the day before its last"),
    because=(N_("a reward of yours ends soon"), N_("the reward and its last day")),
    word=_word,
    known=(known.reward_end,),
)
