"""The command line: `stempel --help` lists it, the README explains it."""

import logging
import sys
from dataclasses import asdict, astuple
from datetime import datetime
from typing import Annotated, Any

import typer

from actions.shop.invitations import INVITE_DAYS
from app import bot_cli, coalition_cli, database_cli, moving, office, office_refusals, opening, whatsapp
from app.clock import read_clock
from app.doctor import diagnose
from app.logs import set_up_logs
from app.options import takes
from app.refused_options import OurWords
from app.rehearsal import command
from app.side_door import BadOptionError
from app.terminal import AsJson, exit_with, read_settings, run, say, show
from loyalty.names import clean_name
from storage.engine.errors import of_files

app = typer.Typer(
    cls=OurWords,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # `main` tells of them, with no values in them
    help="A loyalty card that lives in a chat.",
)
shop = typer.Typer(no_args_is_help=True, help="Open shops and list them.")
programme = typer.Typer(no_args_is_help=True, help="Let cards stand side by side in a shop.")
staff = typer.Typer(no_args_is_help=True, help="Invite people who work in a shop, list and remove them.")
app.add_typer(shop, name="shop")
app.add_typer(programme, name="programme")
app.add_typer(staff, name="staff")
app.add_typer(coalition_cli.commands, name="coalition")
app.add_typer(bot_cli.commands, name="bot")
app.add_typer(whatsapp.commands, name="whatsapp")

_FIRST_YEAR, _LAST_YEAR = 2000, 2999  # beyond, days can't be reckoned with
_LOG = logging.getLogger(__name__)
_Shop = Annotated[int, typer.Option("--shop", help="The shop's number, see `stempel shop list`.")]
_WORKS_ONCE = f"The link works once, within {INVITE_DAYS} days."
_DEMO = """
  Stempel's demo is open: {url}

  Tap “Scan the poster” on the left phone, then “Scan Ana's code” on the middle one. Ctrl-C ends it.
  A real Telegram bot: talk to @BotFather, write TELEGRAM_BOT_TOKEN=… into .env, then
  stempel shop create --name "My café" --kind stamps --stamps 10 --reward "Free coffee"
  stempel serve
"""


def main() -> None:
    """Run a command; what an operator can mend is said in words, without a traceback."""
    set_up_logs()
    try:
        app()
    except Exception as error:  # noqa: BLE001 - here the program ends; its own words would hold values
        refused = of_files(error)
        if refused:
            say(str(refused), err=True)
        else:
            _LOG.critical("stempel ends by a fault of its own", exc_info=True)
        sys.exit(1)


@app.command()
def demo() -> None:
    """Open a café with a customer, a cashier and an owner on one page, with nothing to set up."""
    from app.demo import demo as run_demo

    run(run_demo(read_settings(), started=lambda url: say(_DEMO.format(url=url))))


@app.command()
def serve() -> None:
    """Answer customers, cashiers and owners until stopped."""
    from app.serve import serve as run_server

    settings = read_settings()
    set_up_logs(settings.log_level)
    run(run_server(settings, started=lambda url: typer.echo(f"Stempel is open on {url}")))


@app.command()
def doctor(*, as_json: AsJson = False) -> None:
    """Look whether everything is in order, and say what to do where it is not."""
    rows = run(diagnose(read_settings()))
    show(
        rows,
        as_json=as_json,
        lines=[f"{'✔' if row['ok'] else '✘'} {row['check']}: {row['says']}" for row in rows],
    )
    if not all(row["ok"] for row in rows):
        raise typer.Exit(1)


