"""How a card stands, with all that a screen or a rule needs to know about it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from actions.cards import offers
from actions.cards.giving import giving_of
from actions.cards.past import kept_for_others, past_of
from actions.cards.run_out import run_out
from actions.cards.running import Running, running_on
from actions.cards.stock import gone
from loyalty.cards.counter_state import CounterState, Progress, progress
from loyalty.cards.endings import balance_ends
from loyalty.cards.giving import Giving
from loyalty.cards.goals import Goal, is_over
from loyalty.cards.memberships import HeldMembership, open_ones
from loyalty.cards.part import Part
from loyalty.cards.parts.above_average import LOOKED_AT, AboveAverage, usual_of
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import birthday, day_of, day_starts, next_kept
from loyalty.people.items import SoldItem
from loyalty.records import Account, Counter, Person, Shop, Voucher
from loyalty.values import dataclass
from storage import card_context
from storage.card_context import Around
from storage.cards import memberships, visit_patterns, visits, vouchers
from storage.engine.statements import Tx
from storage.shop import business, items, programmes

_BIRTHDAY_NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class CardState:
    """A card as it stands now: an account and its counter, under the rules in force for it."""

    account: Account
    counter: Counter
    shop: Shop
    holder: Person | None
    standing: CounterState
    current: ProgrammeVersion
    vouchers: tuple[Voucher, ...]
    goal: Goal | None
    expires_at: datetime | None  # of the balance
    birthday_near: bool
    at: datetime  # by the shop's clock
    tally: int = 0  # of the rewards that the card ever got (`own_cards.tally`)
    running: tuple[Running, ...] = ()  # challenges whose days are not over
    giving: Giving | None = None  # what its visits give to, where the shop supports something
    memberships: tuple[HeldMembership, ...] = ()  # of which something may come yet
    asked_for_offers: int = 0  # how often its holder was; as often as anybody is, where they answered
    birthday_gift: str | int = ""  # what the shop gives on a birthday: in words, or so much on the card
    introduced: bool = False  # to the shop of a coalition that serves it
    stands_as: str = ""  # "quadrant:phase" by the last night
    unsuited: frozenset[str] = frozenset()  # offers that never reach its holder, as `offers` names them
    sold: tuple[SoldItem, ...] = ()  # what the shop sells by name, where it gives more for things
    unnamed: frozenset[int] = frozenset()  # vouchers that are named to nobody unasked
    own_cue: str | None = (
        None  # what the owner wants staff to be told of such a customer; None: what we suggest
    )

    @property
    def veiled(self) -> bool:
        """Say whether who serves the card learns no more than that it is good."""
        return self.shop.is_coalition and not self.introduced

    @property
    def progress(self) -> Progress:
        """Return how far it is to the next reward."""
        return progress(self.standing)

    @property
    def by_amount(self) -> bool:
        """Say whether its visits count by what was spent."""
        return self.standing.version.programme.needs_amount

    @property
    def today(self) -> date:
        """Return the day in the shop."""
        return self.at.date()

    @property
    def name(self) -> str:
        """Return the holder's name; "" for an unregistered card, and for a coalition's to whom they are not introduced."""
        return self.holder.name if self.holder and not self.veiled else ""


def load(tx: Tx, account: Account, *, now: datetime) -> CardState:
    """Return how an account's first counter stands, after what ran out has run out."""
    return load_every(tx, account, now=now)[0]


def load_every(tx: Tx, account: Account, *, now: datetime) -> tuple[CardState, ...]:
    """Return how each counter of an account stands, in the order of the shop's programmes."""
    return tuple(stands(tx, around, now=now) for around in card_context.of_account(tx, account.id))


def load_counter(tx: Tx, account: Account, counter_id: int, *, now: datetime) -> CardState:
    """Return how one counter of an account stands; raises `LookupError` where it is not one of its open ones."""
    found = {one.counter.id: one for one in card_context.of_account(tx, account.id)}
    return stands(tx, found[counter_id], now=now)


def load_reward(tx: Tx, account: Account, reward_key: str, *, now: datetime) -> CardState:
    """Return how the counter of an account stands whose rules have this reward: its key is on no other one."""
    every = load_every(tx, account, now=now)
    return next((one for one in every if one.standing.version.programme.reward(reward_key)), every[0])


