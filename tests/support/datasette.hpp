#pragma once
/// Datasette from PyPI over an SQLite file, for one test.
///
/// Version 0.65.5, GET /people/users.json?_shape=objects&_size=2:
///   `{"database":"people","table":"users","rows":[{"id":1,"name":"name 1"},{"id":2,"name":"name 2"}],
///   "filtered_table_rows_count":2500,"columns":["id","name"],"primary_keys":["id"],…,"next":"2",
///   "next_url":"http://HOST/people/users.json?_size=2&_shape=objects&_next=2","query_ms":3.2}`
///   - `next` is a token for the parameter `_next`, `next_url` absolute and of the Host that the client
///     named; both are null on the last page. `Link: <next_url>; rel="next"` says the same, and is missing
///     there.
///   - Without `_shape` each row is an array, `[1,"name 1"]`; with `_shape=array` the page is a bare array,
///     and the Link header alone leads on; `_shape=object` is an object by key, led on by the header as
///     well.
///   - `_size` is 100 if not given, `max` stands for 1000; more is 400 `{"ok":false,"error":"_size must be
///     <= 1000", "status":400,"title":null}`. `_size=0` gives no rows and no `next`.
///   - The token is the key of the last row: pages go on behind it (keyset) in the order of the primary key,
///     or of rowid if there is none (`rowid` is then a column). Rows that come or go before it do not shift
///     the others. Parts of a compound key are joined by commas, and what is no letter, digit, - or _ is
///     written ~2C. With `_sort=name` or `_sort_desc=name` the token is "name+999,999", in `next_url`
///     percent-encoded. A view has tokens "2", "4", …: offsets. So a token may hold "+", which is a space:
///     it has to be sent as %2B.
///   - A wrong token is no error: "abc" gives no rows and no `next`; "1,2" (too many parts) gives the first
///     page again.
///   - `filtered_table_rows_count` is counted anew for each page, and null with `_nocount=1` or where
///     counting took too long.
///   - A parameter that does not begin with _ filters by a column, also by one that there is not: `page=2`
///     gives no rows, a count of 0 and status 200. `id__gt=2498` is "greater than". Unknown ones that begin
///     with _ are ignored.
///   - Errors as above: 404 "Table not found", 400 "Invalid _shape: x"; those of SQL are 400 too.
///   - /people.json?sql=select…&_shape=objects has no pages: 1000 rows at most, and `"truncated":true` if
///     there were more.
///   - `query_ms` makes each page new, however often it is asked for.

#include <optional>
#include <string>

#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::test {

class Datasette {
 public:
  /// Users 1 to `count` in the table users(id INTEGER PRIMARY KEY, name TEXT). Throws std::runtime_error if
  /// it does not start.
  explicit Datasette(unsigned count);

  /// "http://127.0.0.1:PORT"
  std::string url() const;
  /// "http://127.0.0.1:PORT/people/TABLE.json"
  std::string table(const std::string& name = "users") const { return url() + "/people/" + name + ".json"; }
  /// Runs one statement on the file while it is served.
  void run(const std::string& sql) const;
  /// Ends it in the middle of what it does.
  void stop() { server_->stop(); }

 private:
  TemporaryDirectory folder_;
  std::optional<ServerProcess> server_;
};

}  // namespace counterpart::test
