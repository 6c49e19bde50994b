#include "sink/report.hpp"

#include <gtest/gtest.h>

#include "record/record.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

ReportSpec spec_for(const std::filesystem::path& path) {
  const ColumnType text{ColumnType::Kind::text, 0};
  return {.path = path,
          .columns = {{"firstname", text},
                      {"active", {ColumnType::Kind::boolean, 0}},
                      {"seen", {ColumnType::Kind::date, 0}}},
          .sample = 2,
          .ddl = "CREATE TABLE t (\n    id INT\n);\n",
          .elapsed = [] { return std::chrono::seconds(61); }};
}

void add(RecordBatch& batch, std::initializer_list<Value> values) {
  for (const Value value : values) append_value(batch.arena(), value);
  batch.end_record();
}

std::string text_of(const std::filesystem::path& path) {
  return read_file(path, ErrorKind::source);
}

TEST(Report, CountsAllRowsAndShowsTheFirst) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "output.txt";
  const auto report = open_report(spec_for(path));
  RecordBatch batch;
  add(batch, {Value::string("Zoë \"Z\""), Value::boolean(true), Value::null()});
  report->push(batch);
  batch.clear();
  add(batch, {Value::string("Bob"), Value::boolean(false), Value::date(17199)});
  add(batch, {Value::string("Cid"), Value::boolean(false), Value::null()});
  report->push(batch);
  report->prepare();
  EXPECT_FALSE(std::filesystem::exists(path));
  report->commit();
  EXPECT_EQ(text_of(path), R"(Elapsed Time: 1 minutes, 1 seconds

Total Matches: 3

Sample Matches:
{
    "users": [
        {
            "firstname": "Zoë \"Z\"",
            "active": true,
            "seen": null
        },
        {
            "firstname": "Bob",
            "active": false,
            "seen": "2017-02-02"
        }
    ]
}

SQL DDL:
CREATE TABLE t (
    id INT
);
)");
}

TEST(Report, ShowsAnEmptyListWithoutMatches) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "output.txt";
  auto spec = spec_for(path);
  spec.elapsed = nullptr;
  open_report(std::move(spec))->commit();
  EXPECT_EQ(
      text_of(path),
      "Elapsed Time: 0 minutes, 0 seconds\n\nTotal Matches: 0\n\nSample Matches:\n{\n    \"users\": []\n}\n\n"
      "SQL DDL:\nCREATE TABLE t (\n    id INT\n);\n");
}

TEST(Report, LeavesTheOldFileUnlessCommitted) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "output.txt";
  open_report(spec_for(path))->commit();
  const std::string old = text_of(path);
  {
    const auto report = open_report(spec_for(path));
    RecordBatch batch;
    add(batch, {Value::string("Bob"), Value::null(), Value::null()});
    report->push(batch);
    report->prepare();
  }
  EXPECT_EQ(text_of(path), old);
}

TEST(Report, NamesTheFolderThatIsNotThere) {
  try {
    open_report(spec_for("/nonexistent/folder/output.txt"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::output);
  }
}

}  // namespace
}  // namespace counterpart