@app.command()
def tick(
    now: Annotated[str, typer.Option(help="The instant, as 2026-03-01T09:00+01:00; now when left out.")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would go.")] = False,
    as_json: AsJson = False,
) -> None:
    """Do once what the scheduler would do at an instant, and exit."""
    try:
        at = datetime.fromisoformat(now) if now else read_clock()
    except ValueError:
        raise typer.BadParameter("write it like 2026-03-01T09:00+01:00", param_hint="--now") from None
    if at.tzinfo is None:
        raise typer.BadParameter("say which zone: 2026-03-01T09:00+01:00", param_hint="--now")
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise typer.BadParameter(
            f"the year {at.year} is too far from now; write one of our days", param_hint="--now"
        )
    from app import tick as ticking

    if dry_run:
        going = run(ticking.rehearse_tick(read_settings(), now=at))
        facts = {"now": at.isoformat(), "would_send": [asdict(one) for one in going]}
        lines = [" · ".join(filter(None, astuple(one))) for one in going]
        show(facts, as_json=as_json, lines=lines or ["Nothing would go."])
        return
    handled = run(ticking.tick(read_settings(), now=at))
    show({"now": at.isoformat(), "handled": handled}, as_json=as_json, lines=[f"Messages handled: {handled}"])


app.command("rehearse")(command.command)
app.command()(database_cli.migrate)
app.command()(database_cli.backup)
app.command()(database_cli.restore)
app.command("export")(database_cli.export)
app.command("import")(database_cli.import_)
app.command("move")(moving.move_)


@shop.command("create")
@takes(opening.ShopOptions)
def shop_create(options: opening.ShopOptions) -> None:
    """Open a shop; answers with its join link and a one-use link for its owner."""
    ask = (lambda text, usual: str(typer.prompt(text, default=usual))) if sys.stdin.isatty() else None
    try:
        facts = opening.complete(options, ask=ask)
    except BadOptionError as error:
        raise exit_with(error) from None
    made = run(office.ask(read_settings(), "shop create", **facts))
    lines = _opened(clean_name(facts["name"]), made) + _unseen(facts["name"], *facts["rewards"])
    show(made, as_json=options.as_json, lines=lines)


def _opened(name: str, made: Any) -> list[str]:
    lines = [f"{name} is open (shop {made['shop']})."]
    for channel, links in made["links"].items():
        lines += [f"{channel}: customers join at {links['join']}"]
        lines += [f"{channel}: the owner opens this, once: {links['owner']}"]
    if not made["links"]:
        lines += [f"{office_refusals.no_channel(made['shop'])} Then run:"]
        lines += [f"  stempel staff invite --shop {made['shop']} --role owner"]
    return lines


def _unseen(*texts: str) -> list[str]:
    from bot.legible import unseen
    from words.language import words

    warning = unseen(words("en"), *texts)
    return [warning] if warning else []


@shop.command("list")
def shop_list(*, as_json: AsJson = False) -> None:
    """List the shops with their join links."""
    found = run(office.ask(read_settings(), "shop list"))
    lines = [
        f"{one['shop']}  {one['name']} ({', '.join(each['kind'] for each in one['programmes'])})  "
        + " ".join(link["join"] for link in one["links"].values())
        for one in found
    ]
    show(found, as_json=as_json, lines=lines or ["No shop yet. `stempel shop create` opens one."])


@shop.command("sums")
def shop_sums(
    shop_id: _Shop,
    average_sale: Annotated[str | None, typer.Option(help="What a visit brings now, an amount.")] = None,
    margin: Annotated[
        str | None, typer.Option(help="The share of it that is left when goods are paid, in percent.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what a visit brings a shop that is open and what of it is left, and print the sums of its cards."""
    found = run(
        office.ask(read_settings(), "shop sums", shop_id=shop_id, average_sale=average_sale, margin=margin)
    )
    unknown = ["Nothing is known of its sales: --average-sale and --margin say what a visit brings."]
    lines = [line for card in found["cards"] for line in (card["name"], *(card["sums"] or unknown), "")]
    show(found, as_json=as_json, lines=lines[:-1])


@programme.command("add")
@takes(opening.ProgrammeOptions)
def programme_add(options: opening.ProgrammeOptions) -> None:
    """Let a shop have one more card beside the first: stamps and points under one code."""
    settings = read_settings()
    known = {one["shop"]: one for one in run(office.ask(settings, "shop list"))}
    if options.shop not in known:
        raise exit_with(BadOptionError(office_refusals.no_shop(options.shop)))
    try:
        of = known[options.shop]
        facts = opening.complete_programme(options, of["currency"], of["language"])
    except BadOptionError as error:
        raise exit_with(error) from None
    made = run(office.ask(settings, "programme add", shop_id=options.shop, name=options.name, **facts))
    lines = [f"{made['name']} stands beside the other cards of shop {made['shop']} now."]
    show(made, as_json=options.as_json, lines=lines + _unseen(made["name"], *facts["rewards"]))


@staff.command("list")
def staff_list(shop_id: _Shop, *, as_json: AsJson = False) -> None:
    """Show who works in a shop."""
    found = run(office.ask(read_settings(), "staff list", shop_id=shop_id))
    lines = [f"{one['member']}  {one['name']} · {one['role']}" for one in found]
    nobody = f"Nobody works in shop {shop_id} yet. `stempel staff invite` makes a link for the first."
    show(found, as_json=as_json, lines=lines or [nobody])


@staff.command("remove")
def staff_remove(
    shop_id: _Shop,
    member_id: Annotated[int, typer.Option("--member", help="Whom, see `stempel staff list`.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take somebody off a shop's staff at once, say whose phone was stolen; links that they made lead nowhere."""
    gone = run(office.ask(read_settings(), "staff remove", shop_id=shop_id, member_id=member_id))
    show(
        gone, as_json=as_json, lines=[f"{gone['name'] or 'They'} can do nothing in shop {shop_id} any more."]
    )


@staff.command("invite")
def staff_invite(
    role: Annotated[
        str, typer.Option(help="cashier, manager or owner; founder: may open a shop in chat.")
    ] = "cashier",
    shop_id: Annotated[
        int | None, typer.Option("--shop", help="The shop's number, see `stempel shop list`.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Make a link that gives one person a role, once, within a week."""
    if role not in {"cashier", "manager", "owner", "founder"}:
        raise typer.BadParameter("cashier, manager, owner or founder", param_hint="--role")
    if (role == "founder") == (shop_id is not None):
        raise typer.BadParameter("a founder has no shop yet; every other role needs one", param_hint="--shop")
    made = run(office.ask(read_settings(), "staff invite", shop_id=shop_id, role=role))
    lines = [f"{channel}: {link}" for channel, link in made["links"].items()]
    show(made, as_json=as_json, lines=[*lines, _WORKS_ONCE])
