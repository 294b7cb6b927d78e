"""The scanner is asked by its protocol, over a real socket; what it does not answer is not taken for clean."""

import io
import socket
import struct
import threading

import pytest

from compact_portal.lib.virus_scan import ScannerAway, found_in


class Daemon:
    """As much of clamd as INSTREAM needs: it keeps what it was sent, and answers what it was told to."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.heard = answer, b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        link, _ = self.socket.accept()
        with link, link.makefile("rb") as sent:
            command = b""
            while not command.endswith((b"\n", b"\0")):
                command += sent.read(1)
            assert b"INSTREAM" in command
            while size := struct.unpack("!L", sent.read(4))[0]:
                self.heard += sent.read(size)
            link.sendall(self.answer)

    def stop(self) -> None:
        self.thread.join(timeout=5)
        self.socket.close()


def ask(answer: bytes, body: bytes = b"x" * 5000) -> tuple[str, bytes]:
    daemon = Daemon(answer)
    file = io.BytesIO(body)
    try:
        found = found_in(file, scanner=daemon.address)
    finally:
        daemon.stop()
    assert file.tell() == 0
    return found, daemon.heard


def test_a_clean_file_is_sent_whole_and_is_clean():
    assert ask(b"stream: OK\n") == ("", b"x" * 5000)


def test_what_was_found_is_named():
    assert ask(b"stream: Test.Signature FOUND\n")[0] == "Test.Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\n", b"stream: Broken ERROR\n", b"", b"nonsense\n"])
def test_no_answer_that_is_understood_is_no_answer(answer):
    with pytest.raises(ScannerAway):
        ask(answer)


@pytest.mark.parametrize("scanner", ["127.0.0.1:1", "/nowhere/clamd.ctl", "nonsense"])
def test_a_scanner_that_is_not_there_is_told(scanner):
    with pytest.raises(ScannerAway):
        found_in(io.BytesIO(b"x"), scanner=scanner)
