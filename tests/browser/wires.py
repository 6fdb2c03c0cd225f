"""A wire between a browser and the dashboard that can be cut, and laid again."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Wire:
    """Hands on whatever comes in on a port of its own. home: the address to open in place of the server's."""

    def __init__(self, home: str) -> None:
        """Lay the wire."""
        self.there = (urlsplit(home).hostname, urlsplit(home).port)
        self.ends: list[socket.socket] = []
        self.whole = True
        self.door = socket.create_server(("127.0.0.1", 0))
        self.home = f"http://127.0.0.1:{self.door.getsockname()[1]}/"
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and let nobody through."""
        self.whole = False
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def mend(self) -> None:
        """Let everybody through again."""
        self.whole = True

    def _take(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return  # taken away
            if not self.whole:
                near.close()
                continue
            far = socket.create_connection(self.there)
            self.ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=hand_on, args=(one, other), daemon=True).start()


def hand_on(one: socket.socket, other: socket.socket) -> None:
    """Hand on what comes until an end is closed."""
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def wire_to(home: str) -> Iterator[Wire]:
    """Lay a wire, and take it away."""
    wire = Wire(home)
    yield wire
    wire.cut()
    wire.door.close()
