"""A shop's past as a list of deeds, and the rules it lives by: both can be tried out on an empty database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.campaigns import settings as campaign_settings
from actions.campaigns.dose import Dose, dose_of
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import MessageKind, Purpose
from loyalty.campaigns.treatments import Treatment
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.parts.task import Task
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.dates import Birthday, birthday
from loyalty.people.portrait import ChosenLines
from loyalty.shop.basis import Told
from storage.campaigns import filters, treatments
from storage.engine.statements import Tx
from storage.people import chosen_lines
from storage.rehearsal import recorded_past
from storage.shop import business, programmes, shops


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody with a card; `key` names them alone: a card's code, or what a file calls them."""

    key: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class JoinedIn:
    """They took a card, by the link of another customer (their place in the list) or by themselves."""

    by: int | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """They visited, and bought `items` that the shop gave more for."""

    stamps: int = 1
    spent_minor: int | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WasSurprised:
    """Somebody of the shop gave them so many without a purchase."""

    amount: int


@dataclass(frozen=True, slots=True)
class DidTask:
    """They showed that they had done what a task is called by, and the shop said yes."""

    label: str


@dataclass(frozen=True, slots=True)
class Took:
    """They took a reward; None: all they could have, as far as anybody can tell."""

    reward_key: str | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """They agreed to be written to about something, or no longer do."""

    purpose: Purpose
    given: bool = True


@dataclass(frozen=True, slots=True)
class Wished:
    """They said how often."""

    kind: str
    frequency: str


@dataclass(frozen=True, slots=True)
class ToldBirthday:
    """They told their birthday."""

    day: Birthday


@dataclass(frozen=True, slots=True)
class Saves:
    """They set a goal: a reward's key, or a number."""

    what: int | str
    by: date | None


@dataclass(frozen=True, slots=True)
class ShutUsOut:
    """They blocked us."""


ToldUs = Agreed | Wished | ToldBirthday | Saves | ShutUsOut
Deed = JoinedIn | Came | WasSurprised | DidTask | Took | ToldUs


@dataclass(frozen=True, slots=True)
class PastEvent:
    """What a customer (their place in the list) did, and when."""

    at: datetime
    customer: int
    deed: Deed


@dataclass(frozen=True, slots=True)
class Past:
    """Customers, and all that they did in the order of time."""

    customers: tuple[Customer, ...]
    events: tuple[PastEvent, ...]

    def visits(self) -> Iterator[PastEvent]:
        """Give the visits alone."""
        return (event for event in self.events if isinstance(event.deed, Came))

    def agreed(self) -> int:
        """Count the customers who in the end agreed to reminders or to offers."""
        told = [(event.customer, event.deed) for event in self.events if isinstance(event.deed, Agreed)]
        newest = {(customer, deed.purpose): deed.given for customer, deed in told}
        return len({customer for (customer, _), given in newest.items() if given})

    def spendings(self) -> Iterator[int]:
        """Give what was spent at the visits, where it is known."""
        deeds = (event.deed for event in self.events)
        return (deed.spent_minor for deed in deeds if isinstance(deed, Came) and deed.spent_minor is not None)


@dataclass(frozen=True, slots=True)
class ShopRules:
    """All that a shop decides: its place, its programme, its dose, what was set of each campaign, and what it told of its sales."""

    name: str
    programme: Programme
    timezone: str = "Europe/Amsterdam"
    currency: str = "EUR"
    language: str = "en"
    dose: Dose = field(default_factory=Dose)
    campaigns: Mapping[MessageKind, Mapping[str, int | str]] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    treatments: Mapping[str, Treatment] = field(
        default_factory=dict
    )  # that its owner changed, by whom they are for
    lines: ChosenLines = field(default_factory=ChosenLines)
    whom: Mapping[MessageKind, Filter] = field(default_factory=dict)  # campaigns for some alone

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that decides what a day is."""
        return ZoneInfo(self.timezone)


def rules_of(tx: Tx, shop_id: int, programme_id: int) -> ShopRules:
    """Return the rules that a shop lives by today, with one of its programmes."""
    shop = shops.by_id(tx, shop_id)
    every = {one.programme_id: one.programme for one in programmes.today(tx, shop_id)}
    return ShopRules(
        name=shop.name,
        programme=every[programme_id],
        timezone=shop.timezone,
        currency=shop.currency,
        language=shop.language,
        dose=dose_of(tx, shop_id),
        campaigns={
            one.kind: {"on": int(one.on), campaign_settings.HOLDOUT: one.holdout_percent, **one.settings}
            for one in campaign_settings.campaigns_of(tx, shop_id)
        },
        told=business.told(tx, shop_id),
        treatments=treatments.of_shop(tx, shop_id),
        lines=chosen_lines.of_shop(tx, shop_id),
        whom=dict(_whom(tx, shop_id)),
    )


def _whom(tx: Tx, shop_id: int) -> Iterator[tuple[MessageKind, Filter]]:
    """Give the campaigns for some alone, as far as a past tells who that is: by what they are, and how far they came."""
    for one in campaign_settings.campaigns_of(tx, shop_id):
        saved = filters.by_id(tx, shop_id, one.filter_id) if one.filter_id else None
        if saved and saved.asks == Filter(saved.asks.quadrant, saved.asks.phase):
            yield one.kind, saved.asks


def programmes_of(tx: Tx, shop_id: int) -> list[ProgrammeVersion]:
    """Return the programmes of which a rehearsal can be, in a shop's order."""
    return programmes.today(tx, shop_id)


