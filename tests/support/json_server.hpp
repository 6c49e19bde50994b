#pragma once
/// json-server from npm over a JSON file, for one test. Two versions, whose pages have nothing in common.
///
/// Version 0.17.4, GET /users?_page=2&_limit=10: the page is a bare array.
///   - `Link: <…?_page=1&_limit=10>; rel="first", <…>; rel="prev", <…>; rel="next", <…>; rel="last"`,
///     absolute, of the Host that the client named; the last page has no "next". `X-Total-Count: 25` is the
///     only total: nothing in the body.
///   - Beyond the end: 200, `[]`, an empty `Link:`. `_page=0`, `_page=-1` and `_page=x` are page 1, and its
///     "next" is the page itself.
///   - The size is not capped; without `_limit`, or with 0, it is 10. No query at all: everything, and no
///     Link.
///   - `_start=20&_limit=10` cuts by offset: X-Total-Count, no Link, `[]` beyond the end.
///     `_sort=id&_order=desc` sorts. `id_gte=24` and `id_lte`, `id_ne`, `id_like` filter; there is no
///     "greater than": `id_gte=24&id_ne=24` is.
///   - An unknown parameter is ignored; a parameter that is the name of a field filters.
///   - 404 for an unknown list, with the body `{}`.
///
/// Version 1.0.0-beta.3, GET /users?_page=2&_per_page=10:
///   `{"first":1,"prev":1,"next":3,"last":3,"pages":3,"items":25,"data":[{"id":"11",…}]}`
///   - `next` and `prev` are numbers of pages, null at the ends. No Link header.
///   - Beyond the end: the *last page once more*, as if it had been asked for (`"next":null`). `_page=-1` is
///     page 1.
///   - `_page=0` or no `_page`: *all* records as a bare array, whatever `_per_page` says.
///   - The size is not capped; without `_per_page`, or with 0, it is 10.
///   - `_start=20&_limit=10` and `_start=20&_end=30`: a bare array, `[]` beyond the end, no totals.
///   - Ids are texts: numbers in the file become texts when it is loaded, and `_sort=id` then sorts "10"
///     before "2"; `id_gt`, `id_gte`, `id_lt`, `id_lte` compare numbers only and so find no record by its
///     id.
///   - 404 for an unknown list, text/plain "Not Found".
///
/// Both keep records in the order of the file and add new ones at its end; a deleted one moves all behind it
/// forward.

#include <optional>
#include <string>

#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class JsonServer {
 public:
  enum class Version { v0, v1 };

  /// Users 1 to `count`, {"id": 1, "name": "name 1"}. Throws std::runtime_error if it does not start.
  JsonServer(Version version, unsigned count);

  /// "http://127.0.0.1:PORT"
  std::string url() const;
  /// Adds a user behind the others.
  void add(unsigned id) const;
  void remove(unsigned id) const;
  /// Ends it in the middle of what it does.
  void stop() { server_->stop(); }

 private:
  TemporaryDirectory folder_;
  std::optional<ServerProcess> server_;
};

}  // namespace counterpart::test
