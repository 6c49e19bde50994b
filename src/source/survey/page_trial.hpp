#pragma once
/// Tries whether an API's pages are as a RestSpec says: asks for the first two as a run would, with the same
/// paginator and the same checks.

#include <cstdint>
#include <string>
#include <vector>

#include "source/rest/paginator.hpp"
#include "source/survey/api_look.hpp"

namespace counterpart {

/// What became of it.
struct Trial {
  enum class Result {
    refused,    ///< it is not so; see `problem`
    one_page,   ///< the first page has records, and says that there is no other
    empty_end,  ///< the first page has records, the second one none
    two_pages,  ///< two pages with different records
  } result = Result::refused;
  RestSpec spec = {};
  std::string problem = {};  ///< safe to print
  const SeenPage* first = nullptr;
  const SeenPage* second = nullptr;               ///< of two_pages alone
  std::vector<std::uint64_t> first_records = {};  ///< what tells records apart, in their order
  std::vector<std::uint64_t> second_records = {};
};

Trial try_pages(ApiLook& look, const RestSpec& spec);

/// What tells the records at a path of a page apart: digests of their ids if each has one, else of all of a
/// record. Nothing if there is no list at the path.
std::vector<std::uint64_t> record_digests(const SeenPage& seen, const std::string& path);

/// True if one of them is in both.
bool overlap(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);
/// True if `front` is not empty and `whole` begins with it.
bool begins_with(const std::vector<std::uint64_t>& whole, const std::vector<std::uint64_t>& front);

}  // namespace counterpart
