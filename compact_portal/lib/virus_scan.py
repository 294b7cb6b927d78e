"""Asks a virus scanner (clamd, by its INSTREAM command) about a file."""

from typing import BinaryIO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket

TIMEOUT = 30


class ScannerAway(Exception):
    """The scanner does not answer, or not in words that it should use: whether the file is clean is not known."""


def found_in(file: BinaryIO, *, scanner: str) -> str:
    """The name of what the scanner found in a file, "" where it is clean.

    `scanner` is the path of its socket, or host:port. Raises ScannerAway.
    """
    file.seek(0)
    try:
        answers = _client(scanner).instream(file)
    except (ClamdError, OSError, ValueError) as fault:
        raise ScannerAway("The virus scanner does not answer.") from fault
    finally:
        file.seek(0)
    state, name = answers.get("stream", ("ERROR", None))
    if state == "OK":
        return ""
    if state == "FOUND":
        return name or "unnamed"
    raise ScannerAway("The virus scanner could not look at the file.")


def _client(scanner: str) -> ClamdNetworkSocket | ClamdUnixSocket:
    if scanner.startswith("/"):
        return ClamdUnixSocket(path=scanner, timeout=TIMEOUT)
    host, _, port = scanner.rpartition(":")
    return ClamdNetworkSocket(host=host.strip("[]"), port=int(port), timeout=TIMEOUT)
