"""The messages a shop sends by itself: seen, switched, set and worded by its owner."""

from actions.access import NotAllowed
from actions.campaigns import settings as actions
from actions.campaigns.settings import BadSetting, Campaign
from actions.campaigns.whom import LIMITABLE, see_whom
from actions.people.identify import Workplace
from actions.shop.dear_gifts import GiftSet, set_gift, switch_gift
from actions.shop.sums import SecondYes
from bot.beside import Beside, beside, reading
from bot.owner.gift_costs import gift_lines
from bot.owner.message_costs import all_trouble, cost_lines, trouble
from bot.owner.places import not_allowed, place_for, split
from bot.owner.settings import ask_setting, read_setting, setting_called
from bot.owner.verdicts import rule_lines, verdict_lines
from bot.turn import Choice, Reply, Turn
from bot.whence import passed, way_back
from loyalty.amounts import NoAmount
from loyalty.roles import Role
from loyalty.units import Unit
from words.amounts import bad_amount
from words.campaigns.briefings import staff_first
from words.campaigns.kind_names import kind_name, what_it_does
from words.campaigns.settings import (
    choices_of,
    emptied,
    setting_lines,
    settings_of,
    word_bad_setting,
)
from words.campaigns.whom import whom_line
from words.language import LANGUAGES, Words
from words.shop.risks import all_the_same, second_yes_lines


