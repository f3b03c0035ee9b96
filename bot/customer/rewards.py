"""Rewards, as the customer sees them: what waits, what can be bought, and the code that is shown at the till."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.cards.buy_reward import KeptForLevel, PointsMissing, SoldOut
from actions.cards.card_state import CardState, load_every
from actions.cards.held_reward import NotAvailable, gone_since
from actions.delivery.notices import Notice
from actions.people import identify
from actions.till import confirm_redemption, redeem
from actions.till.confirm_redemption import AgreeOutcome
from actions.till.redeem import NotYours, Redeemed, SpendCode
from actions.till.scan_outcome import NotStaff, OwnCard
from actions.till.undo_redemption import GivenBack, GivenOn, object_to
from bot.bygone import bygone
from bot.customer import moving
from bot.customer.shared_card import where_good
from bot.emblems import emblem_of
from bot.pictures.specs import CodePicture
from bot.platform import Links
from bot.turn import Choice, Reply, Turn
from loyalty.cards.counter_state import affordable
from loyalty.cards.endings import last_day
from loyalty.cards.programme import Reward
from loyalty.names import first_name
from loyalty.records import Account, Voucher
from words.cards.card import menu_lines
from words.cards.rewards import by_reward, not_had, times
from words.cards.worth import booked, named, with_worth
from words.language import Words

# The cashier who asked stands at the counter; a yes from home would spend the reward on nobody.
_ASKED_LIVES = timedelta(minutes=10)
_LATELY = timedelta(days=14)


def show_rewards(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /rewards for one card, or for each."""
    cards = identify.cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop)
    chosen = [card for card in cards if str(card.id) == arg] or cards
    if not chosen and turn.visitor.workplaces:
        return Reply(
            turn.t(
                "To hand out a reward, scan the customer's card: where one waits, there is a Redeem button."
            )
        )
    if not chosen:
        return moving.still_open(turn) or Reply(
            turn.t("You have no card yet. Scan the poster in a shop and it is here.")
        )
    several = len(chosen) > 1
    return [_rewards(turn, load_every(turn.tx, card, now=turn.now), named=several) for card in chosen]


def _rewards(turn: Turn, states: Sequence[CardState], *, named: bool) -> Reply:
    state, lines = states[0], [states[0].shop.name]
    rows = []
    for voucher, count in by_reward(state.vouchers):
        reward = with_worth(voucher.reward, voucher.worth, state.shop.currency, turn.words)
        lines.append(f"🎁 {times(reward, count)}{_until(turn, state, voucher)}")
        rows.append((Choice(turn.t("Use: {reward}", reward=voucher.reward), "show", str(voucher.id)),))
    lines += _ran_out(turn, state.account)
    for each in states:
        lines += menu_lines(each, turn.words, beside=len(states) > 1)
        rows += [(get_button(turn.words, each, reward),) for reward in affordable(each.standing)]
    if where := where_good(turn, state.shop):
        lines.append(where)
    label = f"💳 {state.shop.name}" if named else turn.t("💳 My card")
    rows.append((Choice(label, "card", str(state.account.id)),))
    return Reply("\n".join(lines), tuple(rows))


def _ran_out(turn: Turn, account: Account) -> list[str]:
    """Say what became of a reward that is looked for here, and ran out lately."""
    gone = gone_since(turn.tx, account, turn.now - _LATELY, now=turn.now)
    if gone is None or gone.voucher is None or gone.voucher.used_at:
        return []
    return [f"⌛ {bygone(turn, gone.voucher, '')}"]


def _until(turn: Turn, state: CardState, voucher: Voucher) -> str:
    if voucher.expires_at is None:
        return ""
    day = turn.words.date(last_day(voucher.expires_at, state.shop.zone), today=state.today)
    return f" ({turn.t('until {day}', day=day)})"


def get_button(say: Words, state: CardState, reward: Reward) -> Choice:
    """Offer a reward for points: what it costs is asked before it is spent, and said where two have one name."""
    alike = sum(other.text == reward.text for other in state.standing.version.programme.rewards) > 1
    named = f"{reward.text} ({say.number(reward.at)})" if alike else reward.text
    return Choice(say.t("Get: {reward}", reward=named), "buy", f"{state.account.id}:{reward.key}")


