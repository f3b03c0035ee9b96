"""Meta finds nothing to refuse in our templates, and what it would refuse is named before it sees it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.campaigns.kinds import BY_KIND
from bot.table import VERBS
from bot.templates.book import (
    BOOK,
    BadTemplateError,
    Gives,
    as_components,
    body_of,
    fill,
    read_templates,
    template_name,
)
from bot.templates.rules import MOST_LETTERS, filled
from loyalty.campaigns.frequency_cap import MessageKind, Purpose
from tests.fakes.whatsapp_template_rules import check_template
from tests.kinds import MESSAGE_KINDS
from words.campaigns.own_words import example
from words.language import LANGUAGES, words

RECEIPTS = {
    "event_seat",
    "event_cancelled",
    "event_changed",
    *("visit", "visit_reward", "undone", "redeemed", "redeemed_ask"),
    *(
        "asked",
        "agreed",
        "disputed",
        "role",
        "digest",
        "settlement",
        "coalition_asked",
        "coalition_news",
        "broadcast_done",
        "letter",
        "letter_answer",
        "card_moved",
        "surprise",
        "friend",
        "proof",
        "task_yes",
        "task_no",
        "won",
        "draw_over",
        "running_out",
        "briefing",
        "experiment",
        "membership",
        "cut",
        "stranded",
    ),
}

GOOD = """
category = "utility"
buttons = ["card"]
[en]
body = "Hello {name}, this is for you at {shop} today."
labels = ["My card"]
[example]
name = "Ana"
shop = "Café Luna"
"""


@pytest.mark.parametrize("name", BOOK)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_platform_takes_every_form_in_every_language(name: str, language: str) -> None:
    assert language in BOOK[name].texts
    check_template(as_components(BOOK[name], language))


def test_every_receipt_and_every_step_of_a_campaign_has_a_form_and_no_other_stands_there() -> None:
    campaigns = {
        template_name(kind, step, gives=gives)
        for kind in MESSAGE_KINDS
        for step in BY_KIND[kind].steps or ("",)
        for gives in _given_by(kind)
    }
    assert {*RECEIPTS, *campaigns} == BOOK.keys()


def _given_by(kind: MessageKind) -> list[Gives]:
    """List what a kind can give: nothing, and what its owner can set; a reminder may name what waits instead."""
    settings = BY_KIND[kind].settings
    named: dict[Gives, str] = {"gift": "gift", "booked": "gift_amount"}
    return ["", *(gives for gives, name in named.items() if name in settings)]


def test_several_forms_of_one_kind_stand_in_one_file_and_a_fault_names_its_own() -> None:
    another = GOOD.replace("[en]", "[template.gift.en]").replace("[example]", "[template.gift.example]")
    file = f"{GOOD}[template.gift]{another}"
    assert list(read_templates("hello", file)) == ["hello", "hello_gift"]
    with pytest.raises(BadTemplateError, match=re.escape("hello.toml: [template.gift] category: ")):
        read_templates(
            "hello",
            file.replace('[template.gift]\ncategory = "utility"', '[template.gift]\ncategory = "news"'),
        )


def test_the_welcome_leads_to_the_choice_of_messages() -> None:
    assert BOOK["welcome"].buttons[0] == "messages"


def test_what_follows_a_deed_at_the_till_is_utility_and_what_a_campaign_sends_is_marketing() -> None:
    utility = {name for name, template in BOOK.items() if template.category == "utility"}
    assert utility == {
        *RECEIPTS,
        *(kind for kind in MESSAGE_KINDS if kind.policy.purpose is Purpose.SERVICE),
        "event_came_booked",
        "welcome_booked",
        "membership_ends_over",
    }


def test_whoever_gets_marketing_may_ask_why_and_stop_it() -> None:
    for template in BOOK.values():
        assert template.category == "utility" or {"why", "stop"} <= set(template.buttons)


def test_every_button_asks_for_something_that_there_is() -> None:
    assert {verb for template in BOOK.values() for verb in template.buttons} <= VERBS.keys()


def test_no_two_forms_say_the_same() -> None:
    said = [body_of(template, language) for template in BOOK.values() for language in template.texts]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    "name",
    sorted(
        BOOK.keys()
        - RECEIPTS
        - {
            "broadcast",
            "improvement",
            "question",
            "event_invite",
            "event_soon",
            "event_came",
            "event_came_booked",
        }
    ),
)
def test_a_campaign_fills_its_form_with_what_it_knows_for_an_owners_own_words(name: str) -> None:
    known = example(words("en"), name="Ana", shop="Café Luna", reward="Coffee", date="12 March")
    assert all(fill(name, "en", known))


def test_values_stand_in_the_order_of_each_languages_own_words() -> None:
    values = {"name": "Ana", "years": "2", "shop": "Café Luna"}
    assert fill("anniversary", "en", values) == ("Ana", "Café Luna", "2")
    assert fill("anniversary", "hu", values) == ("Ana", "2", "Café Luna")
    assert fill("anniversary", "xx", values) == fill("anniversary", "en", values)


def test_a_blank_that_comes_twice_has_one_number() -> None:
    template = read_templates("x", GOOD.replace("for you", "for you, {name}, really"))["x"]
    assert body_of(template, "en") == "Hello {{1}}, this is for you, {{1}}, really at {{2}} today."


def test_a_value_is_one_line_and_ends_with_a_word() -> None:
    long = "Pumpkin soup,\n\tfrom Friday    on. " * 60
    shop, text = fill("broadcast", "en", {"shop": "Café Luna", "text": long})
    assert shop == "Café Luna"
    assert re.fullmatch(r"(Pumpkin soup, from Friday on\. )+[\w,. ]*(Pumpkin|soup|from|Friday|on)…", text)


def test_a_value_that_ends_with_a_full_stop_is_followed_by_no_other() -> None:
    text = BOOK["event_seat"].text("hu").body
    assert "{when}." in text
    values = {"title": "Borkóstoló", "shop": "Café Luna", "when": "április 11."}
    assert fill("event_seat", "hu", values)[-1] == "április 11"


@given(st.text(max_size=1500), st.text(max_size=1500))
def test_no_value_makes_a_body_too_long(shop: str, text: str) -> None:
    for language in LANGUAGES:
        template = BOOK["broadcast"].text(language)
        values = dict(
            zip(template.places, fill("broadcast", language, {"shop": shop, "text": text}), strict=True)
        )
        assert len(filled(template.body, values)) <= MOST_LETTERS
        assert not re.search(r"[\n\r\t]| {4}", "".join(values.values()))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Hello {name}", "{name}", "[en] body: a placeholder stands at its start"),
        ("{shop} today.", "{shop}.", "[en] body: a placeholder stands at its start or end"),
        (", this is for you at ", ": ", "[en] body: two placeholders stand side by side"),
        (", this is for you at {shop} today.", " and {shop} too.", "[en] body: too many placeholders"),
        ("today.", "today.    Now.", "[en] body: white space"),
        ("today.", "{ today.", "[en] body: a brace"),
        ("today.", "today" * 300, "[en] body: 1 to 1024 letters"),
        ("today.", "🎉" * 11 + " today.", "[en] body: 10 emoji"),
        ("{shop}", "{place}", "[en] body: other placeholders than [example] has: place, shop"),
        ('labels = ["My card"]', 'labels = ["💳 My card"]', "[en] labels: “💳 My card”"),
        ('labels = ["My card"]', "labels = []", "[en] labels: one for each button"),
        ('labels = ["My card"]', 'lables = ["My card"]', "lables"),
        ('labels = ["My card"]', 'labels = ["My card"]\nfooter = "🎉"', "[en] footer: one plain line"),
        ('["card"]', '["card", "why", "stop", "home"]', "buttons: 3 at most"),
        ('"utility"', '"marketing"', "[en] says nowhere how to stop it"),
        ('"utility"', '"marketing"', "buttons: who gets marketing may ask why"),
        ('"utility"', '"news"', "category: utility or marketing, not news"),
        ('category = "utility"', "", "'category' is missing"),
        ("[en]", "[nl]", "[en]: missing"),
        ("[example]", "[nl]\n[example]", "'body' is missing"),
        ("[example]", "[example", "line 7"),
        ('"Ana"', '"A\\nna"', "[example] name: one line"),
        ('"Ana"', f'"{"a" * 1024}"', "[example]: with it the body has more"),
    ],
)
def test_a_bad_file_is_named_with_the_place(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(BadTemplateError) as refused:
        read_templates("hello", GOOD.replace(old, new, 1))
    assert "hello.toml: " in str(refused.value)
    assert said in str(refused.value)
