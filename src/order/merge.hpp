#pragma once
/// Several ordered streams as one.

#include <memory>
#include <string>
#include <vector>

#include "order/entry.hpp"

namespace counterpart {

/// An ordered stream, and the keys between which its entries lie.
struct OrderedPart {
  std::string first_key;
  std::string last_key;
  std::unique_ptr<EntryStream> entries;
};

/// All entries of the parts by key; equal keys come in the order of the parts. Parts of which each begins
/// where the last one ended are passed on one after the other; the rest goes through a tree of losers:
/// log2(n) comparisons an entry.
std::unique_ptr<EntryStream> merge_parts(std::vector<OrderedPart> parts);

}  // namespace counterpart
