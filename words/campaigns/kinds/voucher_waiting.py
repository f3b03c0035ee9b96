"""A reward that waits, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said, UseVoucher
from words.campaigns.parts import held, until
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    voucher = held(one)
    text = say.t("🎁 {shop}: “{reward}” is still waiting for you.", shop=one.shop.name, reward=voucher.reward)
    return Said("\n".join([text, *until(one, say)]), (UseVoucher(voucher),))


WORDS = KindWords(
    name=N_("Reward waits"),
    does=N_("a reward that nobody has fetched for two weeks"),
    because=(
        N_("a reward has been waiting for you for two weeks"),
        N_("the reward and the day you earned it"),
    ),
    word=_word,
    known=(known.reward,),
)
