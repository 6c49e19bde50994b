#include "app/demo_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/demo_names.hpp"
#include "app/demo_people.hpp"
#include "base/calendar.hpp"
#include "base/file.hpp"
#include "db/libsqlite3.hpp"
#include "record/json_writer.hpp"

namespace counterpart {
namespace {

using demo::Chance;
using demo::Person;

constexpr unsigned kSharedPercent = 40;
constexpr unsigned kRespelledPercent = 10;
constexpr std::int32_t kFirstDay = 16'436;  // 2015-01-01
constexpr std::int32_t kLastDay = 17'199;   // 2017-02-02
constexpr std::uint64_t kFirstExternalId = 500'001;

constexpr std::array<std::string_view, 4> kInternalClasses{"HIGH", "MEDIUM", "LOW", "UNKNOWN"};
constexpr std::array<std::string_view, 4> kExternalClasses{"Contributor", "Leader", "Popular", "Lurker"};
constexpr std::array<std::string_view, 2> kPlatforms{"website", "mobile"};

/// Half of the people were active within the last weeks; of some nothing is known.
std::optional<std::int32_t> draw_day(Chance& chance) {
  constexpr std::uint64_t kRecentDays = 60;
  if (chance.percent(4)) return std::nullopt;
  const std::uint64_t span = chance.percent(50) ? kRecentDays : std::uint64_t{kLastDay - kFirstDay + 1};
  return kLastDay - static_cast<std::int32_t>(chance.below(span));
}

/// An SQLite file while it is written. Whatever fails is ErrorKind::output.
class Database {
 public:
  explicit Database(const std::filesystem::path& path) : place_(path.string()) {
    sqlite3* opened = nullptr;
    const int result = sqlite3_open(path.c_str(), &opened);
    handle_.reset(opened);
    check(result);
  }

  void run(const char* sql) { check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr)); }

  void prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(handle_.get(), sql, -1, &statement, nullptr));
    statement_.reset(statement);
  }
  void bind(int parameter, std::uint64_t number) {
    check(sqlite3_bind_int64(statement_.get(), parameter, static_cast<sqlite3_int64>(number)));
  }
  /// `text` has to live until `step`.
  void bind(int parameter, std::string_view text) {
    check(sqlite3_bind_text(statement_.get(), parameter, text.data(), static_cast<int>(text.size()),
                            SQLITE_STATIC));
  }
  void bind_null(int parameter) { check(sqlite3_bind_null(statement_.get(), parameter)); }
  void step() {
    if (const int result = sqlite3_step(statement_.get()); result != SQLITE_DONE) check(result);
    check(sqlite3_reset(statement_.get()));
  }

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };

  void check(int result) const {
    if (result == SQLITE_OK) return;
    throw Error(
        ErrorKind::output,
        fmt::format("{}: {}", place_, handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(result)));
  }

  std::string place_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unique_ptr<sqlite3_stmt, Close> statement_;
};

void write_internal(const std::filesystem::path& path, const std::vector<Person>& people, Chance& chance) {
  Database database(path);
  database.run(
      "PRAGMA synchronous = OFF; BEGIN; DROP TABLE IF EXISTS user;"
      "CREATE TABLE user (id INTEGER PRIMARY KEY, lastname VARCHAR(50), firstname VARCHAR(50), "
      "last_active_date DATE,"
      " platform_registered_on VARCHAR(25), practice_id INTEGER, specialty VARCHAR(50), classification "
      "VARCHAR(50))");
  database.prepare("INSERT INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  std::uint64_t id = 0;
  for (const std::uint64_t index : chance.permutation(people.size())) {
    const auto day = draw_day(chance);
    const std::string date = day ? format_date(*day) : std::string();
    database.bind(1, ++id);
    database.bind(2, people[index].last);
    database.bind(3, people[index].first);
    if (day) {
      database.bind(4, date);
    } else {
      database.bind_null(4);
    }
    database.bind(5, chance.any(kPlatforms));
    database.bind(6, 1 + chance.below(people.size() / 4 + 1));
    database.bind(7, chance.any(demo::specialties()));
    database.bind(8, chance.any(kInternalClasses));
    database.step();
  }
  database.run("COMMIT");
}

void append_field(std::string& json, std::string_view name, std::string_view text) {
  json += ",\"";
  json += name;
  json += "\":";
  append_json_string(json, text);
}

/// One user as a line. Inside one last name the order is left to chance, as it is in the API that this stands
/// for.
void append_external(std::string& json, const Person& person, std::uint64_t id, Chance& chance) {
  json += fmt::format("{{\"id\":{}", id);
  append_field(json, "firstname", person.first);
  append_field(json, "lastname", person.last);
  if (const auto day = draw_day(chance)) {
    append_field(json, "last_active_date", format_date(*day));
  } else {
    json += ",\"last_active_date\":null";
  }
  append_field(json, "practice_location", chance.any(demo::cities()));
  append_field(json, "specialty", chance.any(demo::specialties()));
  append_field(json, "user_type_classification", chance.any(kExternalClasses));
  json += "}\n";
}

void write_external(const std::filesystem::path& path, const std::vector<Person>& people, Chance& chance) {
  // Ids and order are drawn first; a stable sort then leaves namesakes in the order of the lot.
  std::vector<std::uint64_t> order = chance.permutation(people.size());
  const std::vector<std::uint64_t> ids = chance.permutation(people.size());
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return people[a].last < people[b].last; });
  AtomicFile file(path);
  std::string line;
  for (const std::uint64_t index : order) {
    line.clear();
    append_external(line, people[index], kFirstExternalId + ids[index], chance);
    file.write(line);
  }
  file.commit();
}

}  // namespace

void DemoData::write(const std::filesystem::path& database, const std::filesystem::path& jsonl,
                     std::uint64_t rows, std::uint64_t seed) {
  Chance chance(seed);
  const std::uint64_t shared = rows * kSharedPercent / 100;
  const std::vector<Person> internal = demo::draw_people(rows, chance);
  std::vector<Person> external(internal.begin(), internal.begin() + static_cast<std::ptrdiff_t>(shared));
  for (Person& person : external) {
    if (chance.percent(kRespelledPercent)) person = demo::respelled(person);
  }
  for (Person& person : demo::draw_people(rows - shared, chance)) external.push_back(std::move(person));
  write_internal(database, internal, chance);
  write_external(jsonl, external, chance);
}

}  // namespace counterpart
