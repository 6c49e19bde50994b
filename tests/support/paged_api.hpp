#pragma once
/// A well-formed API of users for each convention of pages, to be bent page by page, and jobs that read it.

#include <functional>
#include <optional>
#include <string>

#include "source/source.hpp"
#include "support/rogue_api.hpp"

namespace counterpart::test {

/// 95 users, 10 to a page.
inline constexpr Users kUsers{.count = 95, .size = 10};

/// What a test does to the answer to a request.
using Bend = std::function<void(const Ask&, Reply&)>;

/// Pages by number, as Users::page gives them: the parameter `page`, `per_page` of them or 10 at most.
RogueApi::Handler by_number(Bend bend = {});
/// Pages behind the first `offset` or `after` users (parameters), `limit` of them or 10 at most:
/// {"total": 95, "has_more": true, "next": "10", "link": "/users?after=10", "users": […]}, `next` and `link`
/// null on the last page. The id of the last user is `next` too.
RogueApi::Handler by_place(Bend bend = {});
/// Such a page; `path` begins its link.
std::string page_behind(unsigned before, unsigned most = 10, const std::string& path = "/users?after=");

/// Jobs for them, with quick limits. The end is told by the total where there is one in the name.
RestSpec number_spec(const RogueApi& api);
RestSpec number_spec_with_total(const RogueApi& api);
RestSpec offset_spec(const RogueApi& api);
RestSpec cursor_spec(const RogueApi& api);
RestSpec keyset_spec(const RogueApi& api);
RestSpec link_spec(const RogueApi& api);

/// A query parameter as a number.
unsigned number_of(const Ask& ask, const std::string& parameter, unsigned otherwise);
/// `text` with one occurrence of `from` replaced; throws if there is none, so that a test cannot quietly
/// change nothing.
void swap_text(std::string& text, const std::string& from, const std::string& to);
/// "5: page 2 of http://127.0.0.1:1234/users: ", the beginning of an error at a page.
std::string at_page(const RogueApi& api, unsigned page);

}  // namespace counterpart::test
