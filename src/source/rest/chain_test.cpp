/// The paginators whose every page leads to the next: tokens, keys and links.
#include "source/rest/chain.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace counterpart {
namespace {

using End = std::optional<std::string>;
using Kind = PagesSpec::Kind;

constexpr const char* kPage = "https://h/users?sort=id";

PagesSpec spec_of(Kind kind) {
  PagesSpec spec;
  spec.kind = kind;
  spec.param = "after";
  return spec;
}

std::unique_ptr<Paginator> make(const PagesSpec& spec) {
  return make_paginator(spec, {http::Url::parse(kPage, ErrorKind::job_file), {{"Accept", "x"}}});
}

std::string url_of(const Paginator& paginator, std::uint64_t index) {
  const auto request = paginator.request(index);
  return request ? request->url.text() : "none";
}

PageFacts facts(std::uint64_t index, End next, std::uint64_t records = 10) {
  return {.index = index,
          .records = records,
          .received = 10 * (index + 1),
          .next = std::move(next),
          .url = kPage};
}

std::string refusal(Paginator& paginator, const PageFacts& page) {
  try {
    paginator.after(page);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::api);
    return error.what();
  }
  return "none";
}

TEST(Chain, AsksForOnePageAtATime) {
  const auto pages = make(spec_of(Kind::cursor));
  EXPECT_FALSE(pages->deterministic());
  EXPECT_EQ(url_of(*pages, 0), kPage);
  EXPECT_EQ(url_of(*pages, 1), "none");
  EXPECT_EQ(pages->after(facts(0, "a b")).end, std::nullopt);
  EXPECT_EQ(url_of(*pages, 0), "none");
  EXPECT_EQ(url_of(*pages, 1), std::string(kPage) + "&after=a%20b");
  EXPECT_EQ(url_of(*pages, 2), "none");
  EXPECT_EQ(pages->after(facts(1, std::nullopt)).end, End("no_next"));
  EXPECT_EQ(url_of(*pages, 2), "none");
}

TEST(Chain, LeadsNowhereTwice) {
  const auto same = make(spec_of(Kind::cursor));
  same->after(facts(0, "a"));
  EXPECT_EQ(refusal(*same, facts(1, "a")), "leads back to a page that was read before");
  const auto circle = make(spec_of(Kind::cursor));
  circle->after(facts(0, "a"));
  circle->after(facts(1, "b"));
  EXPECT_EQ(refusal(*circle, facts(2, "a")), "leads back to a page that was read before");
  const auto to_the_first = make(spec_of(Kind::next_link));
  EXPECT_EQ(refusal(*to_the_first, facts(0, "?sort=id")), "leads back to a page that was read before");
}

TEST(Chain, TellsRequestsApartByHeadersAndBodiesToo) {
  PagesSpec header = spec_of(Kind::cursor);
  header.where = PagesSpec::Where::header;
  header.param = "X-After";
  const auto in_header = make(header);
  EXPECT_EQ(in_header->after(facts(0, "a")).end, std::nullopt);
  EXPECT_EQ(in_header->after(facts(1, "b")).end, std::nullopt);
  EXPECT_EQ(refusal(*in_header, facts(2, "b")), "leads back to a page that was read before");
  PagesSpec body = spec_of(Kind::cursor);
  body.where = PagesSpec::Where::body;
  body.param = "/after";
  const auto in_body = make(body);
  EXPECT_EQ(in_body->after(facts(0, "a")).end, std::nullopt);
  EXPECT_EQ(in_body->request(1)->body, R"({"after":"a"})");
  PageFacts number = facts(1, "7");
  number.next_is_number = true;
  EXPECT_EQ(in_body->after(number).end, std::nullopt);
  EXPECT_EQ(in_body->request(2)->body, R"({"after":7})");
}

