"""A shop's own words for a campaign, by language and step: ours are shown, others typed, checked, seen and then kept."""

from dataclasses import dataclass
from datetime import timedelta

from actions.access import NotAllowed
from actions.campaigns.message_facts import Occasion
from actions.campaigns.preview import example_of
from actions.campaigns.settings import BadWording, Campaign, gives, set_wording, step_of
from actions.people.identify import Workplace
from actions.shop.programme import CurrentRules, see_rules
from bot.beside import Beside
from bot.campaign_messages import word_occasion
from bot.owner.campaigns import find, view, view_changed
from bot.owner.places import not_allowed
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.wording import check_wording
from loyalty.dates import day_of
from loyalty.names import first_name
from words.campaigns.kind_names import kind_name, step_name
from words.campaigns.kinds import WORDING
from words.campaigns.own_words import as_example, example, fill, places, refusal, signed
from words.language import LANGUAGES, words
from words.people.channels import channel_name

_EXAMPLE_ENDS_IN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Words:
    """Which words an owner looks at: a campaign's, named "en", or "en.offer" at a step of a ladder."""

    place: Workplace
    one: Campaign
    name: str

    @property
    def language(self) -> str:
        """Return the language they are in."""
        return self.name.partition(".")[0]

    @property
    def step(self) -> str:
        """Return the step they are for; "" where a campaign says one thing."""
        return step_of(self.name)

    @property
    def about(self) -> str:
        """Name the campaign, as buttons do."""
        return f"{self.place.shop.id}:{self.one.kind}"

    @property
    def own(self) -> str | None:
        """Return the owner's own words."""
        return self.one.wording.get(self.name)

    def titled(self, turn: Turn) -> str:
        """Say which words these are: "We miss you · English · The gift"."""
        title = f"{kind_name(turn.words, self.one.kind)} · {LANGUAGES[self.language]}"
        return f"{title} · {step_name(turn.words, self.one.kind, self.step)}" if self.step else title


def wording(turn: Turn, arg: str) -> Reply | Beside[Reply | list[Reply]]:
    """Show the words of a campaign in one language, and take others."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    _, kind, name, *rest = arg.split(":")
    these = _Words(*found, name)
    if these.one.steps and not these.step:
        return _steps(turn, these)
    if rest:
        return _keep(turn, these, None)
    turn.wait_for("wording", shop=these.place.shop.id, kind=kind, language=name)
    now_said = turn.t("our words") if these.own is None else these.own
    lines = [f"{these.titled(turn)}: {now_said}"]
    if these.own is None:
        lines += ["", _ours(turn, these), ""]
    if turn.billing:
        channel = channel_name(turn.billing.channel, turn.words)
        lines.append(
            turn.t(
                "On {channel} your own words reach who wrote within a day; the rest get ours.",
                channel=channel,
            )
        )
    hint = turn.t(
        "Type your own words. What stands in braces I fill in: {places}",
        places=places(these.one.kind, these.step),
    )
    ours = ((Choice(turn.t("Our words again"), "wording", f"{arg}:0"),),) if these.own is not None else ()
    return Reply("\n".join([*lines, hint]), (*ours, _back(turn, these)))


def _steps(turn: Turn, these: _Words) -> Reply:
    """Let the owner choose which message of a ladder to word."""
    lines, rows = [these.titled(turn)], []
    for step in these.one.steps:
        name, own = step_name(turn.words, these.one.kind, step), these.one.words(these.language, step)
        lines.append(f"· {name}: {turn.t('our words') if own is None else own}")
        button = f"{these.about}:{these.one.words_name(these.language, step)}"
        rows.append((Choice(f"✍ {name}", "wording", button),))
    return Reply("\n".join(lines), (*rows, _back(turn, these)))


def _back(turn: Turn, these: _Words) -> tuple[Choice, ...]:
    return (Choice(turn.t("← Back"), "campaign", these.about),)


def wording_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Show how the typed words will read, or where they are broken."""
    these = _waited_for(turn)
    if isinstance(these, Reply):
        return these
    bad = check_wording(these.one.kind, text, gives=gives(these.one.kind, these.step))
    if bad:
        return Reply(refusal(turn.words, these.one.kind, text, bad, step=these.step))
    yes = Choice(turn.t("✔ Use these words"), "reword", these.about)
    shop_id, kind = these.place.shop.id, these.one.kind
    turn.wait_for("wording", yes=yes, shop=shop_id, kind=kind, language=these.name, text=text)
    lines = [turn.t("So it will read:"), "", _filled(turn, these, text)]
    return Reply("\n".join(lines), ((yes, *_back(turn, these)),))


def _waited_for(turn: Turn) -> _Words | Reply:
    found = find(turn, f"{turn.data['shop']}:{turn.data['kind']}")
    if isinstance(found, Reply):
        return found
    return _Words(*found, str(turn.data["language"]))


def keep_wording(turn: Turn, arg: str) -> Reply | Beside[Reply | list[Reply]]:
    """Use the words that were shown."""
    found = find(turn, arg)
    if isinstance(found, Reply):
        return found
    place, one = found
    if "text" not in turn.data or turn.data.get("kind") != one.kind or turn.data.get("shop") != place.shop.id:
        return view(turn, place, one)
    these = _waited_for(turn)
    return these if isinstance(these, Reply) else _keep(turn, these, str(turn.data["text"]))


def _keep(turn: Turn, these: _Words, text: str | None) -> Reply | Beside[Reply | list[Reply]]:
    kind, shop_id = these.one.kind, these.place.shop.id
    match set_wording(turn.tx, turn.actor, shop_id, kind, these.name, text, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case BadWording() as bad:
            return Reply(refusal(turn.words, kind, text or "", bad, step=these.step))
        case Campaign() as changed:
            turn.stop_waiting()
            return view_changed(these.place, changed)


def _ours(turn: Turn, these: _Words) -> str:
    """Say it in our words, as it might read tomorrow."""
    made_up, say = _example(turn, these), words(these.language)
    return word_occasion(made_up, say).text if made_up else ""


def _example(turn: Turn, these: _Words) -> Occasion | None:
    kind, step = these.one.kind, these.step
    made_up = example_of(turn.tx, turn.actor, these.place.shop.id, kind, step, now=turn.now)
    return None if isinstance(made_up, NotAllowed) else as_example(made_up, words(these.language))


def _filled(turn: Turn, these: _Words, text: str) -> str:
    say, shop = words(these.language), these.place.shop
    rules = see_rules(turn.tx, turn.actor, shop.id)
    reward = rules.version.programme.rewards[-1].text if isinstance(rules, CurrentRules) else ""
    date = say.date(day_of(turn.now + _EXAMPLE_ENDS_IN, shop.zone))
    name = first_name(turn.visitor.person.name)
    values = example(say, name=name, shop=shop.name, reward=reward, date=date)
    made_up = _example(turn, these)
    stays = WORDING[these.one.kind].word(made_up, say).stays if made_up else ""
    return "\n".join(filter(None, (signed(fill(text, values) or "", shop.name), stays)))