def stands(tx: Tx, around: Around, *, now: datetime) -> CardState:
    """Return how a card stands of which all that is around it was read, after what ran out has run out."""
    shop, current, counter = around.shop, around.current, around.counter
    # A begun card keeps its promise, an empty one takes today's rules.
    kept = counter.balance and counter.version_id != current.id
    begun = programmes.version(tx, shop.id, counter.version_id) if kept else current
    counter = run_out(tx, counter, begun, shop, now=now)
    at = now.astimezone(shop.zone)
    standing = _standing(tx, counter, begun if counter.balance else current, around, at=at)
    waiting = tuple(vouchers.usable(tx, around.account, now=now)) if around.holds else ()
    labels = _more_given_for(begun, current)
    sold = tuple(items.of_shop(tx, shop.id)) if shop.has_items and labels else ()
    unsuited = offers.unsuited(tx, shop, around.account, bonuses=labels, sold=sold, now=now)
    return CardState(
        account=around.account,
        counter=counter,
        shop=shop,
        holder=around.holder,
        standing=standing,
        current=current,
        vouchers=waiting,
        tally=around.tally,
        goal=open_goal(around.goal, standing, waiting),
        expires_at=balance_ends(counter, standing.version.programme, shop.zone),
        birthday_near=_birthday_near(around.holder, shop, now),
        at=at,
        running=_running(tx, counter, around, now=now),
        giving=giving_of(tx, around.account, current.programme),
        memberships=open_ones(memberships.of_account(tx, around.account), now=now) if around.member else (),
        stands_as=around.stands_as or "",
        unsuited=unsuited,
        sold=sold,
        unnamed=offers.unnamed(tx, around.account, waiting, unsuited) if unsuited else frozenset(),
        own_cue=around.own_cue,
        asked_for_offers=around.asked_for_offers,
        birthday_gift=around.birthday_gift,
    )


def _more_given_for(*versions: ProgrammeVersion) -> set[str]:
    parts = (part for version in versions for part in version.programme.parts)
    return {part.label for part in parts if isinstance(part, BonusItem)}


def parts_of(standing: CounterState, current: ProgrammeVersion) -> tuple[Part, ...]:
    """List the parts that a card was begun with, and today's."""
    return (*standing.version.programme.parts, *current.programme.parts)


def _running(tx: Tx, counter: Counter, around: Around, *, now: datetime) -> tuple[Running, ...]:
    until = around.challenged_until
    return running_on(tx, counter, around.shop.zone, now=now) if until and now < until else ()


def open_goal(goal: Goal | None, standing: CounterState, waiting: Sequence[Voucher]) -> Goal | None:
    """Return what is saved for, unless that is over."""
    over = goal is not None and is_over(goal, standing, {voucher.reward_key for voucher in waiting})
    return None if over else goal


def _standing(
    tx: Tx, counter: Counter, version: ProgrammeVersion, around: Around, *, at: datetime
) -> CounterState:
    last, zone = around.last, around.shop.zone
    today = day_starts(at.date(), zone)
    parts = (*version.programme.parts, *around.current.programme.parts)
    past = past_of(tx, counter, parts, zone, now=at)
    return CounterState(
        balance=counter.balance,
        round=counter.round,
        version=version,
        given_today=_given_since(tx, counter, around, since=today),
        last=last,
        usual_minor=_usual(tx, around, parts, now=at),
        gone=gone(tx, around.shop.id, version, around.current),
        past=past,
        kept=kept_for_others(version.programme, parts, past, at),
    )


def _given_since(tx: Tx, counter: Counter, around: Around, *, since: datetime) -> int:
    """Count what visits gave from a moment on; where the newest alone is later, nearly always, nothing is asked."""
    last, before_at = around.last, around.before_last_at
    if last is None or last.at < since:
        return 0
    if before_at is None or before_at < since:
        return around.last_gave
    return visits.given_since(tx, counter, since=since)


def _usual(tx: Tx, around: Around, parts: Sequence[Part], *, now: datetime) -> int | None:
    """Return what a customer usually spends, where a part of the rules asks for it."""
    asking = [part for part in parts if isinstance(part, AboveAverage)]
    if not asking:
        return None
    tuned = asking[-1].tuned_on
    before = min(now, day_starts(tuned, around.shop.zone)) if tuned else now
    amounts = visit_patterns.amounts_of(tx, around.account, before=before, most=LOOKED_AT)
    return usual_of(amounts, business.told(tx, around.shop.id).average_sale_minor)


def _birthday_near(holder: Person | None, shop: Shop, now: datetime) -> bool:
    if holder is None or holder.birthday is None:
        return False
    today = day_of(now, shop.zone)
    return next_kept(birthday(holder.birthday), today=today) - today < timedelta(days=_BIRTHDAY_NEAR_DAYS)
