#pragma once
/// What is used of libcurl, which is loaded with the first call. For sources of this room only.

#include <curl/curl.h>

#include "base/late_library.hpp"

namespace counterpart::http {

inline constinit const LateLibrary kLibCurl("libcurl", 4, "libcurl4");

COUNTERPART_LATE(kLibCurl, curl_easy_cleanup);
COUNTERPART_LATE(kLibCurl, curl_easy_getinfo);
COUNTERPART_LATE(kLibCurl, curl_easy_header);
COUNTERPART_LATE(kLibCurl, curl_easy_init);
COUNTERPART_LATE(kLibCurl, curl_easy_nextheader);
COUNTERPART_LATE(kLibCurl, curl_easy_pause);
COUNTERPART_LATE(kLibCurl, curl_easy_setopt);
COUNTERPART_LATE(kLibCurl, curl_easy_strerror);
COUNTERPART_LATE(kLibCurl, curl_easy_unescape);
COUNTERPART_LATE(kLibCurl, curl_free);
COUNTERPART_LATE(kLibCurl, curl_getdate);
COUNTERPART_LATE(kLibCurl, curl_global_init);
COUNTERPART_LATE(kLibCurl, curl_multi_add_handle);
COUNTERPART_LATE(kLibCurl, curl_multi_cleanup);
COUNTERPART_LATE(kLibCurl, curl_multi_info_read);
COUNTERPART_LATE(kLibCurl, curl_multi_init);
COUNTERPART_LATE(kLibCurl, curl_multi_remove_handle);
COUNTERPART_LATE(kLibCurl, curl_multi_setopt);
COUNTERPART_LATE(kLibCurl, curl_multi_socket_action);
COUNTERPART_LATE(kLibCurl, curl_multi_strerror);
COUNTERPART_LATE(kLibCurl, curl_slist_append);
COUNTERPART_LATE(kLibCurl, curl_slist_free_all);
COUNTERPART_LATE(kLibCurl, curl_url);
COUNTERPART_LATE(kLibCurl, curl_url_cleanup);
COUNTERPART_LATE(kLibCurl, curl_url_get);
COUNTERPART_LATE(kLibCurl, curl_url_set);

}  // namespace counterpart::http
