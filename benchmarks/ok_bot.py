"""A python-telegram-bot that answers "ok" to everything, behind the same server as Stempel: `… URL TOKEN SECRET`."""

import json
import socket
import sys
from hmac import compare_digest

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters


async def ok(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer."""
    assert update.effective_message
    await update.effective_message.reply_text("ok")


async def main(url: str, token: str, secret: str) -> None:
    """Serve until killed; says on a line of its own where."""
    application = Application.builder().token(token).base_url(f"{url}/bot").updater(None).build()
    application.add_handler(CommandHandler("start", ok))
    application.add_handler(MessageHandler(filters.ALL, ok))

    async def receive(request: Request) -> Response:
        if not compare_digest(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), secret):
            return Response(status_code=403)
        update = Update.de_json(json.loads(await request.body()), application.bot)
        await application.process_update(update)
        return JSONResponse({})

    web = Starlette(routes=[Route("/telegram/webhook", receive, methods=["POST"])])
    config = uvicorn.Config(web, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    async with application:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
            await server.serve(sockets=[listener])


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
