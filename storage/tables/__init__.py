"""Every table of Stempel, for SQLite and PostgreSQL alike; constraints live here, not in the code that writes."""

from storage.tables.alerts import alerts
from storage.tables.bots import BOT_THERE, SPEAKS_FOR_SHOP, WRITTEN_TO_FOR_SHOP, bots
from storage.tables.cards import accounts, counters, entries, goals, handovers, visits
from storage.tables.challenges import challenges
from storage.tables.chats import (
    closures,
    conversations,
    media,
    outbox,
    paces,
    pauses,
    templates,
    updates,
    views,
)
from storage.tables.coalitions import (
    coalition_invites,
    coalition_months,
    coalitions,
    debts,
    introductions,
    partners,
)
from storage.tables.columns import Time, by_the_way, metadata, new_row, row_of
from storage.tables.customer_facts import attributes, customer_facts
from storage.tables.draws import draw_players, draw_results, draws
from storage.tables.errands import errands, proofs
from storage.tables.events import event_guests, events
from storage.tables.experiments import experiments
from storage.tables.filters import filters
from storage.tables.findings import findings, looks
from storage.tables.good_causes import cause_payments, donations, favourites, good_causes
from storage.tables.items import item_tags, items, likes, offer_tags, purchases, shared_cards, tags
from storage.tables.letters import improvements, letter_answers, letter_subjects, letters
from storage.tables.link_openings import link_openings
from storage.tables.memberships import benefits, memberships, payments
from storage.tables.messages import (
    broadcasts,
    campaigns,
    consent_questions,
    consents,
    doses,
    newcomers,
    occurrences,
)
from storage.tables.opinions import opinions, questions
from storage.tables.people import (
    WRITTEN_TO_FIRST,
    addresses,
    link_codes,
    merges,
    moves,
    persons,
    preferences,
    uses,
)
from storage.tables.portraits import portrait_moves, portrait_nights, portraits
from storage.tables.processes import leases
from storage.tables.referrals import referrals
from storage.tables.shops import (
    audit,
    branches,
    invites,
    logos,
    programme_versions,
    programmes,
    shops,
    staff,
    staff_name,
)
from storage.tables.targets import targets
from storage.tables.till_totals import till_totals
from storage.tables.treatments import chosen_lines, treatments
from storage.tables.vouchers import spend_codes, vouchers

__all__ = [
    "BOT_THERE",
    "SPEAKS_FOR_SHOP",
    "WRITTEN_TO_FIRST",
    "WRITTEN_TO_FOR_SHOP",
    "Time",
    "accounts",
    "addresses",
    "alerts",
    "attributes",
    "audit",
    "benefits",
    "bots",
    "branches",
    "broadcasts",
    "by_the_way",
    "campaigns",
    "cause_payments",
    "challenges",
    "chosen_lines",
    "closures",
    "coalition_invites",
    "coalition_months",
    "coalitions",
    "consent_questions",
    "consents",
    "conversations",
    "counters",
    "customer_facts",
    "debts",
    "donations",
    "doses",
    "draw_players",
    "draw_results",
    "draws",
    "entries",
    "errands",
    "event_guests",
    "events",
    "experiments",
    "favourites",
    "filters",
    "findings",
    "goals",
    "good_causes",
    "handovers",
    "improvements",
    "introductions",
    "invites",
    "item_tags",
    "items",
    "leases",
    "letter_answers",
    "letter_subjects",
    "letters",
    "likes",
    "link_codes",
    "link_openings",
    "logos",
    "looks",
    "media",
    "memberships",
    "merges",
    "metadata",
    "moves",
    "new_row",
    "newcomers",
    "occurrences",
    "offer_tags",
    "opinions",
    "outbox",
    "paces",
    "partners",
    "pauses",
    "payments",
    "persons",
    "portrait_moves",
    "portrait_nights",
    "portraits",
    "preferences",
    "programme_versions",
    "programmes",
    "proofs",
    "purchases",
    "questions",
    "referrals",
    "row_of",
    "shared_cards",
    "shops",
    "spend_codes",
    "staff",
    "staff_name",
    "tags",
    "targets",
    "templates",
    "till_totals",
    "treatments",
    "updates",
    "uses",
    "views",
    "visits",
    "vouchers",
]