def past_of(tx: Tx, shop_id: int, programme_id: int) -> Past:
    """Return what happened on the cards that somebody holds by one of a shop's programmes; what was undone never did."""
    held = recorded_past.cards_of(tx, shop_id)
    places = {account.id: place for place, account in enumerate(held)}
    came = recorded_past.visits_of(tx, shop_id, programme_id)
    by_amount = rules_of(tx, shop_id, programme_id).programme.needs_amount
    items, brought = _items(tx, shop_id, programme_id), recorded_past.brought(tx, shop_id)
    joined = {account.id: account.joined_at for account in held}
    for account_id, at, _, _ in reversed(came):  # a printed card may have come to its holder later
        joined[account_id] = min(joined[account_id], at)
    found: list[tuple[datetime, int, Deed]] = [
        (joined[account.id], account.id, JoinedIn(places.get(brought.get(account.id, 0)))) for account in held
    ]
    found += _told(tx, shop_id, held)
    found += [
        (at, account_id, Took(key)) for account_id, at, key in recorded_past.taken(tx, shop_id, programme_id)
    ]
    found += [
        (at, account_id, Came(1 if by_amount else stamps, spent, items.get((account_id, at), ())))
        for account_id, at, stamps, spent in came
    ]
    found += _given(tx, shop_id, programme_id)
    found += [
        (at, account_id, Saves(key or target, date.fromisoformat(by) if by else None))
        for account_id, at, target, key, by in recorded_past.goals_of(tx, shop_id, programme_id)
    ]
    return Past(
        tuple(Customer(account.code, account.name, account.language) for account in held),
        # What they told another shop before was known when they came to this one.
        in_order(
            PastEvent(max(at, joined[account_id]), places[account_id], deed) for at, account_id, deed in found
        ),
    )


def _items(tx: Tx, shop_id: int, programme_id: int) -> Mapping[tuple[int, datetime], tuple[str, ...]]:
    found: dict[tuple[int, datetime], tuple[str, ...]] = {}
    for account_id, at, label in recorded_past.items_of(tx, shop_id, programme_id, part=BonusItem.name):
        found[account_id, at] = (*found.get((account_id, at), ()), label)
    return found


def _given(tx: Tx, shop_id: int, programme_id: int) -> Iterator[tuple[datetime, int, Deed]]:
    about = (tx, shop_id, programme_id)
    for account_id, at, amount, _ in recorded_past.given(*about, part=Surprise.name):
        yield at, account_id, WasSurprised(amount)
    for account_id, at, _, label in recorded_past.given(*about, part=Task.name):
        yield at, account_id, DidTask(label)


def _told(tx: Tx, shop_id: int, held: list[recorded_past.PastCard]) -> Iterator[tuple[datetime, int, Deed]]:
    for account in held:
        if account.birthday and account.birthday_set_at:
            yield account.birthday_set_at, account.id, ToldBirthday(birthday(account.birthday))
        if account.shut_at:
            yield account.shut_at, account.id, ShutUsOut()
    for account_id, at, purpose, given in recorded_past.agreed(tx, shop_id):
        yield at, account_id, Agreed(Purpose(purpose), given=bool(given))
    for account_id, at, kind, frequency in recorded_past.wishes(tx, shop_id):
        yield at, account_id, Wished(kind, frequency)


def in_order(events: Iterator[PastEvent]) -> tuple[PastEvent, ...]:
    """Sort by time; what happened at the same moment keeps its order."""
    return tuple(sorted(events, key=lambda event: event.at))


def everybody_agreeing(what: Past) -> Past:
    """Return the same past, had everybody agreed to reminders and offers when they joined."""

    def told() -> Iterator[PastEvent]:
        for event in what.events:
            if not isinstance(event.deed, Agreed):
                yield event
            if isinstance(event.deed, JoinedIn):
                yield from (
                    replace(event, deed=Agreed(purpose)) for purpose in (Purpose.REMINDERS, Purpose.OFFERS)
                )

    return replace(what, events=tuple(told()))
