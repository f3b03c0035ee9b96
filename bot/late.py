"""An answer that comes late: how stands what it was about, by the facts as they are now."""

from datetime import datetime

from actions.access import jobs_of
from actions.delivery.notices import IN_WORDS, Notice
from actions.till.redeem import SpendCode, show_voucher
from actions.tx import Tx
from bot.customer.cards import card_reply
from bot.customer.rewards import code_reply
from bot.platform import Links
from bot.staff.standing import booking, handing_out
from bot.turn import Choice, Reply
from loyalty.actor import ActingPerson
from words.language import Words


def late(tx: Tx, notice: Notice, say: Words, links: Links, *, now: datetime) -> Reply:
    """Say how stands what the answer that did not arrive was about."""
    state, person = notice.state, notice.person
    if state and notice.visit:
        return booking(say, state, notice.visit)
    if state and notice.voucher:
        return handing_out(say, state, notice.voucher)
    if (
        state and state.account.person_id == person.id
    ):  # one that changed hands meanwhile is not theirs to see
        return card_reply(notice.states, say, links, now=now)
    if "shows" in notice.data:  # its code lives for minutes: here is a new one
        shown = show_voucher(tx, person.id, notice.data["shows"], now=now)
        if isinstance(shown, SpendCode):
            return code_reply(shown, say, links)
    if IN_WORDS in notice.data:
        lost = say.t(
            "Sorry, the picture or file that I sent did not get through. Please ask me for it once more."
        )
        return Reply(lost)
    sorry = say.t("Sorry, I could not answer you until now. I am back: please ask me again.")
    return Reply(sorry, ((_onwards(tx, person.id, say),),))


def _onwards(tx: Tx, person_id: int, say: Words) -> Choice:
    """Lead back to what somebody has here: who works in a shop may have no card at all."""
    works = jobs_of(tx, ActingPerson(person_id))
    return Choice(say.t("How it works"), "help") if works else Choice(say.t("💳 My card"), "card")
