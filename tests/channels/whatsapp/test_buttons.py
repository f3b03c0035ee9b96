"""Buttons become what WhatsApp has: three replies, a list of ten rows, one link, or a line of text."""

import pytest

from channels.deliveries import Rejected, Sent
from channels.messages import Address, Button, Media, Outgoing, Tap
from channels.whatsapp.channel import WhatsApp
from tests.fakes.people import ANA
from tests.fakes.pictures import png
from tests.fakes.whatsapp import FakeWhatsApp
from tests.whatsapp_line import bodies, last, told

RED = Media("card.png", png("red"))


def buttons(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, f"v1:{index}"),) for index, label in enumerate(labels))


async def test_three_short_buttons_are_tapped_at_once(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    await channel.send(ana, Outgoing("Your card", buttons("Card", "Rewards", "🎁  Use my free coffee")))
    assert last(whatsapp).labels == ("Card", "Rewards", "Use my free coffee")
    await whatsapp.taps(ANA, "Rewards")
    assert told(whatsapp, channel).content == Tap("v1:1", last(whatsapp).id)


async def test_buttons_with_a_picture_are_one_message(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    before = whatsapp.mark(ANA)
    delivery = await channel.send(ana, Outgoing("Your card", buttons("Rewards"), picture=RED))
    (seen,) = whatsapp.since(ANA, before)
    assert (seen.text, seen.labels, seen.picture) == ("Your card", ("Rewards",), RED.content)
    assert isinstance(delivery, Sent)
    assert delivery.media_id


async def test_more_buttons_are_a_list_whose_titles_end_between_words(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    long = "Remind me a week before my birthday"
    await channel.send(ana, Outgoing("Menu", buttons("Card", "Rewards", "Goal", long), list_label="Choose"))
    action = bodies(whatsapp)[-1]["interactive"]["action"]
    assert action["button"] == "Choose"
    assert action["sections"][0]["rows"][3] == {
        "id": "v1:3",
        "title": "Remind me a week before…",
        "description": long,
    }


async def test_a_list_with_a_picture_follows_it(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    before = whatsapp.mark(ANA)
    delivery = await channel.send(ana, Outgoing("Your card", buttons("A", "B", "C", "D"), picture=RED))
    picture, menu = whatsapp.since(ANA, before)
    assert (picture.text, picture.picture, picture.labels) == ("Your card", RED.content, ())
    assert menu.labels == ("A", "B", "C", "D")
    assert isinstance(delivery, Sent)
    assert delivery.message_id == picture.id


async def test_titles_that_become_the_same_are_told_apart(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    labels = ("Free coffee with cake on Sunday", "Free coffee with cake on Monday", "Same", "Same")
    await channel.send(ana, Outgoing("Rewards", buttons(*labels)))
    rows = bodies(whatsapp)[-1]["interactive"]["action"]["sections"][0]["rows"]
    assert [row["title"] for row in rows] == [
        "Free coffee with cake…",
        "Free coffee with… (2)",
        "Same",
        "Same (2)",
    ]
    assert [row.get("description") for row in rows] == [*labels[:2], None, "Same"]


async def test_a_single_word_too_long_for_a_title_is_never_cut(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    word = "Verjaardagsverrassingenkaart"
    await channel.send(ana, Outgoing("Beloningen", buttons(word)))
    (row,) = bodies(whatsapp)[-1]["interactive"]["action"]["sections"][0]["rows"]
    assert (row["title"], row["description"]) == ("1.", word)


async def test_one_link_is_a_button_and_more_are_lines(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    link = Button("Open", url="https://luna.example/a")
    await channel.send(ana, Outgoing("Poster", ((link,),), picture=RED))
    assert bodies(whatsapp)[-1]["interactive"]["type"] == "cta_url"
    await channel.send(ana, Outgoing("Poster", ((link, Button("Card", "v1:card")),)))
    assert last(whatsapp).text == "Poster\n\nOpen: https://luna.example/a"
    assert bodies(whatsapp)[-1]["interactive"]["type"] == "button"


async def test_two_buttons_that_do_the_same_become_one(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    await channel.send(ana, Outgoing("Menu", ((Button("Card", "v1:card"), Button("My card", "v1:card")),)))
    assert last(whatsapp).labels == ("Card",)


@pytest.mark.parametrize(
    "message",
    [
        Outgoing("Menu", tuple((Button(str(n), f"v1:{n}"),) for n in range(11))),
        Outgoing("Menu", ((Button("Card", "x" * 65),),)),
        Outgoing("Menu", ((Button("Card"),),)),
        Outgoing(" "),
    ],
)
async def test_what_can_never_arrive_is_not_even_tried(
    message: Outgoing, whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    assert isinstance(await channel.send(ana, message), Rejected)
    assert bodies(whatsapp) == []


async def test_buttons_stand_below_the_end_of_a_text_that_one_message_does_not_hold(
    whatsapp: FakeWhatsApp, channel: WhatsApp, ana: Address
) -> None:
    text = "\n".join(f"· line {n} of what it costs" for n in range(60)) + "\n⚠ It loses money."
    before = whatsapp.mark(ANA)
    delivery = await channel.send(ana, Outgoing(text, buttons("✔ Confirm")))
    first, second = whatsapp.since(ANA, before)
    assert f"{first.text}\n{second.text}" == text
    assert [first.labels, second.labels] == [(), ("✔ Confirm",)]
    assert delivery == Sent(first.id)
