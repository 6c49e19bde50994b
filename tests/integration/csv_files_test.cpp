// What the CSV sink writes, the CSV source reads.
#include <gtest/gtest.h>

#include <random>

#include "record/record.hpp"
#include "sink/sink.hpp"
#include "source/csv_source.hpp"
#include "support/file_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string random_text(std::mt19937& random) {
  const std::vector<std::string> pieces{"a",
                                        "bc",
                                        ",",
                                        "\"",
                                        "\n",
                                        "\r",
                                        "\r\n",
                                        " ",
                                        "é",
                                        "李",
                                        "=",
                                        "+",
                                        "-",
                                        "@",
                                        "\t",
                                        "'",
                                        "a long run of plain text without anything special in it"};
  std::string text;
  for (std::size_t length = random() % 6; length > 0; --length) text += pieces[random() % pieces.size()];
  return text;
}

/// Writes random rows and gives them as the source should read them.
Rows write_random(const RowFileSpec& spec, std::mt19937& random) {
  Rows rows;
  RecordBatch batch;
  for (std::size_t count = random() % 20; count > 0; --count) {
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
      const bool null = random() % 6 == 0;
      const std::string text = random_text(random);
      row.push_back(null ? "<null>" : text);
      append_value(batch.arena(), null ? Value::null() : Value::string(text));
    }
    batch.end_record();
  }
  const auto file = open_row_file(spec);
  file->push(batch);
  file->prepare();
  file->commit();
  return rows;
}

TEST(CsvFiles, AreReadBackAsTheyWereWrittenAtAnyBlockSize) {
  const test::TemporaryDirectory folder;
  std::mt19937 random(42);
  for (int round = 0; round < 100; ++round) {
    RowFileSpec spec{.path = folder.path() / "table.csv", .columns = {}, .raw = true};
    std::vector<std::string> names;
    for (std::size_t i = 0; i <= random() % 5; ++i) {
      names.push_back(random_text(random) + std::to_string(i));
      spec.columns.push_back({names.back(), {}});
    }
    const Rows rows = write_random(spec, random);
    for (const std::size_t block : {std::size_t{1}, 1 + random() % 64, 1 + random() % 64, std::size_t{64}}) {
      const FileSpec file{.path = spec.path, .columns = {}};
      const auto reading = test::read_all(open_csv_source, file, test::wanting(names), block);
      ASSERT_EQ(reading.records, rows) << "block " << block;
      ASSERT_EQ(reading.names, names);
    }
  }
}

}  // namespace
}  // namespace counterpart
