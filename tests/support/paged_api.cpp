#include "support/paged_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "support/rest_reading.hpp"

namespace counterpart::test {

unsigned number_of(const Ask& ask, const std::string& parameter, unsigned otherwise) {
  const auto text = ask.parameter(parameter);
  return text ? static_cast<unsigned>(std::strtoul(text->c_str(), nullptr, 10)) : otherwise;
}

void swap_text(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("no '" + from + "' in " + text);
  text.replace(at, from.size(), to);
}

std::string at_page(const RogueApi& api, unsigned page) {
  return fmt::format("5: page {} of {}: ", page, api.url());
}

RogueApi::Handler by_number(Bend bend) {
  return [bend = std::move(bend)](const Ask& ask) {
    const Users users{.count = kUsers.count,
                      .size = std::min(kUsers.size, number_of(ask, "per_page", kUsers.size))};
    Reply reply{.body = users.page(ask.page)};
    if (bend) bend(ask, reply);
    return reply;
  };
}

std::string page_behind(unsigned before, unsigned most, const std::string& path) {
  const unsigned behind = before + most;
  const bool more = behind < kUsers.count;
  return fmt::format(R"({{"total":{},"has_more":{},"next":{},"link":{},"users":[{}]}})", kUsers.count, more,
                     more ? fmt::format("\"{}\"", behind) : "null",
                     more ? fmt::format("\"{}{}\"", path, behind) : "null", kUsers.behind(before, most));
}

RogueApi::Handler by_place(Bend bend) {
  return [bend = std::move(bend)](const Ask& ask) {
    const unsigned before = number_of(ask, "offset", number_of(ask, "after", 0));
    Reply reply{.body = page_behind(before, std::min(kUsers.size, number_of(ask, "limit", kUsers.size)))};
    if (bend) bend(ask, reply);
    return reply;
  };
}

RestSpec number_spec(const RogueApi& api) {
  return quick_spec(api.url());
}

RestSpec number_spec_with_total(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.total_pages = "/total_pages";
  return spec;
}

RestSpec offset_spec(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.kind = PagesSpec::Kind::offset;
  spec.pages.param = "offset";
  spec.pages.first = 0;
  return spec;
}

RestSpec cursor_spec(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.kind = PagesSpec::Kind::cursor;
  spec.pages.param = "after";
  spec.pages.token = "/next";
  return spec;
}

RestSpec keyset_spec(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.kind = PagesSpec::Kind::keyset;
  spec.pages.param = "after";
  spec.pages.field = "id";
  return spec;
}

RestSpec link_spec(const RogueApi& api) {
  RestSpec spec = quick_spec(api.url());
  spec.pages.kind = PagesSpec::Kind::next_link;
  spec.pages.link = "/link";
  return spec;
}

}  // namespace counterpart::test
