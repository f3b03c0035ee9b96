"""The command line: `stempel --help` lists it, the README explains it."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app import opening
from app.demo import demo as run_demo
from app.logs import set_up_logs
from app.opening import BadOptionError
from app.serve import NothingToServeError
from app.serve import serve as run_server
from app.settings import Settings
from channels.telegram_errors import (
    AnotherPollerError,
    TelegramUnreachableError,
    TokenRefusedError,
    WebhookRefusedError,
)
from loyalty.programme import Kind
from storage.errors import StorageError

app = typer.Typer(no_args_is_help=True, add_completion=False, help="A loyalty card that lives in a chat.")
shop = typer.Typer(no_args_is_help=True, help="Open shops and list them.")
staff = typer.Typer(no_args_is_help=True, help="Invite people who work in a shop.")
app.add_typer(shop, name="shop")
app.add_typer(staff, name="staff")

AsJson = Annotated[bool, typer.Option("--json", help="Print facts as JSON.")]


def main() -> None:
    """Run a command; what an operator can mend is said in words, without a traceback."""
    set_up_logs()
    app()


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors():
            typer.echo(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}", err=True)
        raise typer.Exit(2) from None


# What an operator can mend; each says in words how.
_MENDABLE = (
    BadOptionError,
    NothingToServeError,
    StorageError,
    TokenRefusedError,
    TelegramUnreachableError,
    AnotherPollerError,
    WebhookRefusedError,
)


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except _MENDABLE as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except ExceptionGroup as errors:
        mendable = errors.subgroup(_MENDABLE)
        if mendable is None:
            raise
        typer.echo(str(mendable.exceptions[0]), err=True)
        raise typer.Exit(1) from None


@app.command()
def demo() -> None:
    """Open a café with a customer, a cashier and an owner on one page, with nothing to set up."""
    _run(run_demo(_settings(), started=lambda url: typer.echo(
        f"\n  Stempel's demo is open: {url}\n\n"
        "  Click “Scan the poster” on the left phone, then “Scan Ana's code” in the middle. Ctrl-C ends it.\n"
        "  A real Telegram bot: talk to @BotFather, write TELEGRAM_BOT_TOKEN=… into .env, then\n"
        '  .venv/bin/stempel shop create --name "My café" --kind stamps --stamps 10 --reward "Free coffee"\n'
        "  .venv/bin/stempel serve\n"
    )))  # fmt: skip


@app.command()
def serve() -> None:
    """Answer customers, cashiers and owners until stopped."""
    _run(run_server(_settings(), started=lambda url: typer.echo(f"Stempel is open on {url}")))


@shop.command("create")
def shop_create(  # noqa: PLR0913, PLR0917 - one for each option
    name: Annotated[str, typer.Option(help="The shop's name.", prompt="The shop's name")],
    kind: Annotated[Kind, typer.Option(help="Stamps, or points for money.", prompt="stamps or points")],
    reward: Annotated[
        list[str],
        typer.Option(help='What can be had: TEXT, or "TEXT=5" for stamp number 5 or 5 points. Repeatable.'),
    ],
    stamps: Annotated[int | None, typer.Option(help="How many stamps fill the card.")] = None,
    points_per_unit: Annotated[int, typer.Option(help="Points for one unit of money.")] = 1,
    min_spend: Annotated[str, typer.Option(help="The least amount that earns points.")] = "0",
    timezone: Annotated[str, typer.Option(help="Decides what a day is.")] = "Europe/Amsterdam",
    currency: Annotated[str, typer.Option(help="Three letters.")] = "EUR",
    language: Annotated[str, typer.Option(help="The shop's own language: en, nl or hu.")] = "en",
    head_start: Annotated[int, typer.Option(help="Stamps or points on a new card.")] = 0,
    cooldown_minutes: Annotated[int, typer.Option(help="The pause between two visits.")] = 0,
    max_per_visit: Annotated[int | None, typer.Option(help="The most one visit gives (stamps: 5).")] = None,
    max_per_day: Annotated[int | None, typer.Option(help="The most one day gives (stamps: 10).")] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Open a shop; answers with its join link and a one-use link for its owner."""
    options = opening.ShopOptions(
        name=name,
        kind=kind,
        rewards=reward,
        stamps=stamps,
        points_per_unit=points_per_unit,
        min_spend=min_spend,
        timezone=timezone,
        currency=currency,
        language=language,
        head_start=head_start,
        cooldown_minutes=cooldown_minutes,
        max_per_visit=max_per_visit,
        max_per_day=max_per_day,
    )
    made = _run(opening.create_shop(_settings(), options))
    if as_json:
        typer.echo(json.dumps(made))
        return
    typer.echo(f"{name} is open (shop {made['shop']}).")
    for channel, links in made["links"].items():
        typer.echo(f"{channel}: customers join at {links['join']}")
        typer.echo(f"{channel}: the owner opens this, once: {links['owner']}")
    if not made["links"]:
        typer.echo("No channel is set up yet. Write TELEGRAM_BOT_TOKEN=… into .env, then run:")
        typer.echo(f"  stempel staff invite --shop {made['shop']} --role owner")


@shop.command("list")
def shop_list(*, as_json: AsJson = False) -> None:
    """List the shops with their join links."""
    found = _run(opening.list_shops(_settings()))
    if as_json:
        typer.echo(json.dumps(found))
        return
    for one in found:
        links = " ".join(link["join"] for link in one["links"].values())
        typer.echo(f"{one['shop']}  {one['name']} ({one['kind']})  {links}")


@staff.command("invite")
def staff_invite(
    role: Annotated[
        str, typer.Option(help="cashier, manager or owner; founder: may open a shop in chat.")
    ] = "cashier",
    shop_id: Annotated[
        int | None, typer.Option("--shop", help="The shop's number, see `stempel shop list`.")
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Make a link that gives one person a role, once, within a week."""
    if role not in {"cashier", "manager", "owner", "founder"}:
        raise typer.BadParameter("cashier, manager, owner or founder", param_hint="--role")
    if (role == "founder") == (shop_id is not None):
        raise typer.BadParameter("a founder has no shop yet; every other role needs one", param_hint="--shop")
    made = _run(opening.invite_staff(_settings(), shop_id, role))
    if as_json:
        typer.echo(json.dumps(made))
        return
    for channel, link in made["links"].items():
        typer.echo(f"{channel}: {link}")
    if not made["links"]:
        typer.echo("No channel is set up yet. Write TELEGRAM_BOT_TOKEN=… into .env first.", err=True)
