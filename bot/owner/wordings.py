"""A shop's own words for a campaign, by language: typed, checked, seen as customers will, and then kept."""

from datetime import timedelta

from actions.campaigns import BadWording, Campaign, set_wording
from actions.programme import Rules, see_rules
from actions.staff import NotAllowed
from actions.visitors import Workplace
from bot.kinds import kind_name
from bot.own_words import example, fill, placeholders, refusal, signed
from bot.owner.campaigns import find, view
from bot.owner.places import not_allowed
from bot.turn import Choice, Reply, Turn
from bot.words import LANGUAGES, words
from loyalty.dates import day_of
from loyalty.wording import check_wording

_EXAMPLE_ENDS_IN = timedelta(days=7)


def wording(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the words of a campaign in one language, and take others."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    _, kind, language, *rest = arg.split(":")
    if rest:
        return _keep(turn, place, one, language, None)
    turn.wait_for("wording", shop=place.shop.id, kind=kind, language=language)
    name, own = LANGUAGES[language], one.wording.get(language)
    lines = [f"{kind_name(turn.words, one.kind)} · {name}: {turn.t('our words') if own is None else own}"]
    lines.append(
        turn.t(
            "Type your own words. What stands in braces I fill in: {places}", places=placeholders(one.kind)
        )
    )
    back = (Choice(turn.t("← Back"), "campaign", f"{place.shop.id}:{kind}"),)
    ours = ((Choice(turn.t("Our words again"), "wording", f"{arg}:0"),),) if own is not None else ()
    return Reply("\n".join(lines), (*ours, back))


def wording_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Show how the typed words will read, or where they are broken."""
    language = str(turn.data["language"])
    found = find(turn, f"{turn.data['shop']}:{turn.data['kind']}")
    if isinstance(found, Reply):
        return found
    place, one = found
    bad = check_wording(one.kind, text)
    if bad:
        return Reply(refusal(turn, one.kind, text, bad))
    turn.wait_for("wording", shop=place.shop.id, kind=one.kind, language=language, text=text)
    lines = [turn.t("So it will read:"), "", _example(turn, place, language, text)]
    about = f"{place.shop.id}:{one.kind}"
    yes = Choice(turn.t("✔ Use these words"), "reword", about)
    back = Choice(turn.t("← Back"), "campaign", about)
    return Reply("\n".join(lines), ((yes, back),))


def keep_wording(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Use the words that were shown."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    if "text" not in turn.data or turn.data.get("kind") != one.kind or turn.data.get("shop") != place.shop.id:
        return view(turn, place, one)
    return _keep(turn, place, one, str(turn.data["language"]), str(turn.data["text"]))


def _keep(turn: Turn, place: Workplace, one: Campaign, language: str, text: str | None) -> Reply:
    match set_wording(turn.tx, turn.person_id, place.shop.id, one.kind, language, text, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadWording() as bad:
            return Reply(refusal(turn, one.kind, text or "", bad))
        case Campaign() as changed:
            turn.stop_waiting()
            return view(turn, place, changed, turn.t("✔ Done."))


def _example(turn: Turn, place: Workplace, language: str, text: str) -> str:
    say, shop = words(language), place.shop
    rules = see_rules(turn.tx, turn.person_id, shop.id)
    reward = rules.terms.programme.rewards[-1].text if isinstance(rules, Rules) else ""
    date = say.date(day_of(turn.now + _EXAMPLE_ENDS_IN, shop.zone))
    name = turn.visitor.person.name
    values = example(say, name=name, shop=shop.name, reward=reward, date=date)
    return signed(fill(text, values) or "", shop.name)
