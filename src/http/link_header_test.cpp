#include "http/link_header.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace counterpart::http {
namespace {

/// The target of rel=next, with what else the search says.
std::string next_of(const std::vector<std::string>& values) {
  const LinkTarget found = link_target(values, "next");
  return found.url.value_or("none") + (found.damaged ? ", damaged" : "");
}

TEST(LinkHeader, GivesTheTargetOfTheWantedRelation) {
  const std::vector<std::string> value{
      R"(<https://api.example.com/users?page=1>; rel="prev", <https://api.example.com/users?page=3>; rel="next")"};
  EXPECT_EQ(link_target(value, "next").url, "https://api.example.com/users?page=3");
  EXPECT_EQ(link_target(value, "prev").url, "https://api.example.com/users?page=1");
  EXPECT_EQ(link_target(value, "last").url, std::nullopt);
  EXPECT_FALSE(link_target(value, "last").damaged);
}

TEST(LinkHeader, LooksThroughAllFieldsInTheirOrder) {
  EXPECT_EQ(next_of({"<a>; rel=prev", "<b>; rel=next", "<c>; rel=next"}), "b");
  EXPECT_EQ(next_of({}), "none");
  EXPECT_EQ(next_of({""}), "none");
}

TEST(LinkHeader, TakesTheTargetAsItIsWritten) {
  EXPECT_EQ(next_of({"</users?page=2>; rel=next"}), "/users?page=2");
  EXPECT_EQ(next_of({"<>; rel=next"}), "");
  EXPECT_EQ(next_of({"<?a=1,2;b=3,<>; rel=next"}), "none, damaged");
  EXPECT_EQ(next_of({"<?a=1,2;b=\"3\">;rel=next"}), "?a=1,2;b=\"3\"");
}

TEST(LinkHeader, ReadsRelationsAsAListWithoutRegardToCase) {
  EXPECT_EQ(next_of({R"(<a>; rel="start  https://example.com/rel	NEXT")"}), "a");
  EXPECT_EQ(next_of({"<a>; REL=Next"}), "a");
  EXPECT_EQ(next_of({R"(<a>; rel="nextpage next-page", <b>; rel="")"}), "none");
  EXPECT_EQ(next_of({"<a>; rel; title=next, <b>; rev=next, <c>"}), "none");
}

TEST(LinkHeader, CountsTheFirstRelAlone) {
  EXPECT_EQ(next_of({"<a>; rel=prev; rel=next, <b>; rel=next; rel=prev"}), "b");
  EXPECT_EQ(next_of({"<a>; rel; rel=next"}), "none");
}

TEST(LinkHeader, PassesOverLinksOfAnotherContext) {
  EXPECT_EQ(next_of({R"(<a>; rel=next; anchor="#part", <b>; rel=next)"}), "b");
  EXPECT_EQ(next_of({"<a>; Anchor; rel=next"}), "none");
}

TEST(LinkHeader, TakesQuotedParametersWithCommasSemicolonsAndEscapes) {
  EXPECT_EQ(next_of({R"(<a>; title="1, 2; 3 <x>; rel=next, \"4\" \\"; rel="prev", <b>; rel="n\ext")"}), "b");
  EXPECT_EQ(next_of({R"(<a>; title*=UTF-8''n%C3%A4chste; type=text/html; title=two words; rel=next)"}), "a");
}

TEST(LinkHeader, TakesBlanksAndEmptyElements) {
  EXPECT_EQ(next_of({" , ,\t<a> ; ; rel = prev ;, ,, <b>\t;\trel\t=\t\"next\" , "}), "b");
  EXPECT_EQ(next_of({", ,", "<a>;rel=next"}), "a");
}

TEST(LinkHeader, SaysWhereALinkMayHaveBeenMissed) {
  for (const char* damaged :
       {"https://h/a; rel=next", "<a", "<a; rel=next", "<a> rel=next", "<a>; rel=\"next", "<a>; rel=\"next\\",
        "<a>; rel=next \"", "<a>; rel=prev <b>; rel=next", "<a>; rel=\"prev\" <b>; rel=next", "<a>; =next",
        "<a <b>; rel=next", "<a\x01>; rel=next", "<a>; rel=next\x7F", "<a>; rel=\"next\"x", "next"}) {
    EXPECT_EQ(next_of({damaged}), "none, damaged") << damaged;
    EXPECT_EQ(next_of({damaged, "<z>; rel=next"}), "z, damaged") << damaged;
    EXPECT_EQ(next_of({std::string("<y>; rel=next, ") + damaged, damaged}), "y") << damaged;
  }
}

TEST(LinkHeader, TakesLinearTime) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string start : {"", "<a>;t=\"", "<a>;t=", "<"}) {
    for (const char* piece :
         {"<", "<>", ",", ";", "<a>;", "<a>;rel=\"", "<a>;rel=prev,", "\\\"", " ", "<a>;rel= "}) {
      std::string value = start;
      while (value.size() < 1'000'000) value += piece;
      EXPECT_EQ(link_target({value}, "next").url, std::nullopt) << start << piece;
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace counterpart::http
