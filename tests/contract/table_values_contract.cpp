// Values into a table and out of it again by the source of the same database: nothing changes on the way.
#include <gmock/gmock.h>

#include <deque>
#include <limits>

#include "contract/table_contract.hpp"
#include "record/record.hpp"
#include "source/source.hpp"
#include "support/hostile_texts.hpp"

namespace counterpart::test {
namespace {

using Kind = ColumnType::Kind;
using Mode = TableSpec::Mode;
using Rows = std::vector<std::vector<Value>>;

DatabaseSpec source_of(const std::string& url) {
  DatabaseSpec spec;
  spec.kind = url.starts_with("mysql:")    ? DatabaseSpec::Kind::mysql
              : url.starts_with("sqlite:") ? DatabaseSpec::Kind::sqlite
                                           : DatabaseSpec::Kind::postgres;
  spec.url = url;
  spec.table = "people";
  return spec;
}

/// Column 0 is called `id`, a whole number; texts of the rows live in `kept`.
Rows read_back(const std::string& url, const std::vector<Column>& columns, const std::vector<Type>& types,
               std::deque<std::string>& kept) {
  ReadSpec read;
  read.id = 0;
  for (std::size_t i = 0; i < columns.size(); ++i)
    read.fields.push_back({.name = columns[i].name, .type = types[i]});
  SideProgress progress;
  CancelToken cancel;
  const auto stream = open_source(source_of(url), {read, progress, cancel, 16 << 20});
  Rows rows;
  RecordBatch batch;
  while (stream->next(batch)) {
    EXPECT_TRUE(batch.rejects().empty()) << batch.rejects().front().reason;
    for (std::size_t i = 0; i < batch.size(); ++i)
      unpack(kept.emplace_back(batch.record(i)), rows.emplace_back());
  }
  std::sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return a[0].as_int64() < b[0].as_int64(); });
  return rows;
}

void expect_same(const Rows& found, const Rows& sent) {
  ASSERT_EQ(found.size(), sent.size());
  for (std::size_t row = 0; row < sent.size(); ++row) {
    for (std::size_t i = 0; i < sent[row].size(); ++i)
      EXPECT_TRUE(found[row][i] == sent[row][i])
          << "row " << row << ", column " << i << ": "
          << testing::PrintToString(to_text(sent[row][i]).substr(0, 80)) << " became "
          << testing::PrintToString(to_text(found[row][i]).substr(0, 80));
  }
}

TEST_P(TableContract, KeepsHostileTextsAsTheyAre) {
  std::vector<std::string> texts = hostile_texts();
  texts.push_back(huge_text());
  texts.emplace_back();
  if (!GetParam().takes_nul)
    std::erase_if(texts, [](const std::string& text) { return text.find('\0') != std::string::npos; });
  Rows rows;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool fits = texts[i].size() < 200;
    rows.push_back({Value::int64(static_cast<std::int64_t>(i) + 1), Value::string(texts[i]),
                    fits ? Value::string(texts[i]) : Value::null(), Value::string(texts[i])});
  }
  spec_.columns = {
      {"id", {Kind::bigint, 0}}, {"a", {Kind::text, 0}}, {"b", {Kind::varchar, 200}}, {"c", {Kind::any, 0}}};
  for (const Mode mode : {Mode::replace, Mode::append}) {
    world_->run("DROP TABLE IF EXISTS people");
    load(mode, rows);
    std::deque<std::string> kept;
    expect_same(read_back(world_->url(), spec_.columns,
                          {Type::int64, Type::string, Type::string, Type::string}, kept),
                rows);
  }
}

TEST_P(TableContract, TellsHostileKeysApart) {
  std::vector<std::string> texts = hostile_texts();
  if (!GetParam().takes_nul)
    std::erase_if(texts, [](const std::string& text) { return text.find('\0') != std::string::npos; });
  for (const char* text : {"a", "a ", "a  ", "A", "\u00E4", "ss", "SS"}) texts.emplace_back(text);
  Rows rows;
  for (const std::string& text : texts) rows.push_back(person(text, true));
  spec_.columns[0].type.length = 200;
  load(Mode::upsert, rows);
  EXPECT_EQ(world_->query("SELECT COUNT(*), COUNT(DISTINCT id) FROM people"),
            std::to_string(texts.size()) + "|" + std::to_string(texts.size()) + "\n");
  load(Mode::upsert, rows);
  EXPECT_EQ(world_->query("SELECT COUNT(*) FROM people"), std::to_string(texts.size()) + "\n");
}

