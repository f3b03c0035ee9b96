"""Shops together: founded by one owner, joined by others who agree, changed by all, left with notice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions import random_codes
from actions.access import NotAllowed, may
from actions.shop.coalition_news import spread
from actions.shop.open_shop import BadShop, NewShop, bad_shop
from actions.shop.sums import Reckoned, basis_for, reckoned_by
from loyalty.actor import Actor, Operator
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.cards.programme_check import Invalid
from loyalty.dates import day_of
from loyalty.names import clean_name
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.coalition_rules import NOTICE_DAYS, MoreThanSpent, NoMoneyOff, check_together
from loyalty.shop.settlement import month_of
from loyalty.tokens import digest
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, coalitions, programmes, shops
from storage.shop.audit import Act
from storage.shop.coalitions import Coalition, Partner
from storage.shop.programme_form import from_json

INVITE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Together:
    """A coalition, as one of its partners sees it."""

    shop: Shop  # the coalition's own
    own: Partner
    terms: Coalition
    partners: tuple[tuple[Partner, Shop], ...]  # that are in it
    rules: ProgrammeVersion
    proposal: Programme | None = None
    every: tuple[tuple[Partner, Shop], ...] = ()  # those that left, too

    @property
    def gives(self) -> bool:
        """Say whether there is anything to have of it: one shop alone is no coalition yet."""
        return len(self.partners) > 1

    @property
    def asked(self) -> str:
        """Mark what is proposed, so that a yes to something else is none; "" where nothing is."""
        return digest(self.terms.proposal)[:12] if self.terms.proposal else ""

    def shop_of(self, shop_id: int) -> Shop | None:
        """Return one of its partners' shops."""
        return next((shop for _, shop in self.partners if shop.id == shop_id), None)


@dataclass(frozen=True, slots=True)
class Alone:
    """The shop is in no coalition."""

    shop: Shop


@dataclass(frozen=True, slots=True)
class TwoCoalitions:
    """A shop is in one coalition at most, and this one is in `other`."""

    other: Shop


@dataclass(frozen=True, slots=True)
class OtherCurrency:
    """A shop's money is another than the coalition's: what it gives could not be settled."""

    shop: Shop
    coalition: Shop


@dataclass(frozen=True, slots=True)
class LinkGone:
    """The link was used, has run out, or never was."""


@dataclass(frozen=True, slots=True)
class WhatJoiningMeans:
    """What a shop is asked to agree to, by a link that is still good."""

    coalition: Shop
    rules: ProgrammeVersion
    partners: tuple[Shop, ...]
    notice_days: int


@dataclass(frozen=True, slots=True)
class OtherRules:
    """The rules are others by now than those that the owner has read."""

    asked: WhatJoiningMeans
    shop: Shop


@dataclass(frozen=True, slots=True)
class NothingProposed:
    """There is nothing to say yes or no to any more."""


def see_coalition(tx: Tx, actor: Actor, shop_id: int) -> Together | Alone | NotAllowed:
    """Show an owner the coalition of a shop."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return together_of(tx, shop_id) or Alone(shops.by_id(tx, shop_id))


def together_of(tx: Tx, shop_id: int) -> Together | None:
    """Return the coalition of a shop; who may see it is for the caller to know."""
    own = coalitions.of_shop(tx, shop_id)
    return seen_by(tx, own) if own else None


def seen_by(tx: Tx, own: Partner) -> Together:
    """Return a coalition as one of its partners sees it."""
    terms, every = coalitions.by_id(tx, own.shop_id), tuple(coalitions.partners_of(tx, own.shop_id))
    return Together(
        shops.by_id(tx, own.shop_id),
        own,
        terms,
        tuple(one for one in every if one[0].left_at is None),
        programmes.first(tx, own.shop_id),
        from_json(terms.proposal) if terms.proposal else None,
        every,
    )


def reckoned_for(tx: Tx, shop: Shop, rules: Programme) -> Reckoned:
    """Do the sums of a coalition's rules for one of its shops, by what a visit brings that one."""
    return reckoned_by(basis_for(tx, shop), rules, shop.currency)


def found(
    tx: Tx, actor: Actor, shop_id: int, name: str, rules: Programme, *, now: datetime
) -> Together | TwoCoalitions | BadShop | Invalid | NoMoneyOff | MoreThanSpent | NotAllowed:
    """Found a coalition, in the money, zone and language of the first shop that is in it."""
    hold_shop(tx, shop_id)
    seen = see_coalition(tx, actor, shop_id)
    if isinstance(seen, Together):
        return TwoCoalitions(seen.shop)
    if isinstance(seen, NotAllowed):
        return seen
    first = seen.shop
    wrong = check_together(rules, first.currency) or bad_shop(
        NewShop(name, rules, first.timezone, first.currency, first.language)
    )
    if wrong:
        return wrong
    _begin(tx, actor, first, name, rules, now=now)
    return _seen(tx, actor, shop_id)


def found_by_operator(
    tx: Tx, actor: Operator, partners: Sequence[Shop], name: str, rules: Programme, *, now: datetime
) -> Shop:
    """Let shops be together that whoever runs the server has just opened, by rules that were looked at; nobody works there yet."""
    coalition_id = _begin(tx, actor, partners[0], name, rules, now=now)
    for one in partners[1:]:
        _take_in(tx, actor, coalition_id, one, now=now)
    return shops.by_id(tx, coalition_id)


