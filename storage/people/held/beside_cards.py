"""What is known beside a card: found, reckoned, liked, noted and saved for, and onto whose account it moved."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, Text, cast, func, literal, or_, select

from storage.people.held.whose import me, my_cards, my_jobs, of_card, programme, shop, typed
from storage.tables import (
    accounts,
    alerts,
    attributes,
    counters,
    customer_facts,
    donations,
    favourites,
    findings,
    goals,
    good_causes,
    handovers,
    items,
    likes,
    portrait_moves,
    portraits,
    purchases,
    row_of,
    shared_cards,
    shops,
    tags,
    visits,
)

BESIDE_CARDS: Mapping[str, Select[Any]] = {
    "findings": select(findings.c.what, findings.c.found_at, findings.c.settled_at).where(
        or_(
            findings.c.account_id.in_(my_cards),
            findings.c.staff_id.in_(my_jobs),
            findings.c.settled_by == me,
        )
    ),
    "portraits": of_card(
        portraits.c.phase,
        portraits.c.quadrant,
        portraits.c.days.label("days_you_came"),
        portraits.c.months.label("of_the_last_twelve_months"),
        portraits.c.visits.label("visits_in_these"),
        portraits.c.told.label("visits_with_an_amount"),
        portraits.c.sales_minor.label("spent_or_estimated_minor"),
        portraits.c.cost_minor.label("your_rewards_cost_minor"),
        portraits.c.margin_minor.label("left_for_the_shop_minor"),
        portraits.c.gap_days.label("usual_days_between_visits"),
    ).join(portraits, row_of(accounts, portraits.c.account_id)),
    "alerts": of_card(alerts.c.what, alerts.c.at).join(alerts, row_of(accounts, alerts.c.account_id)),
    "portrait_moves": of_card(
        portrait_moves.c.axis, portrait_moves.c.old, portrait_moves.c.new, portrait_moves.c.at
    ).join(portrait_moves, row_of(accounts, portrait_moves.c.account_id)),
    "bought": of_card(
        *typed("item", items.c.label, items.c.others),
        purchases.c.at,
        visits.c.undone_at.label("taken_back_at"),
    )
    .join(purchases, row_of(accounts, purchases.c.account_id))
    .join(items, row_of(items, purchases.c.item_id))
    .join(visits, row_of(visits, purchases.c.visit_id)),
    "likes": of_card(tags.c.name.label("about"), likes.c.answer.label("you_said"), likes.c.at)
    .join(likes, row_of(accounts, likes.c.account_id))
    .join(tags, row_of(tags, likes.c.tag_id)),
    "shared_cards": of_card(shared_cards.c.at.label("you_said_so_at")).join(
        shared_cards, row_of(accounts, shared_cards.c.account_id)
    ),
    "noted": of_card(
        func.coalesce(attributes.c.name, customer_facts.c.what).label("what"),
        customer_facts.c.value,
        customer_facts.c.at,
    )
    .join(customer_facts, row_of(accounts, customer_facts.c.account_id))
    .outerjoin(
        attributes,
        (attributes.c.shop_id == customer_facts.c.shop_id)
        & (literal("a") + cast(attributes.c.id, Text) == customer_facts.c.what),
    ),
    "goals": of_card(
        goals.c.target, goals.c.reward_key.label("reward"), goals.c.by_date, goals.c.set_at, programme
    )
    .join(goals, row_of(accounts, goals.c.account_id))
    .join(counters, row_of(counters, goals.c.counter_id)),
    "donations": of_card(
        good_causes.c.name.label("cause"),
        donations.c.amount.label("thousandths_of_a_minor_unit"),
        donations.c.at,
        donations.c.undone_at.label("taken_back_at"),
    )
    .join(donations, row_of(accounts, donations.c.account_id))
    .join(good_causes, row_of(good_causes, donations.c.cause_id)),
    "good_causes": of_card(good_causes.c.name.label("chosen"), favourites.c.at)
    .join(favourites, row_of(accounts, favourites.c.account_id))
    .join(good_causes, row_of(good_causes, favourites.c.cause_id)),
    "moved_cards": select(
        shop,
        (handovers.c.giver_id == me).label("from_your_account"),
        (handovers.c.taker_id == me).label("onto_your_account"),
        (handovers.c.ordered_by == me).label("ordered_by_you"),
        handovers.c.reason,
        handovers.c.at,
        handovers.c.undone_at,
    )
    .join_from(handovers, shops)
    .where(or_(handovers.c.giver_id == me, handovers.c.taker_id == me, handovers.c.ordered_by == me)),
}
