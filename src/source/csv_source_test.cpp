#include "source/csv_source.hpp"

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

class CsvSource : public ::testing::Test {
 protected:
  /// Reads at several block sizes, which must not matter.
  test::Reading read(const std::string& text, const Row& wanted = {"a", "b"}) {
    return read(text, wanted, file_);
  }
  test::Reading read(const std::string& text, const Row& wanted, FileSpec file) {
    file.path = test::write_file(folder_.path() / "file.csv", text);
    const auto reading = test::read_all(open_csv_source, file, test::wanting(wanted));
    for (std::size_t block = 1; block <= 64; block = block * 3 / 2 + 1) {
      const auto again = test::read_all(open_csv_source, file, test::wanting(wanted), block);
      EXPECT_EQ(again.records, reading.records) << block;
      EXPECT_EQ(again.rejects, reading.rejects) << block;
    }
    return reading;
  }

  Error problem(const std::string& text, const Row& wanted = {"a", "b"}) {
    try {
      read(text, wanted);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      return error;
    }
    ADD_FAILURE() << "no error";
    return Error(ErrorKind::internal, "");
  }

  test::TemporaryDirectory folder_;
  FileSpec file_;
};

TEST_F(CsvSource, ReadsOnlyTheWantedFieldsInTheOrderWanted) {
  const auto reading = read("a,x,b\n1,2,3\n4,5,6\n", {"b", "a"});
  EXPECT_THAT(reading.records, ElementsAre(Row{"3", "1"}, Row{"6", "4"}));
  EXPECT_THAT(reading.names, ElementsAre("a", "x", "b"));
  EXPECT_EQ(reading.counted, 2u);
  EXPECT_EQ(reading.report.bytes, 18u);
  EXPECT_EQ(reading.report.end_reason, "end of file");
}

TEST_F(CsvSource, TakesAnyLineEndAndALastLineWithoutOne) {
  EXPECT_THAT(read("a,b\r\n1,2\r\n3,\r\n").records, ElementsAre(Row{"1", "2"}, Row{"3", "<null>"}));
  EXPECT_THAT(read("a,b\n1,2").records, ElementsAre(Row{"1", "2"}));
  EXPECT_THAT(read("a,b\n1,").records, ElementsAre(Row{"1", "<null>"}));
  EXPECT_THAT(read("a,b\r\n1,\"2\"\r").records, ElementsAre(Row{"1", "2"}));
  EXPECT_THAT(read("a,b\r\n1,2\r").records, ElementsAre(Row{"1", "2"}));
  EXPECT_THAT(read("a,b\n1\r2,\r3\n").records, ElementsAre(Row{"1\r2", "\r3"}));
}

TEST_F(CsvSource, ReadsQuotedFields) {
  EXPECT_THAT(read("\"a\",b\n\"x,y\",\"line one\nline \"\"two\"\"\r\n\"\n").records,
              ElementsAre(Row{"x,y", "line one\nline \"two\"\r\n"}));
  EXPECT_THAT(read("a,b\n\"\"\"\",\"\"\"\"\"\"\n").records, ElementsAre(Row{"\"", "\"\""}));
  EXPECT_THAT(read("a,b\n5\" disk,O\"\"Brien\n").records, ElementsAre(Row{"5\" disk", "O\"\"Brien"}));
  EXPECT_THAT(read("a,b\n x , \"y\"\n").records, ElementsAre(Row{" x ", " \"y\""}));
}

TEST_F(CsvSource, TellsNullFromAnEmptyText) {
  EXPECT_THAT(read("a,b\n,\"\"\n\"\",\n").records, ElementsAre(Row{"<null>", ""}, Row{"", "<null>"}));
}

TEST_F(CsvSource, SkipsAByteOrderMarkAndRefusesUtf16) {
  EXPECT_THAT(read("\xEF\xBB\xBF"
                   "a,b\n1,2\n")
                  .records,
              ElementsAre(Row{"1", "2"}));
  EXPECT_THAT(read("\xEF\xBB\xBF\"a\",b\n1,2\n").records, ElementsAre(Row{"1", "2"}));
  EXPECT_THAT(problem(std::string("\xFF\xFE"
                                  "a\0,\0",
                                  6))
                  .what(),
              HasSubstr("UTF-16"));
}

TEST_F(CsvSource, SkipsEmptyLinesBetweenRecordsOfSeveralFields) {
  EXPECT_THAT(read("a,b\n\n1,2\r\n\r\n3,4\n\n").records, ElementsAre(Row{"1", "2"}, Row{"3", "4"}));
  EXPECT_THAT(read("a\n1\n\n2\n", {"a"}).records, ElementsAre(Row{"1"}, Row{"<null>"}, Row{"2"}));
}

TEST_F(CsvSource, RejectsRecordsOfAnotherWidthByTheLineTheyBeginOn) {
  const auto reading = read("a,b\n1,\"x\ny\"\n2\n3,4,5\n\"6\n\",7,8\n9,10\n");
  EXPECT_THAT(reading.records, ElementsAre(Row{"1", "x\ny"}, Row{"9", "10"}));
  EXPECT_THAT(reading.rejects, ElementsAre("line 4: has 1 fields where 2 are expected",
                                           "line 5: has 3 fields where 2 are expected",
                                           "line 6: has 3 fields where 2 are expected"));
  EXPECT_EQ(reading.counted, 5u);
}

