"""A question of the shop's own: typed by its owner, and once more in each language that its customers speak."""

from actions.access import NotAllowed
from actions.people import opinions as actions
from actions.people.opinions import BadQuestion, Delicate, NoLongerAsked, OwnQuestion
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.people.questions import MOST_LETTERS
from loyalty.roles import Role
from words.language import LANGUAGES, spoken
from words.people.firewall import word_not_asked
from words.people.opinions import ask_in, own_lines

STEP, OTHER = "own_question", "own_question_in"
_NO_MORE = "-"  # where a button leads to no language any more


def back(turn: Turn, shop_id: int) -> tuple[tuple[Choice, ...], ...]:
    """Lead back to what customers think."""
    return ((Choice(turn.t("← What customers think"), "voice", str(shop_id)),),)


def ask_own(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take what is typed next for a question of the shop's own."""
    place = place_for(turn, Role.OWNER, "ownquestion", arg)
    if isinstance(place, Reply):
        return place
    turn.wait_for(STEP, shop=place.shop.id)
    return Reply(
        turn.t(
            "Type a question that can be answered from 1 (not at all) to 5 (very much), as customers shall read it: "
            "“Do you like our new bread?”"
        )
    )


def own_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Ask the question that was typed, or say why not; what its customers speak besides is asked for next."""
    shop_id = int(turn.data["shop"])
    done = actions.ask_own(turn.tx, turn.actor, shop_id, text, language=turn.words.language, now=turn.now)
    if not isinstance(done, str):
        return _refused(turn, done)
    said = turn.t("✔ Asked after visits, the next morning, one question at a time: {question}", question=done)
    return _ask(turn, shop_id, others_of(turn, shop_id), said)


def in_others(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask how the question is put in the first of these languages, in all that customers speak where none is named."""
    shop_id, rest = split(arg)
    named = [code for code in rest.split(",") if code in LANGUAGES]
    return _ask(turn, shop_id, named if rest else others_of(turn, shop_id))


def other_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Put the question so in that language, and go on with the next."""
    shop_id, language = int(turn.data["shop"]), str(turn.data["language"])
    done = actions.put_own(turn.tx, turn.actor, shop_id, language, text, now=turn.now)
    if not isinstance(done, OwnQuestion):
        return _refused(turn, done)
    return _ask(turn, shop_id, [code for code in str(turn.data["left"]).split(",") if code in LANGUAGES])


def others_of(turn: Turn, shop_id: int) -> list[str]:
    """Name the languages that customers speak, but for the one in which the question was typed first."""
    seen = actions.see_own(turn.tx, turn.actor, shop_id)
    if not isinstance(seen, OwnQuestion):
        return []
    first = {code for code, text in seen.asked.others if text == seen.asked.text}
    return [code for code in spoken(seen.spoken) if code not in first]


def _ask(turn: Turn, shop_id: int, left: list[str], said: str = "") -> Reply:
    """Ask for the next language; after the last one, show how the question is put in each."""
    seen = actions.see_own(turn.tx, turn.actor, shop_id)
    if not isinstance(seen, OwnQuestion):
        return _refused(turn, seen)
    if not left:
        turn.stop_waiting()
        return Reply(said or "\n".join(own_lines(seen.asked, turn.words)), back(turn, shop_id))
    language, *more = left
    turn.wait_for(OTHER, shop=shop_id, language=language, left=",".join(more))
    skip = Choice(turn.t("Skip"), "ownquestionin", f"{shop_id}:{','.join(more) or _NO_MORE}")
    lines = [*filter(None, [said]), ask_in(seen.asked, language, turn.words)]
    return Reply("\n".join(lines), ((skip,), *back(turn, shop_id)))


def _refused(turn: Turn, why: BadQuestion | Delicate | NoLongerAsked | NotAllowed) -> Reply:
    match why:
        case NotAllowed():
            turn.stop_waiting()
            return not_allowed(turn)
        case NoLongerAsked():
            turn.stop_waiting()
            return Reply(turn.t("You ask no question of your own now. /voice is where you begin one."))
        case BadQuestion("short"):
            return Reply(turn.t("That is too short for a question. Type it again."))
        case BadQuestion():
            said = turn.tn("At most {n} letter.", "At most {n} letters.", MOST_LETTERS)
            return Reply(f"{said} {turn.t('Type it again.')}")
        case Delicate():
            return Reply(f"{word_not_asked(why, turn.words)} {turn.t('Type it again.')}")
