#include "source/columns.hpp"

#include <gtest/gtest.h>

#include "counterpart/error.hpp"

namespace counterpart {
namespace {

ReadSpec wanting(const std::string& name) {
  return {.fields = {{.name = name}}};
}

std::string refusal(const std::string& name, const std::vector<std::string>& columns) {
  try {
    match_columns(wanting(name), columns, "query");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::source);
    return error.what();
  }
  return "";
}

TEST(MatchColumns, PrefersTheExactNameOverAnotherCase) {
  EXPECT_EQ(match_columns(wanting("Name"), {"name", "id"}, "q"), std::vector<std::size_t>{0});
  EXPECT_EQ(match_columns(wanting("id"), {"name", "id"}, "q"), std::vector<std::size_t>{1});
  EXPECT_EQ(match_columns(wanting("id"), {"ID", "id", "Id"}, "q"), std::vector<std::size_t>{1});
}

TEST(MatchColumns, NamesTheKnownColumnsAndTheNearest) {
  const std::string message = refusal("lastnam", {"id", "lastname"});
  EXPECT_NE(message.find("did you mean 'lastname'?"), std::string::npos) << message;
  EXPECT_NE(message.find("id, lastname"), std::string::npos) << message;
}

TEST(MatchColumns, RefusesAWantedNameThatStandsForTwoColumns) {
  EXPECT_NE(refusal("id", {"id", "id"}).find("more than one"), std::string::npos);
  EXPECT_NE(refusal("id", {"ID", "Id"}).find("more than one"), std::string::npos);
  EXPECT_EQ(match_columns(wanting("name"), {"id", "id", "name"}, "q"), std::vector<std::size_t>{2});
}

}  // namespace
}  // namespace counterpart