TEST_P(TableContract, KeepsTheEndsOfEveryType) {
  const std::int64_t last_micro = 253402300799999999;
  const std::int64_t first_micro = -62135596800000000;
  const double most = std::numeric_limits<double>::max();
  const double least = std::numeric_limits<double>::denorm_min();
  const auto row = [](std::int64_t id, std::int64_t small, std::int64_t large, double real, bool flag,
                      std::int32_t day, std::int64_t micros) {
    return std::vector<Value>{Value::int64(id),        Value::int64(small),  Value::int64(large),
                              Value::float64(real),    Value::boolean(flag), Value::date(day),
                              Value::timestamp(micros)};
  };
  Rows rows{row(1, INT32_MAX, INT64_MAX, most, true, 2932896, last_micro),
            row(2, INT32_MIN, INT64_MIN, -most, false, -719162, first_micro),
            row(3, 0, 0, least, true, 0, 0),
            row(4, -1, -1, 0.1 + 0.2, false, -1, -1),
            row(5, 1, 1, 1e22, false, 1, 1),
            {Value::int64(6), Value::null(), Value::null(), Value::null(), Value::null(), Value::null(),
             Value::null()}};
  spec_.columns = {{"id", {Kind::bigint, 0}},   {"small", {Kind::integer, 0}}, {"large", {Kind::bigint, 0}},
                   {"real", {Kind::real, 0}},   {"flag", {Kind::boolean, 0}},  {"day", {Kind::date, 0}},
                   {"at", {Kind::timestamp, 0}}};
  load(Mode::replace, rows);
  std::deque<std::string> kept;
  expect_same(read_back(world_->url(), spec_.columns,
                        {Type::int64, Type::int64, Type::int64, Type::float64, Type::boolean, Type::date,
                         Type::timestamp},
                        kept),
              rows);
}

TEST_P(TableContract, KeepsNumbersInUntypedColumns) {
  Rows rows;
  std::int64_t id = 0;
  for (const double number : {0.1 + 0.2, 1e300, 5e-324, 1.0 / 3, -123456.789, 16777217.0})
    rows.push_back({Value::int64(++id), Value::float64(number)});
  spec_.columns = {{"id", {Kind::bigint, 0}}, {"name", {Kind::any, 0}}};
  load(Mode::replace, rows);
  std::deque<std::string> kept;
  expect_same(read_back(world_->url(), spec_.columns, {Type::int64, Type::float64}, kept), rows);
  const Rows whole{{Value::int64(1), Value::int64(INT64_MIN)}, {Value::int64(2), Value::int64(7)}};
  load(Mode::replace, whole);
  expect_same(read_back(world_->url(), spec_.columns, {Type::int64, Type::int64}, kept), whole);
}

TEST_P(TableContract, TellsNumbersInKeysWithoutATypeApart) {
  spec_.columns[0].type = {Kind::any, 0};
  world_->run("CREATE TABLE people (name VARCHAR(50) NOT NULL UNIQUE, active INT, seen VARCHAR(20))");
  if (!GetParam().make_binary.empty()) world_->run(GetParam().make_binary);
  spec_.columns[1].type = {Kind::integer, 0};
  spec_.columns[2].type = {Kind::text, 0};
  Rows rows;
  for (const double number : {0.1, 0.1 + 0.2, 0.3, 1e300, 1.0 / 3, 123456789.12345678})
    rows.push_back({Value::float64(number), Value::int64(1), Value::string("x")});
  load(Mode::upsert, rows);
  load(Mode::upsert, rows);
  EXPECT_EQ(world_->query("SELECT COUNT(*), COUNT(DISTINCT name) FROM people"), "6|6\n");
}

TEST_P(TableContract, TakesHostileNames) {
  spec_.columns = {{"a\"b`c", {Kind::text, 0}},
                   {"select", {Kind::text, 0}},
                   {"x'; DROP TABLE people;--", {Kind::text, 0}},
                   {"Na me", {Kind::text, 0}},
                   {"\u05E9\u00E9", {Kind::text, 0}}};
  for (const char* name : {"order", "p\"`'q", "t; DROP TABLE people;--", "<b>", "\u05E9\u00E9", "NULL"}) {
    spec_.table = name;
    const std::vector<Value> row(spec_.columns.size(), Value::string(name));
    load(Mode::replace, {row});
    load(Mode::append, {row});
    load(Mode::replace, {row});
    EXPECT_EQ(status().rows, 1u) << name;
    EXPECT_THAT(world_->tables(), testing::HasSubstr(std::string(name) + "\n"));
  }
}

}  // namespace
}  // namespace counterpart::test
