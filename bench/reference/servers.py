"""The benchmark's own MariaDB and nginx: on loopback, in a temporary folder, stopped by their process ids."""
import contextlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PASSWORD = "reader"  # of a server that lives for minutes on loopback
TABLE = """CREATE TABLE user (
  id INT NOT NULL PRIMARY KEY, lastname VARCHAR(50) NOT NULL, firstname VARCHAR(50) NOT NULL, last_active_date DATE NOT NULL,
  platform_registered_on VARCHAR(25) NOT NULL, practice_id INT NOT NULL, specialty VARCHAR(50) NOT NULL,
  classification VARCHAR(50) NOT NULL, KEY name (lastname, firstname)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"""
NGINX = """worker_processes 1;
daemon off;
pid {temp}/nginx.pid;
error_log {temp}/nginx.log warn;
{user}
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  client_body_temp_path {temp}/n1; proxy_temp_path {temp}/n2; fastcgi_temp_path {temp}/n3;
  uwsgi_temp_path {temp}/n4; scgi_temp_path {temp}/n5;
  server {{
    listen 127.0.0.1:{port};
    root {data};
    default_type application/json;
    location = /api/v1/users {{ try_files /pages/$arg_page.json =404; }}
  }}
}}
"""


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
        raise SystemExit(f"bench/reference/run: {name} is missing; run tools/setup build test bench")
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


def client(temp, statement):
    subprocess.run([program("mariadb"), "--no-defaults", f"--socket={temp}/db.sock", "-u", "root", "-e", statement],
                   check=True, stdout=subprocess.DEVNULL)


def load(temp, data):
    client(temp, f"CREATE DATABASE bench; USE bench; {TABLE};"
                 f"LOAD DATA INFILE '{data}/table.tsv' INTO TABLE user CHARACTER SET utf8mb4; ANALYZE TABLE user;"
                 f"CREATE USER reader@localhost IDENTIFIED BY '{PASSWORD}'; GRANT SELECT ON bench.* TO reader@localhost;"
                 f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';"
                 "GRANT SELECT ON bench.* TO reader@'127.0.0.1'")


@contextlib.contextmanager
def mariadb(temp, data):
    """A fresh MariaDB with the table loaded; gives its port."""
    port, user = free_port(), ["--user=root"] if as_root() else []
    subprocess.run([program("mariadb-install-db"), "--no-defaults", f"--datadir={temp}/db", "--skip-test-db",
                    "--auth-root-authentication-method=normal", *user],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [program("mariadbd"), "--no-defaults", f"--datadir={temp}/db", f"--socket={temp}/db.sock",
               f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={temp}/db.pid", "--skip-name-resolve",
               "--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=2", *user]
    with running(command, f"{temp}/db.log", lambda: listens(port)):
        load(temp, data)
        yield port


@contextlib.contextmanager
def nginx(temp, data):
    """An nginx that serves the pages; gives its port."""
    port = free_port()
    user = "user root;" if as_root() else ""  # the worker must be able to read the data folder, wherever it is
    Path(temp, "nginx.conf").write_text(NGINX.format(temp=temp, port=port, data=data, user=user))
    command = [program("nginx"), "-c", f"{temp}/nginx.conf", "-p", str(temp), "-e", f"{temp}/nginx.log"]
    with running(command, f"{temp}/nginx.log", lambda: listens(port)):
        yield port