TEST(Chain, GivesUpAfterAThousandEmptyPagesInARow) {
  const auto pages = make(spec_of(Kind::cursor));
  for (std::uint64_t i = 0; i < 999; ++i)
    EXPECT_EQ(pages->after(facts(i, fmt::format("{}", i), 0)).end, std::nullopt);
  EXPECT_EQ(pages->after(facts(999, "x")).end, std::nullopt);
  for (std::uint64_t i = 1000; i < 1999; ++i) pages->after(facts(i, fmt::format("{}", i), 0));
  EXPECT_EQ(refusal(*pages, facts(1999, "y", 0)), "1000 empty pages in a row, each with a way on");
}

TEST(Chain, AsksForHalfTheSizeWithoutLosingItsWay) {
  PagesSpec spec = spec_of(Kind::cursor);
  spec.size_param = "limit";
  spec.size = 5;
  const auto pages = make(spec);
  EXPECT_EQ(url_of(*pages, 0), std::string(kPage) + "&limit=5");
  pages->after(facts(0, "a"));
  EXPECT_TRUE(pages->halve(1));
  EXPECT_EQ(url_of(*pages, 1), std::string(kPage) + "&limit=2&after=a");
  EXPECT_EQ(pages->after(facts(1, "b")).end, std::nullopt);
  EXPECT_EQ(url_of(*pages, 2), std::string(kPage) + "&limit=2&after=b");
  EXPECT_TRUE(pages->halve(2));
  EXPECT_FALSE(pages->halve(2));
  EXPECT_EQ(url_of(*pages, 2), std::string(kPage) + "&limit=1&after=b");
}

TEST(Chain, WithoutASizeOrAlongLinksCannotBeHalved) {
  EXPECT_FALSE(make(spec_of(Kind::cursor))->halve(0));
  PagesSpec spec = spec_of(Kind::next_link);
  spec.size_param = "limit";
  spec.size = 100;
  const auto pages = make(spec);
  EXPECT_EQ(url_of(*pages, 0), std::string(kPage) + "&limit=100");
  EXPECT_FALSE(pages->halve(0));
}

TEST(CursorPaginator, OfKeysEndsAtAnEmptyPage) {
  const auto pages = make(spec_of(Kind::keyset));
  EXPECT_EQ(pages->after(facts(0, "10")).end, std::nullopt);
  EXPECT_EQ(url_of(*pages, 1), std::string(kPage) + "&after=10");
  EXPECT_EQ(pages->after(facts(1, std::nullopt, 0)).end, End("empty_page"));
  EXPECT_EQ(pages->turning(), "the parameter 'after'");
}

TEST(LinkPaginator, ResolvesLinksAgainstThePageThatHasThem) {
  for (const auto& [link, url] : {std::pair{"?p=2", "https://h/users?p=2"},
                                  {"/v2?p=2", "https://h/v2?p=2"},
                                  {"next/2", "https://h/next/2"},
                                  {"https://other.example/u", "https://other.example/u"}}) {
    const auto pages = make(spec_of(Kind::next_link));
    pages->after(facts(0, link));
    EXPECT_EQ(url_of(*pages, 1), url);
    EXPECT_EQ(pages->request(1)->headers, (http::Headers{{"Accept", "x"}}));
  }
  const auto moved = make(spec_of(Kind::link_header));
  PageFacts page = facts(0, "?p=2");
  page.url = "https://h/v2/users?p=1";
  moved->after(page);
  EXPECT_EQ(url_of(*moved, 1), "https://h/v2/users?p=2");
}

TEST(LinkPaginator, RefusesWhatIsNoAddressOfAnApi) {
  for (const char* link :
       {"javascript:alert(1)", "file:///etc/passwd", "https://me:pw@h/users", "http://[::1/", "ftp://h/u"}) {
    const auto pages = make(spec_of(Kind::next_link));
    const std::string said = refusal(*pages, facts(0, link));
    EXPECT_NE(said, "none") << link;
    EXPECT_EQ(said.find("pw"), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace counterpart
