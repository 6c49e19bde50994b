"""Servers of a benchmark: on loopback, in a temporary folder, stopped by their process ids."""
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

NGINX = """{modules}worker_processes 1;
daemon off;
pid {temp}/nginx.pid;
error_log {temp}/nginx.log warn;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 10000000;
  client_body_temp_path {temp}/n1; proxy_temp_path {temp}/n2; fastcgi_temp_path {temp}/n3;
  uwsgi_temp_path {temp}/n4; scgi_temp_path {temp}/n5;
  server {{
    listen 127.0.0.1:{port};
    root {root};
    default_type application/json;
{locations}
  }}
}}
"""


def end_on_signals():
    """A signal ends the benchmark in an orderly way: what `running` began is stopped."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_root():
    return os.geteuid() == 0


def program(name):
    """The path of a program, also where only root's PATH looks."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    if not found:
        raise SystemExit(f"{name} is missing; run tools/setup build test bench")
    return found


@contextlib.contextmanager
def running(command, log, is_up):
    """Runs a server until the block ends; waits at most a minute for it to come up."""
    with open(log, "ab") as out:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 60
        while not is_up():
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{command[0]} did not start:\n{Path(log).read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def modules():
    """Loads nginx's module that has echo_sleep."""
    told = subprocess.run([program("nginx"), "-V"], capture_output=True, text=True, check=True).stderr
    folder = re.search(r"--modules-path=(\S+)", told)
    if not folder:
        raise SystemExit("this nginx takes no modules; install that of tools/setup bench")
    return f"load_module {folder.group(1)}/ngx_http_echo_module.so;\n"


@contextlib.contextmanager
def nginx(temp, root, locations, modules=""):
    """An nginx that serves what is under `root` as the `locations` say; gives its port."""
    port = free_port()
    user = "user root;" if as_root() else ""  # the worker must be able to read `root`, wherever it is
    text = NGINX.format(temp=temp, port=port, root=root, user=user, locations=locations, modules=modules)
    Path(temp, "nginx.conf").write_text(text, encoding="utf-8")
    command = [program("nginx"), "-c", f"{temp}/nginx.conf", "-p", str(temp), "-e", f"{temp}/nginx.log"]
    with running(command, f"{temp}/nginx.log", lambda: listens(port)):
        yield port