def show_voucher(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show a reward's one-time code, to be scanned at the till within three minutes."""
    match redeem.show_voucher(turn.tx, turn.person_id, int(arg), now=turn.now):
        case NotAvailable(voucher, used_by):
            return Reply(bygone(turn, voucher, first_name(used_by)))
        case NotYours():
            return Reply(turn.t("This reward is on no card of yours any more. /card shows what you have."))
        case SpendCode() as shown:
            return code_reply(shown, turn.words, turn.links)


def code_reply(shown: SpendCode, say: Words, links: Links) -> Reply:
    """Show a reward's one-time code: the picture, and a caption that says the same without it."""
    voucher, shop = shown.voucher, shown.state.shop
    until = say.time(shown.expires_at, shop.zone)
    return Reply(
        say.t("🎁 {reward}\nShow this code to the cashier: {code}\nIt works once, until {time}.",
              reward=named(voucher, shop.currency, say), code=shown.code, time=until),
        ((Choice(say.t("🔄 New code"), "show", str(voucher.id)),),),
        picture=CodePicture(
            shop=shop.name,
            colour=shop.colour,
            headline=named(voucher, shop.currency, say),
            qr=links.voucher(shown.code, shop.id),
            code=shown.code,
            hint=say.t("Works once, until {time}", time=until),
            won=True,
            emblem=emblem_of(shop),
        ),
        about={"shows": voucher.id},
    )  # fmt: skip


def asked_for(notice: Notice, *, now: datetime) -> tuple[str, str] | None:
    """Name the reward that a customer is asked about, and what their yes carries; None when it can't be had."""
    state, voucher, data = notice.state, notice.voucher, notice.data
    if state is None:
        return None
    if voucher:
        return (voucher.reward, f"{voucher.id}:{data['member_id']}") if voucher.usable(now=now) else None
    reward = next((one for one in affordable(state.standing) if one.key == data.get("reward_key")), None)
    # The button knows how many there were when it was asked, so that two yeses are one.
    return (
        (reward.text, f"{state.account.id}:{data['member_id']}:{data['had']}:{reward.key}")
        if reward
        else None
    )


def agree(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the customer's yes to a reward that the cashier wants to hand out."""
    if turn.shown_at is None or turn.now - turn.shown_at > _ASKED_LIVES:
        late = Reply(turn.t("That button is out of date. Here is what you can do now:"))
        rewards = show_rewards(turn, "")
        return [late, *(rewards if isinstance(rewards, list) else [rewards])]
    match _agreed(turn, arg):
        case Redeemed(voucher, _):
            enjoy = turn.t("Enjoy: {reward}!", reward=voucher.reward)
            said = filter(None, (enjoy, booked(voucher.worth, turn.words)))
            return Reply("\n".join(said), in_place=True)
        case SoldOut() | KeptForLevel() | PointsMissing() as refusal:
            return Reply(not_had(refusal, turn.words))
        case NotAvailable(voucher, used_by):
            return Reply(bygone(turn, voucher, first_name(used_by)))
        case NotStaff() | OwnCard():
            return Reply(turn.t("This reward is not there any more."))


def _agreed(turn: Turn, arg: str) -> AgreeOutcome:
    first, member_id, *points = arg.split(":", 3)
    if not points:
        return confirm_redemption.agree(turn.tx, turn.person_id, int(first), int(member_id), now=turn.now)
    had, key = points
    return confirm_redemption.agree_to_buy(
        turn.tx, turn.person_id, int(first), key, int(member_id), had=int(had), now=turn.now
    )


def not_me(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Reverse a redemption that the customer says was not theirs."""
    match object_to(turn.tx, turn.actor, int(arg), now=turn.now):
        case GivenBack(voucher, _):
            return Reply(
                turn.t("“{reward}” is yours again. The owner knows about it. Thank you for telling us.",
                       reward=voucher.reward)
            )  # fmt: skip
        case GivenOn() | NotAvailable():
            return Reply(turn.t("That can't be reversed any more. Please ask in the shop."))


def use_button(voucher: Voucher, say: Words) -> tuple[Choice, ...]:
    """Offer to use a reward."""
    return (Choice(say.t("Use: {reward}", reward=voucher.reward), "show", str(voucher.id)),)
