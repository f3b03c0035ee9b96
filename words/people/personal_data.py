"""What is held about somebody, and why: in words, and as a file."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from actions.people.personal_data import IN_OTHERS, KEPT, PersonalData
from loyalty.dates import birthday
from loyalty.other_languages import put_for
from words.cards.card import balances
from words.direction import set_apart
from words.language import LANGUAGES, N_, Words
from words.people.likes import inferred_lines

# What each part of the file is, and why it is kept.
_WHY: Mapping[str, tuple[str, str]] = {
    "person": (
        N_("You"),
        N_("to greet you, in your language, and so that the cashier knows whose card it is"),
    ),
    "addresses": (N_("Where you chat with me"), N_("to answer you")),
    "links": (N_("Chats that became one"), N_("so that you can undo it")),
    "moves": (N_("Numbers that changed"), N_("so that a card goes to nobody else")),
    "link_codes": (N_("Codes to join two chats"), N_("so that each works once")),
    "counted": (N_("Wrong codes and letters of the last day"), N_("so that nobody guesses or floods")),
    "cards": (N_("Cards"), N_("this is what you have me for")),
    "visits": (N_("Visits"), N_("each one earned you something")),
    "first_visits": (N_("First visits that nobody looked at yet"), N_("to welcome you")),
    "introductions": (N_("Shops of a coalition that know you"), N_("because you said yes")),
    "friends": (N_("Friends you brought, or who brought you"), N_("so that both get what was promised")),
    "tasks": (N_("Tasks you took on, and what you showed"), N_("so that you get what was promised, once")),
    "draws": (N_("Draws you take part in"), N_("so that you can win, and only who is of age")),
    "tickets": (N_("Tickets that were opened"), N_("so that each is opened once, and anybody can check")),
    "challenges": (N_("Challenges you took on"), N_("so that each is given once, by the rules of then")),
    "memberships": (N_("Memberships you bought"), N_("so that you get what you paid for")),
    "had_of_memberships": (N_("What you had of memberships"), N_("so that each is had once")),
    "payments": (N_("What you paid in this chat"), N_("so that each payment counts once")),
    "ledger": (N_("Lines in the ledger"), N_("so that you and the shop can check every balance")),
    "rewards": (N_("Rewards"), N_("to hand them out once")),
    "one_time_codes": (N_("One-time codes"), N_("so that only you can use a reward")),
    "findings": (
        N_("What stood out in bookings of yours, or was looked at by you"),
        N_("so that the owner can ask, and hears of nothing twice"),
    ),
    "portraits": (
        N_("What your visits add up to"),
        N_("so that the shop knows who comes often, and misses who stays away"),
    ),
    "alerts": (
        N_("When the owner was told to think of you"),
        N_("so that it is said once in half a year at most"),
    ),
    "portrait_moves": (
        N_("When that changed"),
        N_("so that the shop sees whether more people come back"),
    ),
    "bought": (N_("What you bought"), N_("to know your usual, and to offer what you like")),
    "likes": (N_("What you said you like"), N_("to offer you nothing else; /likes changes it")),
    "shared_cards": (
        N_("Cards you said several people use"),
        N_("so that nothing is read from what is bought on them"),
    ),
    "noted": (
        N_("What the shop noted of you, and you answered"),
        N_("so that it treats you as you like it"),
    ),
    "goals": (N_("Goals"), N_("to tell you how far it is")),
    "donations": (N_("What your visits gave to good causes"), N_("so that all of it can be checked")),
    "good_causes": (N_("Good causes you chose"), N_("so that your visits give to them")),
    "moved_cards": (N_("Cards that went to another account"), N_("so that the shop can undo it")),
    "message_choices": (N_("Choices of messages"), N_("to write as often as you like")),
    "consents": (N_("What you agreed to, and when"), N_("to write about nothing else")),
    "consents_asked": (N_("When I asked for a yes"), N_("so that I don't ask again and again")),
    "letters": (N_("What you wrote to shops"), N_("so that they can answer you")),
    "events": (N_("Events you were invited to and answered"), N_("to keep your seat")),
    "events_by_you": (N_("Events you opened"), N_("the owner sees who did")),
    "opinions": (
        N_("What you answered about visits"),
        N_("so that the shop hears, by sums, what people think"),
    ),
    "answers": (N_("What shops answered you"), N_("so that you can read it again")),
    "answers_by_you": (N_("What you answered customers"), N_("so that they can read it again")),
    "improvements_by_you": (
        N_("What you told customers that came of their letters"),
        N_("to tell each of them once"),
    ),
    "messages_due": (N_("Messages that were due to you"), N_("so that you hear enough and not too much")),
    "messages_to_you": (N_("Messages I sent you"), N_("so that none is lost or comes twice")),
    "open_question": (N_("The question I asked you last"), N_("to understand your answer")),
    "pictures_on_show": (N_("Pictures of cards in our chat"), N_("to keep them up to date")),
    "jobs": (N_("Places on a shop's staff"), N_("to know what you may do there")),
    "booked_by_you": (N_("Visits you booked"), N_("the customer and the owner see who did")),
    "taken_back_by_you": (N_("Visits you took back"), N_("the customer and the owner see who did")),
    "handed_out_by_you": (N_("Rewards you handed out"), N_("the customer and the owner see who did")),
    "tasks_decided_by_you": (N_("Tasks you said yes or no to"), N_("the customer and the owner see who did")),
    "draws_by_you": (N_("Draws you opened"), N_("the owner sees who did")),
    "memberships_sold_by_you": (N_("Memberships you sold"), N_("the customer and the owner see who did")),
    "benefits_given_by_you": (
        N_("What you gave of memberships"),
        N_("the customer and the owner see who did"),
    ),
    "invitations": (N_("Invitations you made or used"), N_("so that each works once")),
    "shops_invited_by_you": (N_("Shops you invited to a card together"), N_("so that each works once")),
    "debts_marked_as_paid_by_you": (
        N_("Debts between shops you marked as paid"),
        N_("so that each is paid once"),
    ),
    "programmes_by_you": (N_("Rules of a shop you wrote"), N_("cards keep the rules they began under")),
    "broadcasts_by_you": (N_("Messages to customers you ordered"), N_("to send each of them once")),
    "audit": (N_("Changes made by you, or about you"), N_("so that the owner can see who changed what")),
}


def first_facts(held: PersonalData, words: Words) -> list[str]:
    """Say who they are to us, and how their cards stand."""
    person = held.person
    lines = [
        f"· {words.t('Name')}: {person.name} · {LANGUAGES.get(person.language, person.language)}",
        "  " + words.t(_WHY["person"][1]),
    ]
    if person.birthday:
        day = birthday(person.birthday)
        said = words.date(date(2000, day.month, day.day))
        lines.append("· " + words.t("Birthday: {day}, for a gift", day=said))
    lines += [
        f"· {set_apart(card[0].shop.name)}: {balances(card, words)} ({card[0].account.code})"
        for card in held.cards
    ]
    if held.cards:
        lines.append("  " + words.t(_WHY["cards"][1]))
    return lines


def likes_read(held: PersonalData, words: Words) -> list[str]:
    """Say what was read from somebody's visits, which stands in no row, and how it is put right."""
    found = [line for own in held.likes for line in inferred_lines(own, words)]
    return [words.t("Read from what you bought, and wrong if you say so (/likes):"), *found] if found else []


