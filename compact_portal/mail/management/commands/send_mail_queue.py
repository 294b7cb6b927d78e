"""Send the mail that waits, once, or over and over as a service."""

import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from compact_portal.lib.clock import now
from compact_portal.mail.actions import send_waiting

PAUSE = 5
STEP = 0.2


class Command(BaseCommand):
    help = "Send the mail that waits. With --watch, look again every few seconds until stopped by SIGTERM or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="do not end; look again every 5 seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        watch = options["watch"]
        with self.stoppable():
            while True:
                self.round(quiet=watch)
                if not watch:
                    return
                self.pause()
                if self.stopped:
                    self.stdout.write("Mail: stopped.")
                    return
                close_old_connections()

    def round(self, *, quiet: bool) -> None:
        try:
            done = send_waiting(clock=now, stopping=lambda: self.stopped)
        except DatabaseError as problem:
            raise CommandError(
                f"The database does not answer ({type(problem).__name__}). Check it and start again: no mail is lost."
            ) from problem
        if done.sent or done.later or done.given_up or not quiet:
            self.stdout.write(f"Mail: {done.sent} sent, {done.later} to be tried again, {done.given_up} given up.")

    def pause(self) -> None:
        """In short steps, so that a signal is heard at once: Python takes a sleep up again after one."""
        for _ in range(round(PAUSE / STEP)):
            if self.stopped:
                return
            time.sleep(STEP)

    stopped = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        """The mail in hand is sent and recorded first."""
        self.stopped = True

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """SIGTERM and Ctrl-C end the command cleanly. Python lets only the main thread say so; another just runs."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
