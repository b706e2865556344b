"""nginx with lines of a test's own in its server block."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

import browser

_CONF: Final = """
{user} daemon off; error_log stderr crit; pid {root}/nginx.pid;
events {{ }}
http {{
  types {{ text/html html; text/css css; text/javascript js; application/json json; image/svg+xml svg; image/png png; }}
  access_log off; client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;
  uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
  server {{
    listen 127.0.0.1:{port};
{lines}
  }}
}}
"""


@contextmanager
def serving(root: Path, lines: str) -> Iterator[str]:
    """The address of an nginx that keeps its own files in ``root``; the test is skipped where there is none."""
    program = browser.find_nginx()
    if program is None:
        pytest.skip("no nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf, user = root / "nginx.conf", "user root;" if os.geteuid() == 0 else ""
    conf.write_text(_CONF.format(user=user, root=root, port=port, lines=lines), encoding="utf-8")
    command = [program, "-p", str(root), "-c", str(conf), "-e", "stderr"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(200):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        assert running.poll() is None, running.stderr.read() if running.stderr else ""
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    running.terminate()
    _, said = running.communicate(timeout=10)
    assert not said, said


def headers(address: str) -> dict[str, str]:
    """The headers with which a page is sent."""
    with urllib.request.urlopen(address) as answer:
        return dict(answer.headers)
