"""What people are told without having asked: one row a kind of notice."""

from collections.abc import Mapping

from bot import handed
from bot.receipts import coalition, gifts, memberships, shop, till
from bot.receipts.case import Case, Receipt, Wording


def _alone(word: handed.Word) -> Wording:
    def worded(case: Case) -> list[Receipt]:
        reply = word(case.tx, case.words, case.notice.data, case.now)
        return [Receipt(reply)] if reply else []

    return worded


KINDS: Mapping[str, Wording] = {
    "visit": till.visit,
    "renewed": till.renewed,
    "undone": till.undone,
    "redeemed": till.redeemed,
    "returned": till.returned,
    "surprise": gifts.surprise,
    "proof": gifts.proof,
    "task": gifts.task,
    "won": gifts.won,
    "membership": memberships.bought,
    "membership_ended": memberships.ended,
    "cut": memberships.cut,
    "stranded": memberships.stranded,
    "surprise_undone": gifts.surprise_undone,
    "friend": gifts.friend,
    "friend_undone": gifts.friend_undone,
    "asked": till.asked,
    "agreed": till.agreed,
    "disputed": till.disputed,
    "guessing": till.guessing,
    "sign_ups": shop.many_joined,
    "role": shop.role,
    "briefing": shop.briefing,
    "coalition_asked": coalition.asked,
    "coalition_news": coalition.news,
    "settlement": coalition.settlement,
    "running_out": shop.running_out,
    "bot_refused": shop.bot_refused,
    "campaign": shop.campaign,
    "digest": shop.figures,
    "fortune": shop.broadcast_done,
    "experiment": shop.experiment_news,
    "draw_over": shop.draw_over,
    "event_seat": shop.event_seat,
    "event_cancelled": shop.event_cancelled,
    "event_changed": shop.event_changed,
    "letter": shop.letter,
    "letter_answer": shop.letter_answer,
    **{kind: _alone(word) for kind, word in handed.KINDS.items()},
    "late": till.too_late,
}

__all__ = ["KINDS", "Case", "Receipt"]
