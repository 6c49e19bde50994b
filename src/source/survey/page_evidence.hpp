#pragma once
/// The ways to a next page that a page itself shows.

#include <vector>

#include "source/survey/api_look.hpp"

namespace counterpart {

/// Specs to try, the surest first: Link header, next links, tokens with each parameter that may take them.
/// `page` is the first page of `spec`; its size stays.
std::vector<RestSpec> chains_shown(const SeenPage& page, const RestSpec& spec);

/// If what leads on from `page`, the first one of the chain `spec`, is a number that could be counted on
/// without it: the same pages by that number, or by that offset.
std::vector<RestSpec> numbers_in_chain(const SeenPage& page, const RestSpec& spec, std::size_t records);

/// Names of parameters for page numbers or for offsets, those that the page itself has first.
std::vector<std::string> number_params(const SeenPage& page, const RestSpec& spec);
std::vector<std::string> offset_params(const SeenPage& page, const RestSpec& spec);

/// True if the page has an offset and no number of its own.
bool counts_by_offset(const SeenPage& page, const RestSpec& spec);
/// True if the page has a number, or a number of pages.
bool counts_by_number(const SeenPage& page, const RestSpec& spec);

}  // namespace counterpart
