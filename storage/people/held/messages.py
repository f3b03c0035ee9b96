"""What somebody said and chose to hear, what they were written, and what they wrote."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, or_, select

from storage.people.held.whose import me, my_addresses, of_card, shop, typed
from storage.tables import (
    accounts,
    consent_questions,
    consents,
    conversations,
    event_guests,
    events,
    improvements,
    letter_answers,
    letter_subjects,
    letters,
    occurrences,
    opinions,
    outbox,
    preferences,
    questions,
    row_of,
    shops,
    views,
)

MESSAGES: Mapping[str, Select[Any]] = {
    "message_choices": select(preferences.c.kind, preferences.c.frequency, preferences.c.set_at).where(
        preferences.c.person_id == me
    ),
    "consents": select(
        consents.c.purpose, consents.c.given, consents.c.at, consents.c.channel, consents.c.wording
    ).where(consents.c.person_id == me),
    "consents_asked": select(
        consent_questions.c.purpose, consent_questions.c.occasion, consent_questions.c.at
    ).where(consent_questions.c.person_id == me),
    "letters": select(
        shop,
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
    .where(letters.c.person_id == me),
    "answers": select(shop, letter_answers.c.text, letter_answers.c.at)
    .join_from(letters, shops)
    .join(letter_answers, row_of(letters, letter_answers.c.letter_id))
    .where(letters.c.person_id == me),
    "answers_by_you": select(shop, letter_answers.c.text, letter_answers.c.at)
    .join_from(letter_answers, shops)
    .where(letter_answers.c.answered_by == me),
    "improvements_by_you": select(shop, improvements.c.text, improvements.c.at)
    .join_from(improvements, shops)
    .where(improvements.c.told_by == me),
    "events": of_card(
        events.c.title, events.c.starts_at, event_guests.c.seat.label("your_seat"), event_guests.c.at
    )
    .join(event_guests, row_of(accounts, event_guests.c.account_id))
    .join(events, row_of(events, event_guests.c.event_id)),
    "events_by_you": select(shop, events.c.title, events.c.starts_at, events.c.at)
    .join_from(events, shops)
    .where(events.c.opened_by == me),
    "opinions": of_card(
        questions.c.name.label("asked"),
        *typed("in_the_shops_words", questions.c.text, questions.c.others),
        opinions.c.answer,
        opinions.c.visited_at,
        opinions.c.at,
    )
    .join(opinions, row_of(accounts, opinions.c.account_id))
    .join(questions, row_of(questions, opinions.c.question_id)),
    "messages_due": select(
        shop,
        occurrences.c.kind,
        occurrences.c.step,
        occurrences.c.state,
        occurrences.c.why.label("because"),
        occurrences.c.found_at,
        occurrences.c.settled_at,
        occurrences.c.arm.label("variant"),
    )
    .join_from(occurrences, shops)
    .where(occurrences.c.person_id == me),
    "messages_to_you": select(
        outbox.c.kind, outbox.c.state, outbox.c.created_at, outbox.c.settled_at.label("sent_or_dropped_at")
    ).where(outbox.c.address_id.in_(my_addresses)),
    "open_question": select(
        conversations.c.step.label("question"), conversations.c.data, conversations.c.at
    ).where(
        conversations.c.address_id.in_(my_addresses),
        or_(conversations.c.step != "", conversations.c.data != "{}"),
    ),
    "pictures_on_show": select(views.c.message_id.label("message"), views.c.shown_at).where(
        views.c.address_id.in_(my_addresses)
    ),
}
