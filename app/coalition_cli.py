"""`stempel coalition`: shops that have one card together, opened at one go."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from app import office, office_refusals
from app.coalition_office import coalition_commands
from app.terminal import AsJson, read_settings, run, show

commands = typer.Typer(no_args_is_help=True, help="Let several shops have one card together.")

_ShopOption = Annotated[
    list[str] | None,
    typer.Option("--shop", help='A new shop and its trade, as "Café Luna=cafe". Repeatable.'),
]


@commands.command("create")
def coalition_create(  # noqa: PLR0913 - options
    name: Annotated[str, typer.Option(help="What the card is called, as “High Street”.")],
    *,
    shop: _ShopOption = None,
    invite: Annotated[
        int, typer.Option(help="So many links, each for an owner whose shop is here already.")
    ] = 0,
    points_per_unit: Annotated[str | None, typer.Option(help="Points for one unit of money (1).")] = None,
    reward: Annotated[
        list[str] | None, typer.Option(help="Points and what they take off a bill, as 100=5. Repeatable.")
    ] = None,
    timezone: Annotated[str, typer.Option(help="Decides what a day is.")] = "Europe/Amsterdam",
    currency: Annotated[str, typer.Option(help="Three letters.")] = "EUR",
    language: Annotated[str, typer.Option(help="The shops' own language: en, nl or hu.")] = "en",
    even_at_a_loss: Annotated[
        bool, typer.Option("--even-at-a-loss", help="Also what loses money for one of the shops.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Open a high street: shops with the usual rules of their trades, and one card for all of them, with its sums."""
    made = run(
        office.ask(
            read_settings(), "coalition create", coalition_commands, name=name, shops=shop or [], invite=invite,
            points_per_unit=points_per_unit, rewards=reward or [], timezone=timezone, currency=currency,
            language=language, even_at_a_loss=even_at_a_loss,
        )
    )  # fmt: skip
    show(made, as_json=as_json, lines=list(_opened(made)))


def _opened(made: dict[str, Any]) -> Iterator[str]:
    yield f"{made['name']} is open: one card for {len(made['shops'])} shops (coalition {made['coalition']})."
    yield from made["rules"]
    for channel, links in made["links"].items():
        yield f"{channel}: customers get its card at {links['join']}"
    for one in made["shops"]:
        yield ""
        yield f"{one['name']} (shop {one['shop']})"
        for channel, links in one["links"].items():
            yield f"{channel}: customers join its own card at {links['join']}"
            yield f"{channel}: the owner opens this, once: {links['owner']}"
        if not one["links"]:
            yield f"  stempel staff invite --shop {one['shop']} --role owner"
        yield from one["sums"]
    for links in made["invitations"]:
        yield ""
        yield from (
            f"{channel}: one shop more joins by this, once: {link}" for channel, link in links.items()
        )
    if not made["links"]:
        yield ""
        yield f"{office_refusals.no_channel()} Then run the commands above."