@beside
def campaigns(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /campaigns: what goes out by itself, and whether it does."""
    place = place_for(turn, Role.OWNER, "campaigns", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_campaigns(turn.tx, turn.actor, place.shop.id)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    return _list(turn, place, actions.of_use(turn.tx, place.shop.id, found))


def _list(turn: Turn, place: Workplace, found: tuple[Campaign, ...]) -> Reply:
    say, shop = turn.words, place.shop
    passed(turn, shop.id, "campaigns", str(shop.id))
    lines = [turn.t("{shop}: what I write to your customers", shop=shop.name)]
    lines += [_line(say, one) for one in found]
    lines += [*all_trouble(turn, shop, found), *cost_lines(turn, shop)]
    lines.append(turn.t("Reminders and offers reach only those who said yes. Tap one to change it."))
    buttons = [
        Choice(f"{_mark(one)} {kind_name(say, one.kind)}", "campaign", f"{shop.id}:{one.kind}")
        for one in found
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    write = (
        Choice(turn.t("✍ Write to customers"), "broadcast", str(shop.id)),
        Choice(turn.t("🌙 How much, and when"), "dose", str(shop.id)),
        Choice(turn.t("🧪 Experiments"), "experiments", str(shop.id)),
    )
    return Reply("\n".join(lines), (*rows, write))


def _line(say: Words, one: Campaign) -> str:
    name = kind_name(say, one.kind)
    shown = say.t("{name} (paused, no use)", name=name) if one.paused_at else name
    return f"{_mark(one)} {shown}: {what_it_does(say, one.kind)}"


def _mark(one: Campaign) -> str:
    return "✔" if one.on else "✖"


@beside
def campaign(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show one campaign and what can be changed about it."""
    found = find(turn, arg)
    return found if isinstance(found, Reply) else view(turn, *found)


def find(turn: Turn, arg: str) -> tuple[Workplace, Campaign] | Reply:
    """Find the campaign in "shop:kind…", or say why it can't be seen."""
    shop_id, rest = split(arg)
    place = place_for(turn, Role.OWNER, "campaigns", str(shop_id))
    if isinstance(place, Reply):
        return place
    found = actions.see_campaigns(turn.tx, turn.actor, place.shop.id)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    kind = rest.partition(":")[0]
    one = next((one for one in found if one.kind == kind), None)
    return (place, one) if one else Reply(turn.t("That is not there any more."))


def view(turn: Turn, place: Workplace, one: Campaign, note: str = "") -> Reply:
    """Show a campaign in words, with a button for each thing that can be changed."""
    about, say = f"{place.shop.id}:{one.kind}", turn.words
    passed(turn, place.shop.id, "campaign", about)
    state = turn.t("paused, no use") if one.paused_at else turn.t("on") if one.on else turn.t("off")
    lines = [note] if note else []
    lines += [f"{kind_name(say, one.kind)} ({state}): {what_it_does(say, one.kind)}"]
    lines += [*verdict_lines(turn, place.shop, one), *rule_lines(turn, one)]
    settings = setting_lines(say, one, place.shop)
    lines += [f"· {label}: {value}" for _, label, value in settings]
    lines += gift_lines(turn, place.shop, one)
    for_whom = _for_whom(turn, place, one)
    lines += [f"· {for_whom}"] if for_whom else []
    worded = {name.partition(".")[0] for name in one.wording}
    own = [LANGUAGES[code] for code in LANGUAGES if code in worded]
    lines += [f"· {line}" for line in cost_lines(turn, place.shop, one.kind)]
    lines.append(
        "· "
        + turn.t(
            "Your own words: {whose}", whose=say.listing(own) if own else turn.t("none, Stempel's are used")
        )
    )
    lines += trouble(turn, place.shop, one)
    turn_on = turn.t("Turn on again") if one.paused_at else turn.t("Switch on")
    switch = Choice(turn.t("Switch off") if one.on else turn_on, "switch", f"{about}:{int(not one.on)}")
    buttons = [Choice(label, "setting", f"{about}:{key}") for key, label, _ in settings]
    buttons += [Choice(turn.t("👥 For whom"), "whom", about)] if for_whom else []
    words = [Choice(f"✍ {name}", "wording", f"{about}:{code}") for code, name in LANGUAGES.items()]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    back = _back(turn, place)
    return Reply("\n".join(lines), ((switch,), *rows, tuple(words), (back,)))


def _back(turn: Turn, place: Workplace) -> Choice:
    """Lead back to all messages, or to what led to this one."""
    usual = Choice(turn.t("← Messages"), "campaigns", str(place.shop.id))
    return way_back(turn, place.shop.id, usual, "voice", "trialof", "audience", "tag")


def _for_whom(turn: Turn, place: Workplace, one: Campaign) -> str:
    """Say whom a message is for; "" where it is owed to all to whom it is due."""
    if one.kind not in LIMITABLE:
        return ""
    seen = see_whom(turn.tx, turn.actor, place.shop.id, one.kind)
    if isinstance(seen, NotAllowed):
        return ""
    return turn.t("For whom: {whom}", whom=whom_line(seen.chosen, turn.words))


def switch(turn: Turn, arg: str) -> Reply | Beside[Reply | list[Reply]]:
    """Start or stop a campaign."""
    return _switch(turn, arg, knowing=False)


def switch_knowing(turn: Turn, arg: str) -> Reply | Beside[Reply | list[Reply]]:
    """Start a campaign whose gift takes all that is left, for somebody who read so."""
    return _switch(turn, arg, knowing=True)


def _switch(turn: Turn, arg: str, *, knowing: bool) -> Reply | Beside[Reply | list[Reply]]:
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    about, on = (place.shop.id, one.kind), arg.endswith(":1")
    done = switch_gift(turn.tx, turn.actor, *about, on=on, now=turn.now, knowing=knowing)
    if isinstance(done, SecondYes):
        return _ask_again(turn, place, one, done, Choice(all_the_same(turn.words), "switchknow", arg))
    return _done(turn, place, done)


def _done(turn: Turn, place: Workplace, done: GiftSet | NotAllowed) -> Reply | Beside[Reply | list[Reply]]:
    if isinstance(done, NotAllowed):
        return not_allowed(turn)
    return view_changed(place, done.campaign, *staff_first(done.staff, turn.words))


def _ask_again(turn: Turn, place: Workplace, one: Campaign, asked: SecondYes, yes: Choice) -> Reply:
    """Say what a gift would take, and ask for a yes that knows it."""
    back = Choice(turn.t("Cancel"), "campaign", f"{place.shop.id}:{one.kind}")
    unit = Unit.STAMPS  # the sums of a month are money alone
    lines = second_yes_lines(asked.risks, unit, place.shop.currency, turn.words)
    return Reply("\n".join(lines), ((yes,), (back,)))


def view_changed(place: Workplace, one: Campaign, *notes: str) -> Beside[Reply | list[Reply]]:
    """Show a campaign that was just changed."""
    return reading(lambda turn: view(turn, place, one, " ".join([turn.t("✔ Done."), *notes])))


def setting(turn: Turn, arg: str) -> Reply | Beside[Reply | list[Reply]]:
    """Ask for a setting's new value."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    _, kind, key, *rest = arg.split(":")
    name = setting_called(kind, key)
    if rest:  # a button under the question
        return _set(turn, place, one, name, rest[0] if settings_of(kind)[name].choices else "")
    turn.wait_for("setting", shop=place.shop.id, kind=kind, key=key)
    usual = Choice(turn.t("← Back"), "campaign", f"{place.shop.id}:{kind}")
    back = (way_back(turn, place.shop.id, usual, "voice"),)
    none = emptied(turn.words, kind, name)
    rows = [(Choice(none, "setting", f"{arg}:0"),)] if none else []
    rows += [
        (Choice(label, "setting", f"{arg}:{value}"),)
        for value, label in choices_of(turn.words, kind, name).items()
    ]
    return Reply(ask_setting(turn, kind, name, place.shop), (*rows, back))


def setting_typed(turn: Turn, text: str) -> Reply | Beside[Reply | list[Reply]]:
    """Take the typed value, or say what would do."""
    found = find(turn, f"{turn.data['shop']}:{turn.data['kind']}")
    if isinstance(found, Reply):
        return found
    place, one = found
    name = setting_called(one.kind, str(turn.data["key"]))
    value = read_setting(one.kind, name, text, place.shop)
    if isinstance(value, NoAmount):
        return Reply(bad_amount(value, place.shop.currency, turn.words))
    return _set(turn, place, one, name, value)


def setting_knowing(turn: Turn, arg: str) -> Reply | Beside[Reply | list[Reply]]:
    """Set what was typed although the gift takes all that is left, for somebody who read so."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    key = arg.split(":")[2]
    asked = (turn.data.get("shop"), turn.data.get("kind"), turn.data.get("key"))
    if asked != (place.shop.id, one.kind, key) or "value" not in turn.data:
        return view(turn, place, one)
    return _set(turn, place, one, setting_called(one.kind, key), str(turn.data["value"]), knowing=True)


def _set(
    turn: Turn, place: Workplace, one: Campaign, name: str, value: str, *, knowing: bool = False
) -> Reply | Beside[Reply | list[Reply]]:
    about = (place.shop.id, one.kind, name, value)
    done = set_gift(turn.tx, turn.actor, *about, now=turn.now, knowing=knowing)
    match done:
        case BadSetting() as bad:
            question = ask_setting(turn, one.kind, name, place.shop)
            return Reply(f"{word_bad_setting(turn.words, bad)} {question}")
        case SecondYes():
            return _ask_again(turn, place, one, done, _yes_to(turn, place, one, name, value))
        case _:
            turn.stop_waiting()
            return _done(turn, place, done)


def _yes_to(turn: Turn, place: Workplace, one: Campaign, name: str, value: str) -> Choice:
    """Return the button that sets a value all the same, which the chat keeps until it is tapped."""
    key = settings_of(one.kind)[name].key
    yes = Choice(all_the_same(turn.words), "settingknow", f"{place.shop.id}:{one.kind}:{key}")
    turn.wait_for("setting", shop=place.shop.id, kind=one.kind, key=key, value=value, yes=yes)
    return yes
