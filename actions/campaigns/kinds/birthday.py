"""The birthday: a wish, and perhaps a gift."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.campaigns.campaign import GIFT, Campaign, Setting
from actions.campaigns.campaign_kind import CampaignKind, a_month_of_a_year
from actions.campaigns.case import CandidateSearch, EligibilityCase, worth_finding
from loyalty.campaigns import due_rules as rules
from loyalty.campaigns.due_rules import Timing
from loyalty.campaigns.frequency_cap import Gift, MessageKind, MessagePolicy, Purpose
from loyalty.dates import Birthday, birthday, day_of
from loyalty.records import Account
from storage.campaigns import candidates, how_many, occurrences
from storage.campaigns.segment import Slice
from storage.engine.statements import Tx
from storage.people import persons

BIRTHDAY = MessageKind(
    "birthday",
    MessagePolicy(
        Purpose.OFFERS, rank=50, dated=True, gift=Gift.ON_THE_DAY, places=frozenset({"gift", "date"})
    ),
)

_DAY = timedelta(days=1)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    today = day_of(look.now, look.shop.zone)
    lead, late = look.campaign.number("lead_days"), look.campaign.number("late_days")
    for days in range(-late, lead + 1):
        kept = today + days * _DAY
        leap = Birthday(2, 29)
        written = {f"{kept:%m-%d}", *([str(leap)] if leap.kept_in(kept.year) == kept else [])}
        for day in sorted(written):
            yield look.ask(candidates.BORN, day=day)


def _due(tx: Tx, case: EligibilityCase) -> Timing | None:
    facts = birthday_facts(tx, case.account, case.shop.zone, besides=case.besides)
    if facts is None or not worth_finding(tx, case):
        return None
    numbers = case.look.campaign.number
    rule = rules.BirthdayRule(numbers("lead_days"), numbers("late_days"))
    return rules.due_birthday(facts, rule, now=case.now, zone=case.shop.zone)


def birthday_facts(
    tx: Tx, account: Account, zone: ZoneInfo, *, besides: int | None = None
) -> rules.BirthdayFacts | None:
    """Return what the birthday rule asks about a card's holder; nothing where no birthday was told."""
    person = persons.by_id(tx, account.person_id or 0)
    if person.birthday is None or person.birthday_set_at is None:
        return None
    ever = occurrences.of_account(tx, account, BIRTHDAY)
    before = [one for one in ever if besides is None or one.id < besides]
    paid = [
        one.settled_at or one.found_at
        for one in before
        if one.voucher_id or one.entry_id or one.state in {"queued", "sent"}
    ]
    return rules.BirthdayFacts(
        day=birthday(person.birthday),
        set_on=day_of(person.birthday_set_at, zone),
        paid_on=day_of(max(paid), zone) if paid else None,
    )


def _born(tx: Tx, campaign: Campaign, _now: datetime) -> int:
    return a_month_of_a_year(how_many.with_birthday(tx, campaign.shop_id))


KIND = CampaignKind(
    BIRTHDAY,
    slices=_slices,
    due=_due,
    settings={"lead_days": Setting(0, 0, 14), "late_days": Setting(7, 0, 14), **GIFT},
    keeps_place=True,
    gifts_a_month=_born,
)
