"""Handing out rewards: from the customer's one-time code, or by Redeem after a scan."""

from dataclasses import replace

from actions.cards.buy_reward import KeptForLevel, PointsMissing, SoldOut
from actions.cards.card_state import CardState
from actions.cards.held_reward import NotAvailable, gone_since
from actions.cards.own_cards import tally, tally_of_card
from actions.till import redeem as rewards
from actions.till.redeem import (
    Asked,
    CodeTooOld,
    Redeemed,
    RedeemOutcome,
    SpendOutcome,
    Unregistered,
    UsedBefore,
)
from actions.till.scan import shop_of
from actions.till.scan_outcome import NotStaff, OthersDoing, OwnCard, UnknownCode
from actions.till.undo_redemption import GivenBack, GivenOn, take_back_redemption
from bot.bygone import bygone
from bot.staff import asking_amount, billing
from bot.staff.outcomes import just_shown
from bot.staff.standing import asks_bill, handing_out
from bot.staff.strange import no_reward_here, of_another_shop
from bot.turn import Choice, Reply, Turn
from loyalty.cards.counter_state import affordable
from loyalty.records import Voucher
from words.cards.rewards import by_reward, times
from words.cards.worth import with_worth
from words.till.redemptions import stays_redeemed, word_redemption
from words.till.undo import others_doing, too_late_together


def voucher_shown(turn: Turn, code: str) -> Reply | list[Reply]:
    """Follow the one-time code on a customer's voucher."""
    return _say(turn, rewards.spend_code(turn.tx, turn.actor, code, now=turn.now))


def voucher_typed(turn: Turn, code: str) -> Reply | list[Reply] | None:
    """Spend the voucher with a typed one-time code; None when there is none in this person's shops."""
    if rewards.find_spend_code(turn.tx, turn.actor, code) is None:
        return None
    return voucher_shown(turn, code)


def redeem(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer Redeem: with one reward it is done; with several, or at a second tap, the cashier picks."""
    card_id, how, *seen = arg.split(":")
    asking_amount.keep_amount(turn, int(card_id))
    if not just_shown(turn):
        how = "n"  # the next tap is on a fresh message, and the card was on the counter long ago
    every = rewards.redeemable(turn.tx, turn.actor, int(card_id), now=turn.now)
    if not isinstance(every, tuple):
        return _say(turn, every)
    account, currency = every[0].account, every[0].shop.currency
    now = tally(turn.tx, account)
    choices = [
        (
            times(with_worth(voucher.reward, voucher.worth, currency, turn.words), count),
            f"{card_id}:{how}:v{voucher.id}",
        )
        for voucher, count in by_reward(every[0].vouchers)
    ]
    choices += [
        (
            f"{with_worth(reward.text, reward.worth, currency, turn.words)} ({turn.words.number(reward.at)})",
            f"{card_id}:{how}:r{reward.key}:{now}",
        )
        for state in every
        for reward in affordable(state.standing)
    ]
    if len(choices) == 1 and seen in ([], [str(now)]):
        return redeem_one(turn, choices[0][1])
    if not choices:
        gone = gone_since(turn.tx, account, turn.shown_at or turn.now, now=turn.now)
        return _say(turn, gone) if gone else Reply(turn.t("No reward is waiting on this card."))
    rows = tuple((Choice(f"🎁 {label}", "give", what),) for label, what in choices)
    return Reply(turn.t("Which reward?"), rows)


def redeem_one(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Hand out the reward that was picked."""
    card_id, how, what, *seen = arg.split(":")
    if seen and seen[0] != str(tally_of_card(turn.tx, int(card_id))):
        return redeem(turn, f"{card_id}:{how}:{seen[0]}")
    asking_amount.keep_amount(turn, int(card_id))
    outcome = rewards.redeem(
        turn.tx,
        turn.actor,
        int(card_id),
        int(what[1:]) if what[0] == "v" else what[1:],
        shown=how == "s" and just_shown(turn),
        now=turn.now,
    )
    return _say(turn, outcome)


def take_back(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Undo a redemption that was tapped by mistake."""
    match take_back_redemption(turn.tx, turn.actor, int(arg), now=turn.now):
        case GivenBack(voucher, state):
            asking_amount.keep_amount(turn, state.account.id)
            return _told(turn, state, voucher)
        case GivenOn() as stays:
            return Reply(stays_redeemed(stays, turn.words))
        case NotAvailable(Voucher(state="available")):
            return Reply(turn.t("That was taken back already."))
        case NotAvailable(
            Voucher(used_at=None) as voucher
        ):  # gone with the stamps that earned it, or run out
            return Reply(bygone(turn, voucher, ""))
        case NotAvailable(Voucher(account_id=card)) if shop_of(turn.tx, card).is_coalition:
            return Reply(too_late_together(turn.words))
        case NotAvailable():
            return Reply(turn.t("That can't be taken back any more. A manager can help, with /undo."))
        case OthersDoing():
            return Reply(others_doing(turn.words))
        case NotStaff():
            return Reply(turn.t("Only the shop's staff can do this."))


def _say(turn: Turn, outcome: RedeemOutcome | SpendOutcome) -> Reply | list[Reply]:
    match outcome:
        case Redeemed(voucher, state):
            return _told(turn, state, voucher)
        case (
            Asked()
            | SoldOut()
            | KeptForLevel()
            | PointsMissing()
            | Unregistered()
            | UsedBefore()
            | CodeTooOld()
            | OwnCard()
        ):
            return Reply(word_redemption(outcome, turn.words))
        case NotAvailable(voucher, used_by):
            return Reply(bygone(turn, voucher, used_by))
        case UnknownCode():
            return no_reward_here(turn)
        case NotStaff():
            return of_another_shop(turn)


def _told(turn: Turn, state: CardState, voucher: Voucher) -> Reply | list[Reply]:
    told = replace(handing_out(turn.words, state, voucher), about={"voucher_id": voucher.id}, promised=True)
    if voucher.used_at and asks_bill(voucher):
        billing.wait_for_bill(turn, voucher.id, state.account.id)
        return told
    return asking_amount.and_ask(turn, told, asking_amount.unbooked(turn, state.account.id))
