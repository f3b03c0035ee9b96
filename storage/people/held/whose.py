"""Everything that is held about one person, table by table, as they may ask to see it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    FromClause,
    Join,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
)

from storage import retention
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    addresses,
    alerts,
    attributes,
    audit,
    benefits,
    broadcasts,
    challenges,
    coalition_invites,
    consent_questions,
    consents,
    conversations,
    counters,
    customer_facts,
    debts,
    donations,
    draw_players,
    draw_results,
    draws,
    entries,
    errands,
    event_guests,
    events,
    favourites,
    findings,
    goals,
    good_causes,
    handovers,
    improvements,
    introductions,
    invites,
    items,
    letter_answers,
    letter_subjects,
    letters,
    likes,
    link_codes,
    memberships,
    merges,
    moves,
    newcomers,
    occurrences,
    opinions,
    outbox,
    payments,
    persons,
    portrait_moves,
    portraits,
    preferences,
    programme_versions,
    programmes,
    proofs,
    purchases,
    questions,
    referrals,
    row_of,
    shared_cards,
    shops,
    spend_codes,
    staff,
    tags,
    uses,
    views,
    visits,
    vouchers,
)

_me: BindParameter[int] = bindparam("person_id")
_my_addresses = select(addresses.c.id).where(addresses.c.person_id == _me)
_my_cards = select(accounts.c.id).where(accounts.c.person_id == _me)
_my_jobs = select(staff.c.id).where(staff.c.person_id == _me)
_my_name = select(persons.c.name).where(persons.c.id == _me).scalar_subquery()
_shop = shops.c.name.label("shop")


def _of_card(*columns: Any) -> Select[Any]:
    on = shops.c.id == accounts.c.shop_id
    return select(_shop, *columns).select_from(accounts).join(shops, on).where(accounts.c.person_id == _me)


# Which of several programmes a row is of; nothing where the shop has one.
_beside = programmes.alias()
_programme = (
    select(func.coalesce(func.nullif(programmes.c.name, ""), programmes.c.unit))
    .where(
        row_of(programmes, counters.c.programme_id),
        select(func.count())
        .where(_beside.c.shop_id == programmes.c.shop_id)
        .correlate(programmes)
        .scalar_subquery()
        > 1,
    )
    .correlate(counters)
    .scalar_subquery()
    .label("programme")
)


_partner = shops.alias()


def _by_me(who: Column[Any], *columns: Any) -> Select[Any]:
    """Ask for what somebody did as one of a shop's staff: `who` says which of them it was."""
    return (
        select(_shop, *columns)
        .join_from(who.table, shops, shops.c.id == who.table.c.shop_id)
        .join(staff, row_of(staff, who))
        .where(staff.c.person_id == _me)
    )