def _begin(tx: Tx, actor: Actor, first: Shop, name: str, rules: Programme, *, now: datetime) -> int:
    like = replace(
        first, code=random_codes.shop_code(), name=clean_name(name), created_at=now, is_coalition=True,
        icon="", logo="", address="", hours="",
    )  # fmt: skip
    coalition_id = shops.add(tx, like)
    programmes.begin(tx, coalition_id, rules, by=actor.person_id, now=now)
    before = month_of(month_of(day_of(now, first.zone)).first - timedelta(days=1))
    coalitions.add(tx, coalition_id, notice_days=NOTICE_DAYS, settled=str(before))
    _take_in(tx, actor, coalition_id, first, now=now)
    return coalition_id


def _take_in(tx: Tx, actor: Actor, coalition_id: int, shop: Shop, *, now: datetime) -> None:
    """Let a shop be a branch of a coalition; two of one name are told apart by a number."""
    branch = shops.add_branch(tx, coalition_id, _free_name(tx, coalition_id, shop.name), now=now)
    coalitions.add_partner(tx, coalition_id, shop.id, branch, now=now)
    name = shops.by_id(tx, coalition_id).name
    audit.add(tx, actor, shop.id, Act("coalition_joined", new=name), now=now)


def _free_name(tx: Tx, coalition_id: int, name: str, *, besides: int | None = None) -> str:
    every = (*shops.branches_of(tx, coalition_id), *shops.closed_branches(tx, coalition_id))
    taken = {one.name for one in every if one.id != besides}
    return next(one for one in (name, *(f"{name} {n}" for n in range(2, len(taken) + 3))) if one not in taken)


def follow_name(tx: Tx, shop_id: int) -> None:
    """Let a shop be called in its coalition as it is called itself."""
    own = coalitions.of_shop(tx, shop_id)
    if own:
        name = _free_name(tx, own.shop_id, shops.by_id(tx, shop_id).name, besides=own.branch_id)
        shops.rename_branch(tx, own.branch_id, name)


def _seen(tx: Tx, actor: Actor, shop_id: int) -> Together | NotAllowed:
    seen = see_coalition(tx, actor, shop_id)
    return seen if isinstance(seen, Together) else NotAllowed()


def invite_shop(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> str | Alone | NotAllowed:
    """Make a link's token by which one shop more joins, once, within a week."""
    seen = see_coalition(tx, actor, shop_id)
    if not isinstance(seen, Together):
        return seen
    audit.add(tx, actor, shop_id, Act("coalition_invited", new=seen.shop.name), now=now)
    return _invitation(tx, actor, seen.shop.id, now=now)


def invite_by_operator(tx: Tx, actor: Operator, coalition_id: int, *, now: datetime) -> str:
    """Make such a token for whoever runs the server: the owner who follows it reads the rules and says yes."""
    return _invitation(tx, actor, coalition_id, now=now)


def _invitation(tx: Tx, actor: Actor, coalition_id: int, *, now: datetime) -> str:
    token, until = random_codes.token(), now + timedelta(days=INVITE_DAYS)
    coalitions.invite(tx, coalition_id, digest(token), by=actor.person_id, now=now, expires_at=until)
    return token


def read_invitation(tx: Tx, mark: str, *, now: datetime) -> WhatJoiningMeans | LinkGone:
    """Say what a link asks a shop to agree to, by the digest of its token; who holds the link may read it."""
    invitation = coalitions.invitation(tx, mark)
    if invitation is None or invitation.partner_id is not None or now >= invitation.expires_at:
        return LinkGone()
    coalition_id = invitation.shop_id
    there = tuple(shop for _, shop in coalitions.present(tx, coalition_id))
    terms = coalitions.by_id(tx, coalition_id)
    return WhatJoiningMeans(
        shops.by_id(tx, coalition_id), programmes.first(tx, coalition_id), there, terms.notice_days
    )


def accept(
    tx: Tx, actor: Actor, shop_id: int, mark: str, *, version_id: int, now: datetime
) -> Together | TwoCoalitions | OtherCurrency | OtherRules | LinkGone | NotAllowed:
    """Let a shop join the coalition that invited it, under the version of its rules that the owner has read."""
    hold_shop(tx, shop_id)  # which takes the same money until the commit
    seen = see_coalition(tx, actor, shop_id)
    if isinstance(seen, NotAllowed):
        return seen
    if isinstance(seen, Together):
        return TwoCoalitions(seen.shop)
    invitation = coalitions.invitation(tx, mark)
    asked = read_invitation(tx, mark, now=now)
    if invitation is None or isinstance(asked, LinkGone):
        return LinkGone()
    hold_shop(tx, asked.coalition.id)
    asked = replace(
        asked, rules=programmes.first(tx, asked.coalition.id)
    )  # read again: nobody changes them now
    if seen.shop.currency != asked.coalition.currency:
        return OtherCurrency(seen.shop, asked.coalition)
    if asked.rules.id != version_id:
        return OtherRules(asked, seen.shop)
    if not coalitions.follow(tx, invitation, by=shop_id):
        return LinkGone()
    _take_in(tx, actor, asked.coalition.id, seen.shop, now=now)
    spread(tx, actor, asked.coalition.id, "joined", of=shop_id, now=now)
    return _seen(tx, actor, shop_id)
