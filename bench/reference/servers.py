"""The benchmark's own MariaDB, and where its nginx finds the pages."""
import contextlib
import subprocess

from serving import as_root, free_port, listens, program, running

PASSWORD = "reader"  # of a server that lives for minutes on loopback
TABLE = """CREATE TABLE user (
  id INT NOT NULL PRIMARY KEY, lastname VARCHAR(50) NOT NULL, firstname VARCHAR(50) NOT NULL, last_active_date DATE NOT NULL,
  platform_registered_on VARCHAR(25) NOT NULL, practice_id INT NOT NULL, specialty VARCHAR(50) NOT NULL,
  classification VARCHAR(50) NOT NULL, KEY name (lastname, firstname{covered})
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"""
COVERED = ", id, last_active_date, platform_registered_on, specialty, classification"
PAGES = "    location = /api/v1/users { try_files /pages/$arg_page.json =404; }"
LATE_PAGES = ("    location = /api/v1/users {{ echo_sleep {seconds:.3f}; echo_exec /pages/$arg_page.json; }}\n"
              "    open_file_cache max=20000 inactive=1h; open_file_cache_valid 1h;")


def pages(delay_ms):
    """Each page after so many milliseconds, which block nobody."""
    return LATE_PAGES.format(seconds=delay_ms / 1000) if delay_ms else PAGES


def client(temp, statement):
    subprocess.run([program("mariadb"), "--no-defaults", f"--socket={temp}/db.sock", "-u", "root", "-e", statement],
                   check=True, stdout=subprocess.DEVNULL)


def load(temp, data, covering):
    client(temp, f"CREATE DATABASE bench; USE bench; {TABLE.format(covered=COVERED if covering else '')};"
                 f"LOAD DATA INFILE '{data}/table.tsv' INTO TABLE user CHARACTER SET utf8mb4; ANALYZE TABLE user;"
                 f"CREATE USER reader@localhost IDENTIFIED BY '{PASSWORD}'; GRANT SELECT ON bench.* TO reader@localhost;"
                 f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';"
                 "GRANT SELECT ON bench.* TO reader@'127.0.0.1'")


@contextlib.contextmanager
def mariadb(temp, data, covering=False):
    """A fresh MariaDB with the table loaded, its index covering what is read or not; gives its port."""
    port, user = free_port(), ["--user=root"] if as_root() else []
    subprocess.run([program("mariadb-install-db"), "--no-defaults", f"--datadir={temp}/db", "--skip-test-db",
                    "--auth-root-authentication-method=normal", *user],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [program("mariadbd"), "--no-defaults", f"--datadir={temp}/db", f"--socket={temp}/db.sock",
               f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={temp}/db.pid", "--skip-name-resolve",
               "--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=2", *user]
    with running(command, f"{temp}/db.log", lambda: listens(port)):
        load(temp, data, covering)
        yield port