_QUERIES: Mapping[str, Select[Any]] = {
    "person": select(
        persons.c.name,
        persons.c.folded_name.label("name_to_search_by"),
        persons.c.language,
        persons.c.birthday.label("birthday_month_day"),
        persons.c.birthday_set_at.label("birthday_given_at"),
        persons.c.created_at.label("known_since"),
    ).where(persons.c.id == _me),
    "addresses": select(
        addresses.c.channel,
        addresses.c.account,
        addresses.c.external_id.label("your_id_there"),
        addresses.c.created_at.label("since"),
        addresses.c.seen_at.label("last_heard_of_you"),
        addresses.c.unreachable_at.label("unreachable_since"),
    ).where(addresses.c.person_id == _me),
    "links": select(merges.c.at.label("became_one_at"), merges.c.undone_at).where(
        or_(merges.c.kept_id == _me, merges.c.gone_id == _me)
    ),
    "moves": select(moves.c.at.label("told_at"), moves.c.asked_at, moves.c.settled_at).where(
        or_(moves.c.old_id.in_(_my_addresses), moves.c.new_id.in_(_my_addresses))
    ),
    "link_codes": select(link_codes.c.created_at, link_codes.c.expires_at, link_codes.c.used_at).where(
        link_codes.c.person_id == _me
    ),
    "counted": select(uses.c.what, uses.c.at).where(uses.c.person_id == _me),
    "cards": _of_card(
        accounts.c.code,
        _programme,
        counters.c.balance,
        counters.c.round.label("card_number"),
        accounts.c.origin,
        accounts.c.public_id.label("number_in_qr_code"),
        accounts.c.created_at.label("since"),
        accounts.c.last_visit_at,
        accounts.c.closed_at,
    ).join(counters, row_of(accounts, counters.c.account_id)),
    "visits": _of_card(
        visits.c.at,
        visits.c.amount,
        visits.c.spent_minor,
        visits.c.undone_at,
        visits.c.undo_reason,
        _programme,
    )
    .join(visits, row_of(accounts, visits.c.account_id))
    .join(counters, row_of(counters, visits.c.counter_id)),
    "first_visits": _of_card(newcomers.c.at).join(newcomers, row_of(accounts, newcomers.c.account_id)),
    "introductions": _of_card(
        _partner.c.name.label("known_to"), introductions.c.given_at, introductions.c.withdrawn_at
    )
    .join(introductions, row_of(accounts, introductions.c.account_id))
    .join(_partner, _partner.c.id == introductions.c.partner_id),
    "friends": _of_card(
        (referrals.c.inviter_id == accounts.c.id).label("brought_by_you"),
        referrals.c.at.label("joined_at"),
        referrals.c.came_at,
    ).join(
        referrals, or_(*(row_of(accounts, who) for who in (referrals.c.inviter_id, referrals.c.friend_id)))
    ),
    "tasks": _of_card(
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
    "draws": _of_card(
        draws.c.prize, draws.c.ends_at, draws.c.drawn_at, draw_players.c.at.label("you_said_of_age_at")
    )
    .join(draw_players, row_of(accounts, draw_players.c.account_id))
    .join(draws, row_of(draws, draw_players.c.draw_id)),
    "tickets": _of_card(
        draws.c.prize,
        draw_results.c.ticket,
        draw_results.c.at,
        draw_results.c.voucher_id.is_not(None).label("won"),
    )
    .join(draw_results, row_of(accounts, draw_results.c.account_id))
    .join(draws, row_of(draws, draw_results.c.draw_id)),
    "challenges": _of_card(
        challenges.c.begun_at,
        challenges.c.ends_at,
        visits.c.at.label("won_at"),
        visits.c.undone_at.label("taken_back_at"),
    )
    .join(challenges, row_of(accounts, challenges.c.account_id))
    .outerjoin(visits, row_of(visits, challenges.c.won_visit_id)),
    "memberships": _of_card(
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
    "had_of_memberships": _of_card(
        memberships.c.name, benefits.c.at, benefits.c.bill_minor, benefits.c.off_minor, benefits.c.undone_at
    )
    .join(memberships, row_of(accounts, memberships.c.account_id))
    .join(benefits, row_of(memberships, benefits.c.membership_id)),
    "payments": _of_card(
        payments.c.name, payments.c.charge, payments.c.amount_minor, payments.c.currency, payments.c.at
    )
    .join(memberships, row_of(accounts, memberships.c.account_id))
    .join(payments, row_of(memberships, payments.c.membership_id)),
    "ledger": _of_card(
        entries.c.at,
        entries.c.kind,
        entries.c.amount,
        entries.c.round.label("card_number"),
        entries.c.reason,
        _programme,
    )
    .join(counters, row_of(accounts, counters.c.account_id))
    .join(entries, row_of(counters, entries.c.counter_id)),
    "rewards": _of_card(
        vouchers.c.reward,
        vouchers.c.state,
        vouchers.c.created_at.label("earned_at"),
        vouchers.c.expires_at,
        vouchers.c.used_at,
    ).join(vouchers, row_of(accounts, vouchers.c.account_id)),
    "one_time_codes": _of_card(
        vouchers.c.reward,
        spend_codes.c.code,
        spend_codes.c.created_at,
        spend_codes.c.expires_at,
        spend_codes.c.used_at,
    )
    .join(vouchers, row_of(accounts, vouchers.c.account_id))
    .join(spend_codes, row_of(vouchers, spend_codes.c.voucher_id)),
    "findings": select(findings.c.what, findings.c.found_at, findings.c.settled_at).where(
        or_(
            findings.c.account_id.in_(_my_cards),
            findings.c.staff_id.in_(_my_jobs),
            findings.c.settled_by == _me,
        )
    ),
    "portraits": _of_card(
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
    "alerts": _of_card(alerts.c.what, alerts.c.at).join(alerts, row_of(accounts, alerts.c.account_id)),
    "portrait_moves": _of_card(
        portrait_moves.c.axis, portrait_moves.c.old, portrait_moves.c.new, portrait_moves.c.at
    ).join(portrait_moves, row_of(accounts, portrait_moves.c.account_id)),
    "bought": _of_card(items.c.label.label("item"), purchases.c.at, visits.c.undone_at.label("taken_back_at"))
    .join(purchases, row_of(accounts, purchases.c.account_id))
    .join(items, row_of(items, purchases.c.item_id))
    .join(visits, row_of(visits, purchases.c.visit_id)),
    "likes": _of_card(tags.c.name.label("about"), likes.c.answer.label("you_said"), likes.c.at)
    .join(likes, row_of(accounts, likes.c.account_id))
    .join(tags, row_of(tags, likes.c.tag_id)),
    "shared_cards": _of_card(shared_cards.c.at.label("you_said_so_at")).join(
        shared_cards, row_of(accounts, shared_cards.c.account_id)
    ),
    "noted": _of_card(
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
    "goals": _of_card(
        goals.c.target, goals.c.reward_key.label("reward"), goals.c.by_date, goals.c.set_at, _programme
    )
    .join(goals, row_of(accounts, goals.c.account_id))
    .join(counters, row_of(counters, goals.c.counter_id)),
    "donations": _of_card(
        good_causes.c.name.label("cause"),
        donations.c.amount.label("thousandths_of_a_minor_unit"),
        donations.c.at,
        donations.c.undone_at.label("taken_back_at"),
    )
    .join(donations, row_of(accounts, donations.c.account_id))
    .join(good_causes, row_of(good_causes, donations.c.cause_id)),
    "good_causes": _of_card(good_causes.c.name.label("chosen"), favourites.c.at)
    .join(favourites, row_of(accounts, favourites.c.account_id))
    .join(good_causes, row_of(good_causes, favourites.c.cause_id)),
    "moved_cards": select(
        _shop,
        (handovers.c.giver_id == _me).label("from_your_account"),
        (handovers.c.taker_id == _me).label("onto_your_account"),
        (handovers.c.ordered_by == _me).label("ordered_by_you"),
        handovers.c.reason,
        handovers.c.at,
        handovers.c.undone_at,
    )
    .join_from(handovers, shops)
    .where(or_(handovers.c.giver_id == _me, handovers.c.taker_id == _me, handovers.c.ordered_by == _me)),
    "message_choices": select(preferences.c.kind, preferences.c.frequency, preferences.c.set_at).where(
        preferences.c.person_id == _me
    ),
    "consents": select(
        consents.c.purpose, consents.c.given, consents.c.at, consents.c.channel, consents.c.wording
    ).where(consents.c.person_id == _me),
    "consents_asked": select(
        consent_questions.c.purpose, consent_questions.c.occasion, consent_questions.c.at
    ).where(consent_questions.c.person_id == _me),
    "letters": select(
        _shop,
        letters.c.text,
        letters.c.at,
        letters.c.state,
        select(func.count())
        .where(row_of(letters, letter_subjects.c.letter_id))
        .correlate(letters)
        .scalar_subquery()
        .label("of_the_staff_it_names"),
        improvements.c.text.label("what_came_of_it"),
        letters.c.muted_at.label("your_letters_do_not_reach_it_since"),
    )
    .join_from(letters, shops)
    .outerjoin(improvements, row_of(improvements, letters.c.improvement_id))
    .where(letters.c.person_id == _me),
    "answers": select(_shop, letter_answers.c.text, letter_answers.c.at)
    .join_from(letters, shops)
    .join(letter_answers, row_of(letters, letter_answers.c.letter_id))
    .where(letters.c.person_id == _me),
    "answers_by_you": select(_shop, letter_answers.c.text, letter_answers.c.at)
    .join_from(letter_answers, shops)
    .where(letter_answers.c.answered_by == _me),
    "improvements_by_you": select(_shop, improvements.c.text, improvements.c.at)
    .join_from(improvements, shops)
    .where(improvements.c.told_by == _me),
    "events": _of_card(
        events.c.title, events.c.starts_at, event_guests.c.seat.label("your_seat"), event_guests.c.at
    )
    .join(event_guests, row_of(accounts, event_guests.c.account_id))
    .join(events, row_of(events, event_guests.c.event_id)),
    "events_by_you": select(_shop, events.c.title, events.c.starts_at, events.c.at)
    .join_from(events, shops)
    .where(events.c.opened_by == _me),
    "opinions": _of_card(
        questions.c.name.label("asked"),
        questions.c.text.label("in_the_shops_words"),
        opinions.c.answer,
        opinions.c.visited_at,
        opinions.c.at,
    )
    .join(opinions, row_of(accounts, opinions.c.account_id))
    .join(questions, row_of(questions, opinions.c.question_id)),
    "messages_due": select(
        _shop,
        occurrences.c.kind,
        occurrences.c.step,
        occurrences.c.state,
        occurrences.c.why.label("because"),
        occurrences.c.found_at,
        occurrences.c.settled_at,
        occurrences.c.arm.label("variant"),
    )
    .join_from(occurrences, shops)
    .where(occurrences.c.person_id == _me),
    "messages_to_you": select(
        outbox.c.kind, outbox.c.state, outbox.c.created_at, outbox.c.settled_at.label("sent_or_dropped_at")
    ).where(outbox.c.address_id.in_(_my_addresses)),
    "open_question": select(
        conversations.c.step.label("question"), conversations.c.data, conversations.c.at
    ).where(conversations.c.address_id.in_(_my_addresses), conversations.c.step != ""),
    "pictures_on_show": select(views.c.message_id.label("message"), views.c.shown_at).where(
        views.c.address_id.in_(_my_addresses)
    ),
    "jobs": select(
        _shop, staff.c.role, staff.c.joined_at, staff.c.practised_at, staff.c.removed_at.label("left_at")
    )
    .join_from(staff, shops, shops.c.id == staff.c.shop_id)
    .where(staff.c.person_id == _me),
    "booked_by_you": _by_me(visits.c.staff_id, visits.c.at, visits.c.amount, visits.c.undone_at),
    "taken_back_by_you": _by_me(visits.c.undone_by, visits.c.undone_at, visits.c.undo_reason),
    "handed_out_by_you": _by_me(vouchers.c.used_by, vouchers.c.reward, vouchers.c.used_at),
    "tasks_decided_by_you": _by_me(
        errands.c.decided_by, errands.c.task, errands.c.state, errands.c.decided_at, errands.c.reason
    ),
    "draws_by_you": _by_me(draws.c.opened_by, draws.c.prize, draws.c.begins_at, draws.c.ends_at),
    "memberships_sold_by_you": _by_me(memberships.c.sold_by, memberships.c.name, memberships.c.sold_at),
    "benefits_given_by_you": _by_me(benefits.c.staff_id, benefits.c.at, benefits.c.undone_at),
    "invitations": select(
        _shop,
        invites.c.role,
        (invites.c.created_by == _me).label("made_by_you"),
        (invites.c.used_by == _me).label("used_by_you"),
        invites.c.created_at,
        invites.c.used_at,
    )
    .join_from(invites, shops, isouter=True)
    .where(or_(invites.c.created_by == _me, invites.c.used_by == _me)),
    "shops_invited_by_you": select(_shop, coalition_invites.c.created_at)
    .join_from(coalition_invites, shops, shops.c.id == coalition_invites.c.shop_id)
    .where(coalition_invites.c.created_by == _me),
    "debts_marked_as_paid_by_you": select(_shop, debts.c.month, debts.c.minor, debts.c.paid_at)
    .join_from(debts, shops, shops.c.id == debts.c.shop_id)
    .where(debts.c.paid_by == _me),
    "programmes_by_you": select(_shop, programme_versions.c.version, programme_versions.c.created_at)
    .join_from(programme_versions, shops)
    .where(programme_versions.c.created_by == _me),
    "broadcasts_by_you": select(_shop, broadcasts.c.text, broadcasts.c.audience, broadcasts.c.ordered_at)
    .join_from(broadcasts, shops)
    .where(broadcasts.c.ordered_by == _me),
    "audit": select(
        _shop,
        audit.c.at,
        (audit.c.person_id == _me).label("done_by_you"),
        audit.c.what,
        audit.c.subject,
        audit.c.old,
        audit.c.new,
        audit.c.reason,
    )
    .join_from(audit, shops)
    .where(
        or_(
            audit.c.person_id == _me,
            audit.c.subject.in_(select(accounts.c.code).where(accounts.c.person_id == _me)),
            (audit.c.subject == _my_name)
            & audit.c.shop_id.in_(select(staff.c.shop_id).where(staff.c.person_id == _me)),
        )
    ),
}
# In the order of what they say (the shop, then mostly when): else each engine has an order of its own, another each time.
_SECTIONS = {
    name: (
        [str(column.key) for column in query.selected_columns],
        Statement(query.order_by(*query.selected_columns)),
    )
    for name, query in _QUERIES.items()
}
SECTIONS = tuple(_SECTIONS)


def _listed(found: FromClause) -> Iterator[str]:
    """Name the tables of which each line of a part is a row; what is only beside a line goes by itself."""
    if not isinstance(found, Join):
        yield str(getattr(found, "name", ""))
        return
    yield from _listed(found.left)
    if not found.isouter:
        yield from _listed(found.right)


_GO = {one.table: max(each.kept for each in retention.GO if each.table == one.table) for one in retention.GO}
# How long rows of a part are kept at most, by the same lines as the nightly forgetting; the others stay until /forget.
KEPT: Mapping[str, timedelta] = {
    name: _GO[table]
    for name, query in _QUERIES.items()
    for found in query.get_final_froms()
    for table in _listed(found)
    if table in _GO
}


def held(tx: Tx, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return every row that is about a person, under the names of what it is and what it says."""
    return {
        name: [_named(columns, row) for row in statement.all(tx, person_id=person_id)]
        for name, (columns, statement) in _SECTIONS.items()
    }


def _named(columns: list[str], row: Sequence[Any]) -> dict[str, Any]:
    said = dict(zip(columns, row, strict=True))
    if said.get("programme", "") is None:  # there is one, and nobody need ask which
        del said["programme"]
    return said
