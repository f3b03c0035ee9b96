"""The one place where free words end that nothing else took: no command, no code, no answer to a question.

What customers say is offered to the shop, and never met with the card alone; staff are shown what they can do.
"""

import re
from dataclasses import replace

from bot.customer import joining, shop_facts
from bot.customer.coming_days import read_coming_day
from bot.customer.letters import for_a_person
from bot.staff.asking_amount import may_be_spent, number_alone
from bot.turn import Choice, Reply, Turn
from loyalty.calendar_names import days_from_today
from loyalty.names import fold_name

_ENOUGH_LETTERS = 5  # of two words
_NUMBER = re.compile(r"[\W\d]*\d[\W\d]*[^\W\d]{0,4}\.?")  # "+1", "12,50 eur"
_NAME = re.compile(r"[^\W\d_]{2,}(?:[ '’-][^\W\d_]+){0,2}")
_MOST_BYTES = 20  # of a name that a button can carry
_SENTENCE = 4  # words that can't be a day or a number said in words
_ENOUGH_SIGNS = 5  # of a script that writes no spaces

# Single words that ask for a person.
_FOR_A_PERSON = frozenset({
    "complaint", "complain", "feedback", "human", "person", "manager", "boss", "suggestion", "refund",
    "klacht", "klagen", "vraag", "mens", "medewerker", "chef", "suggestie",
    "address", "hours", "open", "prices", "price", "reservation", "booking", "wifi", "allergens", "lost", "stolen",
    "awful", "terrible", "horrible", "disgusting", "rude", "unacceptable", "disappointed", "scam", "thieves",
    "adres", "openingstijden", "prijzen", "prijs", "reserveren", "reservering", "schandalig", "onbeschoft", "vies", "slecht", "waardeloos",
    "cim", "nyitvatartas", "arak", "foglalas", "borzalmas", "szornyu", "gusztustalan", "bunkok", "csalok", "felhaborito",
    "beschwerde", "mitarbeiter", "frage", "plainte", "question", "reclamation", "queja", "pregunta", "reclamo",
    "panasz", "panaszom", "kerdes", "kerdesem", "ember", "fonok", "javaslat", "reklamacio",
})  # fmt: skip


def unclear(turn: Turn, text: str) -> Reply | list[Reply]:
    """Answer words that were not understood."""
    like_a_message = reads_like_a_message(text) and not _answers_nothing(turn, text)
    known = shop_facts.told(turn, text)
    offer = for_a_person(turn, text, known) if like_a_message or _is_a_customers(turn, text) else None
    if offer:
        unsaid = "" if like_a_message or known else turn.t("That I don't understand.") + " "
        return replace(offer, text=unsaid + offer.text)
    shown = joining.home(turn, "")
    return _said_so(turn, text, shown) if isinstance(shown, Reply) and _puzzles(turn, text) else shown


def instead_of_an_answer(turn: Turn, text: str) -> Reply | None:
    """Offer a sentence to the shop that can't answer the open question for a day or a number; None where it might."""
    short = len(text.split()) < _SENTENCE or any(sign.isdigit() for sign in text)
    known = shop_facts.told(turn, text)
    return None if short and not known else for_a_person(turn, text, known)


def _is_a_customers(turn: Turn, text: str) -> bool:
    """Say whether words come from somebody at no till, and to no bot: a nod, an emoji and a command are answered with what there is."""
    return not (turn.visitor.workplaces or text.startswith("/")) and any(sign.isalnum() for sign in text)


def _puzzles(turn: Turn, text: str) -> bool:
    """Say whether somebody of a staff asked for something: a nod and an emoji are greeted only."""
    return bool(turn.visitor.workplaces) and any(sign.isalnum() for sign in text)


def _said_so(turn: Turn, text: str, shown: Reply) -> Reply:
    """Say in one line that words were not understood, above what can be done, with a way to more."""
    line = turn.t("That I don't understand. This I can do:")
    choices = [*shown.choices, (Choice(turn.t("How it works"), "help"),)]
    line = _answers_nothing(turn, text) or line
    if turn.visitor.workplaces and _NAME.fullmatch(text) and len(text.encode()) <= _MOST_BYTES:
        choices.insert(0, (Choice(turn.t("🔎 Find “{name}”", name=text), "find", text),))
    return replace(shown, text=f"{line}\n{shown.text}", choices=tuple(choices), puzzled_by=text)


def _answers_nothing(turn: Turn, text: str) -> str:
    """Say that a day or a number which staff typed answers no question, and what they can do; "" for other words."""
    if not turn.visitor.workplaces:
        return ""
    if _names_a_day(turn, text) and not may_be_spent(turn, text):
        return turn.t("Nothing waits for a day now. If it was an answer, tap again what asked for it.")
    return number_alone(turn, text) if _NUMBER.fullmatch(text) else ""


def _names_a_day(turn: Turn, text: str) -> bool:
    """Say whether a text is a day ahead, and neither a sentence nor somebody's name, as "Mo"."""
    if days_from_today(text) is not None:
        return True
    if len(text.split()) >= _SENTENCE or (_NAME.fullmatch(text) and " " not in text):
        return False
    return bool(read_coming_day(text, turn.words, today=turn.now.date()))


def reads_like_a_message(text: str) -> bool:
    """Say whether a text is more than a word or a number: something that a person would say to a person."""
    words = [word for word in text.split() if any(sign.isalpha() for sign in word)]
    letters = [sign for sign in text if sign.isalpha()]
    if len(words) > 1 and len(letters) >= _ENOUGH_LETTERS:
        return True
    if fold_name("".join(letters)) in _FOR_A_PERSON:
        return True
    # Chinese, Japanese, Korean and Thai: a sentence may be one word.
    return (
        sum("\u0e00" <= sign <= "\u0e7f" or "\u3040" <= sign <= "\ud7a3" for sign in letters) >= _ENOUGH_SIGNS
    )