TEST_F(CsvSource, RejectsTextBehindAClosingQuoteAndGoesOn) {
  const auto reading = read("a,b\n\"x\"y,2\n\"x\" ,2\n\"x\"\ry,2\n3,4\n");
  EXPECT_THAT(reading.records, ElementsAre(Row{"3", "4"}));
  EXPECT_THAT(reading.rejects, ElementsAre("line 2: there is text behind a closing quote",
                                           "line 3: there is text behind a closing quote",
                                           "line 4: there is text behind a closing quote"));
}

TEST_F(CsvSource, RejectsInvalidUtf8OnlyInWantedFields) {
  const auto reading = read("a,b,c\n1,2,\xFF\n3,\xC3,4\n");
  EXPECT_THAT(reading.records, ElementsAre(Row{"1", "2"}));
  EXPECT_THAT(reading.rejects, ElementsAre("line 3: field 'b': is not valid UTF-8"));
}

TEST_F(CsvSource, KeepsNulBytesInTexts) {
  EXPECT_THAT(read(std::string("a,b\n1\0,2\n", 9)).records, ElementsAre(Row{std::string("1\0", 2), "2"}));
}

TEST_F(CsvSource, FailsOnAQuoteThatIsNeverClosed) {
  EXPECT_THAT(problem("a,b\n1,2\n3,\"4\n5,6\n").what(), HasSubstr("begins on line 3 is never closed"));
  EXPECT_THAT(problem("a,b\n1,\"\"\"").what(), HasSubstr("begins on line 2 is never closed"));
  EXPECT_THAT(problem("a,\"b").what(), HasSubstr("begins on line 1 is never closed"));
}

TEST_F(CsvSource, FailsOnAnEmptyFileWhereAHeaderIsExpected) {
  EXPECT_THAT(problem("").what(), HasSubstr("is empty"));
  EXPECT_THAT(problem("\xEF\xBB\xBF").what(), HasSubstr("is empty"));
  EXPECT_THAT(read("a,b\n").records, IsEmpty());
}

TEST_F(CsvSource, NamesTheNearestColumnForOneThatIsMissing) {
  const Error error = problem("id,lastname\n1,x\n", {"id", "last_name"});
  EXPECT_THAT(error.what(), HasSubstr("has no column 'last_name' (did you mean 'lastname'?)"));
  EXPECT_EQ(error.hint(), "its columns are id, lastname");
  EXPECT_THAT(problem("a,b,a\n1,2,3\n").what(), HasSubstr("'a' stands twice"));
}

TEST_F(CsvSource, TakesNamesFromTheJob) {
  const FileSpec without{.path = {}, .header = false, .columns = {"a", "b"}};
  EXPECT_THAT(read("1,2\n3,4\n", {"b"}, without).records, ElementsAre(Row{"2"}, Row{"4"}));
  EXPECT_THAT(read("", {"b"}, without).records, IsEmpty());
  const FileSpec instead{.path = {}, .columns = {"a", "b"}};
  EXPECT_THAT(read("x,y\n1,2\n", {"b"}, instead).records, ElementsAre(Row{"2"}));
  EXPECT_THROW(read("x,y,z\n1,2,3\n", {"b"}, instead), Error);
  EXPECT_THROW(read("1,2\n", {"b"}, FileSpec{.path = {}, .header = false, .columns = {}}), Error);
}

TEST_F(CsvSource, TakesOtherDelimiters) {
  EXPECT_THAT(
      read("a;b\n1,5;\"x;y\"\n", {"a", "b"}, FileSpec{.path = {}, .delimiter = ';', .columns = {}}).records,
      ElementsAre(Row{"1,5", "x;y"}));
  EXPECT_THAT(read("a\tb\n1\t\n", {"a", "b"}, FileSpec{.path = {}, .delimiter = '\t', .columns = {}}).records,
              ElementsAre(Row{"1", "<null>"}));
}

TEST_F(CsvSource, RefusesARecordBeyondTheMemoryBudget) {
  file_.path =
      test::write_file(folder_.path() / "long.csv", "a,b\n1,\"" + std::string(5 << 20, 'x') + "\"\n");
  EXPECT_THAT([&] { test::read_all(open_csv_source, file_, test::wanting({"a"})); },
              ::testing::ThrowsMessage<Error>(HasSubstr("record that begins on line 2 is longer than")));
}

TEST_F(CsvSource, StopsWhenTheRunIsCancelled) {
  file_.path = test::write_file(folder_.path() / "file.csv", "a\n1\n");
  const ReadSpec wanted = test::wanting({"a"});
  SideProgress progress;
  CancelToken cancel;
  const auto stream = open_csv_source(file_, {wanted, progress, cancel, 1 << 20});
  cancel.cancel(ErrorKind::interrupted);
  RecordBatch batch;
  EXPECT_THROW(stream->next(batch), Error);
}

}  // namespace
}  // namespace counterpart