def _read_from_visits(held: PersonalData, words: Words) -> dict[str, Any]:
    """Write what was read from somebody's visits as a part of the file."""
    what, why = _WHY["bought"]
    rows = [
        {
            "shop": own.shop.name,
            "about": tag.name,
            "answer": read.answer,
            "bought_at": read.bought,
            "of_visits": read.of,
        }
        for own in held.likes
        for tag in own.tags
        if (read := own.likes.inferred.get(tag.id))
    ]
    return {"what": words.t(what), "why": words.t(why), "rows": rows}


def section_line(section: str, how_much: str, words: Words) -> str:
    """Say how much there is of one part of it, why, and how long where that is not until its person says otherwise."""
    what, why = _WHY[section]
    gone = f" · {_kept(section, words)}" if section in KEPT else ""
    return f"· {words.t(what)} ({how_much}): {words.t(why)}{gone}"


def _kept(section: str, words: Words) -> str:
    if section not in KEPT:
        return words.t("kept until you say /forget")
    return words.tn("gone after {n} day at most", "gone after {n} days at most", KEPT[section].days)


def as_file(held: PersonalData, words: Words, *, now: datetime) -> bytes:
    """Write all of it as JSON, each part with what it is, why it is kept, and how long."""
    parts = {
        section: {
            "what": words.t(_WHY[section][0]),
            "why": words.t(_WHY[section][1]),
            "kept": _kept(section, words),
            "rows": [_for_reader(row, words) for row in rows],
        }
        for section, rows in held.rows.items()
    }
    whole = {"made_at": now, **parts, "read_from_visits": _read_from_visits(held, words)}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain).encode()


def _for_reader(row: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Give what a shop typed in several languages in the reader's, once."""
    said = {name: value for name, value in row.items() if not name.endswith(IN_OTHERS)}
    for name in row.keys() - said.keys():
        first = name.removesuffix(IN_OTHERS)
        said[first] = put_for(words.language, row[name], row[first])
    return said


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not for a file: {value!r}")
