"""The command line: `stempel --help` lists it, the README explains it."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from dataclasses import asdict, astuple
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from uvicorn.loops.auto import auto_loop_factory

from app import office, opening, upkeep
from app.clock import read_clock
from app.demo import demo as run_demo
from app.logs import set_up_logs
from app.serve import NothingToServeError
from app.serve import serve as run_server
from app.settings import Settings
from app.side_door import BadOptionError
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
_DEMO = """
  Stempel's demo is open: {url}

  Tap “Scan the poster” on the left phone, then “Scan Ana's code” on the middle one. Ctrl-C ends it.
  A real Telegram bot: talk to @BotFather, write TELEGRAM_BOT_TOKEN=… into .env, then
  .venv/bin/stempel shop create --name "My café" --kind stamps --stamps 10 --reward "Free coffee"
  .venv/bin/stempel serve
"""


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


def _url() -> str:
    return _settings().database_url.get_secret_value()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:  # uvloop takes a quarter off a scan
            return runner.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except _MENDABLE as error:
        raise _told(error) from None
    except ExceptionGroup as errors:
        mendable = errors.subgroup(_MENDABLE)
        if mendable is None:
            raise
        raise _told(mendable.exceptions[0]) from None


def _told(error: Exception) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


def _print(facts: Any, *, as_json: bool, lines: list[str]) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else "\n".join(lines))


@app.command()
def demo() -> None:
    """Open a café with a customer, a cashier and an owner on one page, with nothing to set up."""
    _run(run_demo(_settings(), started=lambda url: typer.echo(_DEMO.format(url=url))))


@app.command()
def serve() -> None:
    """Answer customers, cashiers and owners until stopped."""
    _run(run_server(_settings(), started=lambda url: typer.echo(f"Stempel is open on {url}")))


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date (`serve` does it by itself)."""
    _run(upkeep.migrate(_url()))
    typer.echo("The tables are up to date.")


@app.command()
def doctor(*, as_json: AsJson = False) -> None:
    """Look whether everything is in order, and say what to do where it is not."""
    rows = _run(upkeep.diagnose(_settings()))
    _print(
        rows,
        as_json=as_json,
        lines=[f"{'✔' if row['ok'] else '✘'} {row['check']}: {row['says']}" for row in rows],
    )
    if not all(row["ok"] for row in rows):
        raise typer.Exit(1)


@app.command()
def backup(target: Path) -> None:
    """Write a checked copy of the SQLite database, also while `serve` runs."""
    try:
        upkeep.backup(_url(), target)
    except StorageError as error:
        raise _told(error) from None
    typer.echo(f"Written: {target}")


@app.command()
def restore(
    source: Path,
    *,
    overwrite: Annotated[bool, typer.Option(help="Replace the database that is there.")] = False,
) -> None:
    """Put a copy in the database's place; `serve` must not be running."""
    try:
        upkeep.restore(source, _url(), overwrite=overwrite)
    except StorageError as error:
        raise _told(error) from None
    typer.echo("Restored.")


@app.command("export")
def export_(
    target: Annotated[Path | None, typer.Argument(help="Standard output when left out.")] = None,
) -> None:
    """Write everything as JSON lines, to move to another database."""
    if target is None:
        _run(upkeep.export_rows(_url(), sys.stdout))
        return
    with target.open("x", encoding="utf-8") as out:
        rows = _run(upkeep.export_rows(_url(), out))
    typer.echo(f"Written: {target} ({rows} rows)")


@app.command("import")
def import_(source: Path) -> None:
    """Read what `stempel export` wrote into a new database."""
    rows = _run(upkeep.import_rows(source, _url()))
    typer.echo(f"Read: {rows} rows")


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
    if dry_run:
        going = _run(upkeep.rehearse_tick(_settings(), now=at))
        facts = {"now": at.isoformat(), "would_send": [asdict(one) for one in going]}
        lines = [" · ".join(filter(None, astuple(one))) for one in going]
        _print(facts, as_json=as_json, lines=lines or ["Nothing would go."])
        return
    handled = _run(upkeep.tick(_settings(), now=at))
    _print(
        {"now": at.isoformat(), "handled": handled}, as_json=as_json, lines=[f"Messages handled: {handled}"]
    )


