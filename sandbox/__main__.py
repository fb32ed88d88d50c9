"""A Telegram of one's own: python -m sandbox --port 8081."""

import argparse
import asyncio
import contextlib
import signal
import sys

from sandbox.limits import Limits
from sandbox.telegram import TOKEN, Sandbox


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the token the bot must use")
    parser.add_argument("--username", default="sandbox_bot")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429")
    return parser.parse_args()


async def serve(asked: argparse.Namespace) -> None:
    limits = Limits.none() if asked.no_limits else Limits()
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with await Sandbox.start(
        asked.token, limits=limits, username=asked.username, host=asked.host, port=asked.port
    ) as telegram:
        sys.stdout.write(f"Bot API   {telegram.api_url}\nToken     {telegram.token}\nPage      {telegram.url}\n")
        sys.stdout.flush()
        await ended.wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments()))
