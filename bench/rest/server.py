"""How nginx gives out the pages: those of set N under /DELAY/N/users?page=K, after DELAY ms that block nobody."""
CACHE = "    open_file_cache max=20000 inactive=1h; open_file_cache_valid 1h;\n"
AT_ONCE = "    location ~ ^/0/(?<set>[0-9]+)/users$ {{ try_files /$set/$arg_page.json =404; }}\n"
LATER = "    location ~ ^/{delay}/(?<set>[0-9]+)/users$ {{ echo_sleep {seconds:.3f}; echo_exec /$set/$arg_page.json; }}\n"


def locations(delays):
    return CACHE + "".join((LATER if delay else AT_ONCE).format(delay=delay, seconds=delay / 1000) for delay in delays)
