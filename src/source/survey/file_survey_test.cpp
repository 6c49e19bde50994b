#include "source/survey/file_survey.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

using testing::ElementsAre;

class FileSurvey : public testing::Test {
 protected:
  SideSurvey look(const std::string& name, const std::string& text,
                  std::optional<FileSpec::Kind> kind = std::nullopt) {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
    return survey_file(folder_.path() / name, kind);
  }
  static const FileSpec& spec(const SideSurvey& survey) { return std::get<FileSpec>(survey.source); }
  static std::vector<std::string> names(const SideSurvey& survey) {
    std::vector<std::string> found;
    for (const FieldSurvey& field : survey.fields) found.push_back(field.name);
    return found;
  }

  test::TemporaryDirectory folder_;
};

TEST_F(FileSurvey, FindsTheSeparator) {
  for (const char separator : {',', ';', '\t', '|'}) {
    const std::string s(1, separator);
    const SideSurvey survey = look(
        "a.csv", "id" + s + "\"last, name\"" + s + "city\n1" + s + "x" + s + "\n2" + s + "y" + s + "z\n");
    EXPECT_EQ(spec(survey).delimiter, separator);
    EXPECT_THAT(names(survey), ElementsAre("id", "last, name", "city"));
    EXPECT_THAT(survey.ids, ElementsAre("id"));
    EXPECT_EQ(survey.fields[0].meant, Type::int64);
    EXPECT_FALSE(survey.fields[2].always);
  }
}

TEST_F(FileSurvey, SeesThatThereIsNoHeader) {
  const SideSurvey survey = look("a.csv", "17,Smith,joe@example.com\n18,Miller,\n");
  EXPECT_FALSE(spec(survey).header);
  EXPECT_THAT(spec(survey).columns, ElementsAre("column1", "column2", "column3"));
  EXPECT_EQ(survey.records, 2u);
}

TEST_F(FileSurvey, KnowsWhatItIsByEndingOrFront) {
  EXPECT_EQ(spec(look("a.tsv", "id\tname\n1\tx\n")).kind, FileSpec::Kind::csv);
  EXPECT_EQ(spec(look("a.ndjson", "{\"id\":1}\n")).kind, FileSpec::Kind::jsonl);
  EXPECT_EQ(spec(look("people", "\n {\"id\":1}\n{\"id\":2}")).kind, FileSpec::Kind::jsonl);
  EXPECT_EQ(spec(look("people.txt", "id,name\n1,x\n")).kind, FileSpec::Kind::csv);
  EXPECT_EQ(spec(look("odd.jsonl", "id,name\n1,x\n", FileSpec::Kind::csv)).kind, FileSpec::Kind::csv);
  EXPECT_EQ(look("data.people.csv", "id\n1\n").thing, "data");
}

TEST_F(FileSurvey, LooksIntoLinesThatAreRecords) {
  const SideSurvey survey =
      look("a.jsonl", "{\"id\":1,\"name\":{\"family\":\"x\"}}\n\nnonsense\n{\"id\":2}\n");
  EXPECT_THAT(names(survey), ElementsAre("id", "name.family"));
  EXPECT_EQ(survey.records, 2u);
}

std::string failure(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
    return error.what();
  }
  return "none";
}

TEST_F(FileSurvey, RefusesWhatHasNoRecords) {
  EXPECT_THAT(failure([&] { look("a.csv", "id,name\n"); }), testing::HasSubstr("no record in it"));
  EXPECT_THAT(failure([&] { look("a.csv", ""); }), testing::HasSubstr("no record in it"));
  EXPECT_THAT(failure([&] { look("a.json", " [{\"id\":1}]"); }), testing::HasSubstr("one JSON list"));
}

}  // namespace
}  // namespace counterpart
