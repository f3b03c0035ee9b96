"""A campaign's message as it might be: the shop's own rewards and gifts, made-up days, its owner as the customer."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from actions.access import NotAllowed, may
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.message_facts import Explanation, GivenAmount, Occasion
from actions.campaigns.settings import Campaign, campaign_of
from actions.cards.card_state import CardState
from loyalty.actor import ActingPerson
from loyalty.campaigns.due_rules import WARNINGS
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.counter_state import CounterState
from loyalty.cards.endings import ends_with, lasts
from loyalty.cards.goals import Goal
from loyalty.cards.pace import Outlook
from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.dates import day_of, day_starts, months_later
from loyalty.records import Account, Counter, Person, Shop, Voucher
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.people import persons
from storage.shop import programmes, shops


def example_of(
    tx: Tx, actor: ActingPerson, shop_id: int, kind: MessageKind, step: str, *, now: datetime
) -> Occasion | NotAllowed:
    """Make up an occasion of a campaign for an owner to look at; nothing is kept."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop, campaign = shops.by_id(tx, shop_id), campaign_of(tx, shop_id, kind)
    today, version = day_of(now, shop.zone), programmes.first(tx, shop_id)
    person = replace(persons.by_id(tx, actor.person_id), birthday=f"{today:%m-%d}")
    state = _state(shop, person, version, _to_go(campaign, version), today=today)
    return Occasion(
        id=0,
        key="",
        kind=kind,
        step=step,
        shop=shop,
        person=person,
        to_ask=(),
        state=state,
        outlook=Outlook(state.progress.to_go, today + timedelta(days=30), today + timedelta(days=20)),
        voucher=_voucher(campaign, step, shop, version.programme.rewards[-1], now=now),
        booked=GivenAmount(amount, version.programme.unit) if (amount := campaign.amount(step)) else None,
        days_left=None,
        wording=None,
        text="",
        why=Explanation(kind, now, 0, person.birthday, state.account.created_at),
    )


def _to_go(campaign: Campaign, version: ProgrammeVersion) -> int:
    if not version.programme.starts_over:
        return max(1, version.programme.rewards[-1].at // 10)
    return BY_KIND[campaign.kind].example_to_go(campaign)


def _state(shop: Shop, person: Person, version: ProgrammeVersion, to_go: int, *, today: date) -> CardState:
    reward = version.programme.rewards[-1]
    joined_at = day_starts(months_later(today, -12), shop.zone)
    balance = max(0, reward.at - to_go)
    standing = CounterState(balance, 1, version)
    return CardState(
        account=Account(0, shop.id, person.id, 0, "", "", joined_at, joined_at, None),
        counter=Counter(0, shop.id, 0, version.programme_id, version.id, 1, balance, joined_at, joined_at),
        shop=shop,
        holder=person,
        standing=standing,
        current=version,
        vouchers=(),
        goal=Goal(reward.at, 1, reward.key),
        expires_at=ends_with(today + timedelta(days=WARNINGS[-1][1]), shop.zone),
        birthday_near=True,
        at=day_starts(today, shop.zone).astimezone(shop.zone),
    )


def _voucher(campaign: Campaign, step: str, shop: Shop, reward: Reward, *, now: datetime) -> Voucher | None:
    gives = campaign.gift(step)
    if BY_KIND[campaign.kind].about_voucher or (not gives and step and step in campaign.gifts):
        gives = reward.text
    if not gives:
        return None
    days = int(campaign.settings.get("gift_days", WARNINGS[-1][1]))
    over = lasts(days, since=now, zone=shop.zone)
    return Voucher(0, 0, None, shop.id, None, "", gives, None, "available", now, over, None, None)
