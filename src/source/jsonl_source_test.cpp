#include "source/jsonl_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/file_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Row = std::vector<std::string>;

class JsonlSource : public ::testing::Test {
 protected:
  test::Reading read(const std::string& text, const Row& wanted = {"a", "b"}) {
    const FileSpec file{.kind = FileSpec::Kind::jsonl,
                        .path = test::write_file(folder_.path() / "file.jsonl", text),
                        .columns = {}};
    const auto reading = test::read_all(open_jsonl_source, file, test::wanting(wanted));
    for (std::size_t block = 1; block <= 64; block = block * 3 / 2 + 1) {
      const auto again = test::read_all(open_jsonl_source, file, test::wanting(wanted), block);
      EXPECT_EQ(again.records, reading.records) << block;
      EXPECT_EQ(again.rejects, reading.rejects) << block;
    }
    return reading;
  }

  test::TemporaryDirectory folder_;
};

TEST_F(JsonlSource, ReadsOneRecordPerLine) {
  const auto reading = read("{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}\r\n{\"a\":null,\"c\":3}");
  EXPECT_THAT(reading.records, ElementsAre(Row{"1", "x"}, Row{"2", "y"}, Row{"<null>", "<null>"}));
  EXPECT_THAT(reading.rejects, IsEmpty());
  EXPECT_THAT(reading.names, ElementsAre("a", "b", "c"));
  EXPECT_EQ(reading.counted, 3u);
  EXPECT_EQ(reading.report.end_reason, "end of file");
}

TEST_F(JsonlSource, SkipsBlankLinesAndAByteOrderMarkButCountsLines) {
  const auto reading = read("\xEF\xBB\xBF{\"a\":1}\n\n \t\r\n[1]\n");
  EXPECT_THAT(reading.records, ElementsAre(Row{"1", "<null>"}));
  EXPECT_THAT(reading.rejects, ElementsAre("line 4: is not a JSON object"));
  EXPECT_THAT(read("").records, IsEmpty());
  EXPECT_THAT(read("\n\n").records, IsEmpty());
}

TEST_F(JsonlSource, RejectsWhatIsNoObjectAndGoesOn) {
  const auto reading = read(
      "{\"a\":1\nnull\n\"text\"\n12\n{\"a\":\"\xC3\x28\"}\n{\"a\":1}{\"a\":2}\n{'a':1}\n{\"a\":tru}\n{\"a\":"
      "7}\n");
  EXPECT_THAT(reading.records, ElementsAre(Row{"7", "<null>"}));
  EXPECT_THAT(reading.rejects, ElementsAre("line 1: is not valid JSON", "line 2: is not a JSON object",
                                           "line 3: is not a JSON object", "line 4: is not a JSON object",
                                           "line 5: is not valid UTF-8", "line 6: is not valid JSON",
                                           "line 7: is not valid JSON", "line 8: is not valid JSON"));
}

TEST_F(JsonlSource, FindsFieldsInsideOfNestedObjects) {
  EXPECT_THAT(read("{\"a\":{\"x\":{\"y\":\"deep\"}},\"b\":[1, 2]}\n", {"a.x.y", "b", "a.x"}).records,
              ElementsAre(Row{"deep", "[1,2]", "{\"y\":\"deep\"}"}));
}

TEST_F(JsonlSource, KeepsLongIntegersExactly) {
  EXPECT_THAT(read("{\"a\":18446744073709551615,\"b\":-98765432109876543210987}\n").records,
              ElementsAre(Row{"18446744073709551615", "-98765432109876543210987"}));
}

TEST_F(JsonlSource, ReadsLongLinesAndManyOfThem) {
  std::string text;
  const std::string name(300'000, 'x');
  for (int i = 0; i < 20; ++i) text += "{\"a\":" + std::to_string(i) + ",\"b\":\"" + name + "\"}\n";
  for (int i = 20; i < 5000; ++i) text += "{\"a\":" + std::to_string(i) + "}\n";
  const FileSpec file{.path = test::write_file(folder_.path() / "long.jsonl", text), .columns = {}};
  const auto reading = test::read_all(open_jsonl_source, file, test::wanting({"a", "b"}));
  ASSERT_EQ(reading.records.size(), 5000u);
  EXPECT_EQ(reading.records[19], (Row{"19", name}));
  EXPECT_EQ(reading.records[4999], (Row{"4999", "<null>"}));
  EXPECT_EQ(reading.counted, 5000u);
}

TEST_F(JsonlSource, RefusesALineBeyondTheMemoryBudget) {
  const FileSpec file{
      .path = test::write_file(folder_.path() / "long.jsonl", "{}\n" + std::string(5 << 20, ' ')),
      .columns = {}};
  EXPECT_THAT([&] { test::read_all(open_jsonl_source, file, test::wanting({"a"})); },
              ::testing::ThrowsMessage<Error>(HasSubstr("line 2 is longer than")));
}

}  // namespace
}  // namespace counterpart
