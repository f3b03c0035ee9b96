"""What was booked on somebody's cards, and what they have by it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, or_

from storage.people.held.whose import of_card, programme
from storage.tables import (
    accounts,
    benefits,
    challenges,
    counters,
    draw_players,
    draw_results,
    draws,
    entries,
    errands,
    introductions,
    memberships,
    newcomers,
    payments,
    proofs,
    referrals,
    row_of,
    shops,
    spend_codes,
    visits,
    vouchers,
)

_partner = shops.alias()

OF_CARDS: Mapping[str, Select[Any]] = {
    "cards": of_card(
        accounts.c.code,
        programme,
        counters.c.balance,
        counters.c.round.label("card_number"),
        accounts.c.origin,
        accounts.c.public_id.label("number_in_qr_code"),
        accounts.c.created_at.label("since"),
        accounts.c.last_visit_at,
        accounts.c.closed_at,
    ).join(counters, row_of(accounts, counters.c.account_id)),
    "visits": of_card(
        visits.c.at,
        visits.c.amount,
        visits.c.spent_minor,
        visits.c.undone_at,
        visits.c.undo_reason,
        programme,
    )
    .join(visits, row_of(accounts, visits.c.account_id))
    .join(counters, row_of(counters, visits.c.counter_id)),
    "first_visits": of_card(newcomers.c.at).join(newcomers, row_of(accounts, newcomers.c.account_id)),
    "introductions": of_card(
        _partner.c.name.label("known_to"), introductions.c.given_at, introductions.c.withdrawn_at
    )
    .join(introductions, row_of(accounts, introductions.c.account_id))
    .join(_partner, _partner.c.id == introductions.c.partner_id),
    "friends": of_card(
        (referrals.c.inviter_id == accounts.c.id).label("brought_by_you"),
        referrals.c.at.label("joined_at"),
        referrals.c.came_at,
    ).join(
        referrals, or_(*(row_of(accounts, who) for who in (referrals.c.inviter_id, referrals.c.friend_id)))
    ),
    "tasks": of_card(
        errands.c.task,
        errands.c.state,
        errands.c.begun_at,
        errands.c.link,
        errands.c.likeness.label("picture_from_afar"),
        errands.c.sent_at,
        proofs.c.at.label("picture_kept_since"),
        errands.c.decided_at,
        errands.c.reason,
    )
    .join(errands, row_of(accounts, errands.c.account_id))
    .outerjoin(proofs, row_of(errands, proofs.c.errand_id)),
    "draws": of_card(
        draws.c.prize, draws.c.ends_at, draws.c.drawn_at, draw_players.c.at.label("you_said_of_age_at")
    )
    .join(draw_players, row_of(accounts, draw_players.c.account_id))
    .join(draws, row_of(draws, draw_players.c.draw_id)),
    "tickets": of_card(
        draws.c.prize,
        draw_results.c.ticket,
        draw_results.c.at,
        draw_results.c.voucher_id.is_not(None).label("won"),
    )
    .join(draw_results, row_of(accounts, draw_results.c.account_id))
    .join(draws, row_of(draws, draw_results.c.draw_id)),
    "challenges": of_card(
        challenges.c.begun_at,
        challenges.c.ends_at,
        visits.c.at.label("won_at"),
        visits.c.undone_at.label("taken_back_at"),
    )
    .join(challenges, row_of(accounts, challenges.c.account_id))
    .outerjoin(visits, row_of(visits, challenges.c.won_visit_id)),
    "memberships": of_card(
        memberships.c.name,
        memberships.c.item,
        memberships.c.percent,
        memberships.c.cuts,
        memberships.c.price_minor,
        memberships.c.sold_at,
        memberships.c.begins_at,
        memberships.c.ends_at,
        memberships.c.ended_at,
        memberships.c.refunded_minor,
    ).join(memberships, row_of(accounts, memberships.c.account_id)),
    "had_of_memberships": of_card(
        memberships.c.name, benefits.c.at, benefits.c.bill_minor, benefits.c.off_minor, benefits.c.undone_at
    )
    .join(memberships, row_of(accounts, memberships.c.account_id))
    .join(benefits, row_of(memberships, benefits.c.membership_id)),
    "payments": of_card(
        payments.c.name, payments.c.charge, payments.c.amount_minor, payments.c.currency, payments.c.at
    )
    .join(memberships, row_of(accounts, memberships.c.account_id))
    .join(payments, row_of(memberships, payments.c.membership_id)),
    "ledger": of_card(
        entries.c.at,
        entries.c.kind,
        entries.c.amount,
        entries.c.round.label("card_number"),
        entries.c.reason,
        programme,
    )
    .join(counters, row_of(accounts, counters.c.account_id))
    .join(entries, row_of(counters, entries.c.counter_id)),
    "rewards": of_card(
        vouchers.c.reward,
        vouchers.c.state,
        vouchers.c.created_at.label("earned_at"),
        vouchers.c.expires_at,
        vouchers.c.used_at,
    ).join(vouchers, row_of(accounts, vouchers.c.account_id)),
    "one_time_codes": of_card(
        vouchers.c.reward,
        spend_codes.c.code,
        spend_codes.c.created_at,
        spend_codes.c.expires_at,
        spend_codes.c.used_at,
    )
    .join(vouchers, row_of(accounts, vouchers.c.account_id))
    .join(spend_codes, row_of(vouchers, spend_codes.c.voucher_id)),
}
