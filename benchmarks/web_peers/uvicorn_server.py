"""Starts uvicorn for the FastAPI application: python -m web_peers.uvicorn_server PORT PROCESSES.

With more than one process uvicorn's own command makes a socket on which asyncio (without uvloop) does not see
TCP, so it leaves Nagle's algorithm on: every answer then waits 40 ms for an acknowledgement. Here the socket
names its protocol, and uvicorn is as fast as it can be.
"""

from __future__ import annotations

import socket
import sys

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess


def main(port: int, processes: int) -> None:
    """Serve until asked to end."""
    config = Config(
        "web_peers.fastapi_app:app", workers=processes, log_level="warning", access_log=False, port=port
    )
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    if processes == 1:
        Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
