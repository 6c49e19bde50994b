#include "source/columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "base/utf8.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kMostShown = 30;

std::string folded(std::string name) {
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return name;
}

std::string listed(const std::vector<std::string>& columns) {
  std::string list;
  for (std::size_t i = 0; i < columns.size() && i < kMostShown; ++i)
    list += (i == 0 ? "" : ", ") + printable(columns[i], 64);
  return columns.size() > kMostShown ? list + ", …" : list;
}

}  // namespace

std::size_t match_column(const std::string& field, const std::vector<std::string>& columns,
                         const std::string& place) {
  const auto exact = std::count(columns.begin(), columns.end(), field);
  const auto same = [&field](const std::string& column) { return folded(column) == folded(field); };
  const auto similar = std::count_if(columns.begin(), columns.end(), same);
  if (exact == 1)
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), field) - columns.begin());
  if (exact == 0 && similar == 1) {
    return static_cast<std::size_t>(std::find_if(columns.begin(), columns.end(), same) - columns.begin());
  }
  if (similar > 1) {
    throw Error(ErrorKind::source,
                fmt::format("{}: more than one column is named '{}'", place, printable(field)))
        .hint("give each column its own name with AS");
  }
  throw UnknownField(Error(ErrorKind::source,
                           fmt::format("{}: no column '{}'{}; the columns are: {}", place, printable(field),
                                       printable(did_you_mean(field, columns)), listed(columns)))
                         .hint("use one of these names in the job file, or add the column to the query"));
}

std::vector<std::size_t> match_columns(const ReadSpec& wanted, const std::vector<std::string>& columns,
                                       const std::string& place) {
  std::vector<std::size_t> found;
  found.reserve(wanted.fields.size());
  for (const Field& field : wanted.fields) found.push_back(match_column(field.name, columns, place));
  return found;
}

}  // namespace counterpart