@shop.command("create")
def shop_create(  # noqa: PLR0913, PLR0917 - one for each option
    name: Annotated[str | None, typer.Option(help="The shop's name.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Stamps, or points for money.")] = None,
    reward: Annotated[
        list[str] | None,
        typer.Option(help='What can be had: TEXT, or "TEXT=5" for stamp number 5 or 5 points. Repeatable.'),
    ] = None,
    preset: Annotated[opening.Trade | None, typer.Option(help="The usual rules of a trade.")] = None,
    stamps: Annotated[int | None, typer.Option(help="How many stamps fill the card.")] = None,
    points_per_unit: Annotated[int | None, typer.Option(help="Points for one unit of money (1).")] = None,
    min_spend: Annotated[str | None, typer.Option(help="The least amount that earns points.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Decides what a day is (Europe/Amsterdam).")] = None,
    currency: Annotated[str | None, typer.Option(help="Three letters (EUR).")] = None,
    language: Annotated[str | None, typer.Option(help="The shop's own language: en, nl or hu (en).")] = None,
    head_start: Annotated[int | None, typer.Option(help="Stamps or points on a new card (0).")] = None,
    cooldown_minutes: Annotated[int | None, typer.Option(help="The pause between two visits (0).")] = None,
    max_per_visit: Annotated[int | None, typer.Option(help="The most one visit gives (stamps: 5).")] = None,
    max_per_day: Annotated[int | None, typer.Option(help="The most one day gives (stamps: 10).")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Open a shop; answers with its join link and a one-use link for its owner."""
    given = {
        "name": name,
        "kind": kind,
        "reward": reward,
        "stamps": stamps,
        "points_per_unit": points_per_unit,
        "min_spend": min_spend,
        "timezone": timezone,
        "currency": currency,
        "language": language,
        "head_start": head_start,
        "cooldown_minutes": cooldown_minutes,
        "max_per_visit": max_per_visit,
        "max_per_day": max_per_day,
    }
    ask = (lambda text, usual: str(typer.prompt(text, default=usual))) if sys.stdin.isatty() else None
    try:
        facts = opening.complete(given, preset, ask=ask)
    except BadOptionError as error:
        raise _told(error) from None
    made = _run(office.ask(_settings(), "shop create", **facts))
    _print(made, as_json=as_json, lines=_opened(facts["name"], made))


def _opened(name: str, made: Any) -> list[str]:
    lines = [f"{name} is open (shop {made['shop']})."]
    for channel, links in made["links"].items():
        lines += [f"{channel}: customers join at {links['join']}"]
        lines += [f"{channel}: the owner opens this, once: {links['owner']}"]
    if not made["links"]:
        lines += ["No channel is set up yet. Write TELEGRAM_BOT_TOKEN=… into .env, then run:"]
        lines += [f"  stempel staff invite --shop {made['shop']} --role owner"]
    return lines


@shop.command("list")
def shop_list(*, as_json: AsJson = False) -> None:
    """List the shops with their join links."""
    found = _run(office.ask(_settings(), "shop list"))
    lines = [
        f"{one['shop']}  {one['name']} ({one['kind']})  "
        + " ".join(link["join"] for link in one["links"].values())
        for one in found
    ]
    _print(found, as_json=as_json, lines=lines or ["No shop yet. `stempel shop create` opens one."])


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
    made = _run(office.ask(_settings(), "staff invite", shop_id=shop_id, role=role))
    lines = [f"{channel}: {link}" for channel, link in made["links"].items()]
    _print(
        made,
        as_json=as_json,
        lines=lines or ["No channel is set up yet. Write TELEGRAM_BOT_TOKEN=… into .env first."],
    )
