#include "source/survey/record_lists.hpp"

#include <algorithm>
#include <array>

#include "source/rest/fhir.hpp"
#include "source/survey/field_words.hpp"

namespace counterpart {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr unsigned kDeepest = 3;
constexpr std::array<std::string_view, 13> kUsual{"data",    "items", "results", "records",   "value",
                                                  "values",  "rows",  "content", "resources", "entry",
                                                  "entries", "hits",  "elements"};
constexpr std::array<std::string_view, 16> kUnusual{
    "links",   "link",    "errors", "error",    "warnings", "included", "facets",       "suggestedfacets",
    "columns", "filters", "sort",   "messages", "schema",   "schemas",  "aggregations", "meta"};

struct Found {
  RecordList list;
  int rank = 0;
  unsigned depth = 0;
};

template <typename List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

int rank_of(std::string_view name, std::string_view thing) {
  const std::string word = plain_word(name);
  if (is_one_of(kUsual, word)) return 0;
  if (!word.empty() && singular(word) == singular(plain_word(thing))) return 0;
  return is_one_of(kUnusual, word) ? 2 : 1;
}

/// Objects in a list of nothing but objects (nulls aside); nothing for any other list.
std::optional<std::uint64_t> objects_in(array list) {
  std::uint64_t count = 0;
  for (const element item : list) {
    if (!item.is_object() && !item.is_null()) return std::nullopt;
    if (item.is_object()) ++count;
  }
  return count;
}

class Search {
 public:
  explicit Search(std::string_view thing) : thing_(thing) {}

  void look(element value, const std::string& path, std::string_view name, unsigned depth) {
    array list;
    object members;
    if (value.get(list) == simdjson::SUCCESS) {
      const auto count = objects_in(list);
      const int rank = depth == 0 ? 0 : rank_of(name, thing_);
      if (count && (*count != 0 || (rank == 0 && list.size() == 0)))
        found_.push_back({{path, *count}, rank, depth});
    } else if (depth < kDeepest && value.get(members) == simdjson::SUCCESS) {
      for (const auto [member, inside] : members)
        look(inside, path + "/" + pointer_step(member), member, depth + 1);
    }
  }

  std::vector<RecordList> take() {
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      if (a.rank != b.rank) return a.rank < b.rank;
      if (a.list.records != b.list.records) return a.list.records > b.list.records;
      return a.depth < b.depth;
    });
    std::vector<RecordList> lists;
    for (Found& one : found_) lists.push_back(std::move(one.list));
    return lists;
  }

 private:
  std::string_view thing_;
  std::vector<Found> found_;
};

/// HL7 FHIR R4, 3.1.1.3: a bundle's entries wrap the resources.
bool is_fhir_bundle(element root) {
  std::string_view type;
  return root.is_object() && root.at_key("resourceType").get(type) == simdjson::SUCCESS && type == "Bundle";
}

}  // namespace

std::string pointer_step(std::string_view name) {
  std::string step;
  for (const char c : name) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

std::vector<RecordList> record_lists(const JsonPage& page, std::string_view thing) {
  if (is_fhir_bundle(page.root())) {
    std::vector<element> resources;
    JsonPath::parse(kFhirRecords, ErrorKind::internal).select(page.root(), resources);
    return {{kFhirRecords, resources.size()}};
  }
  Search search(thing);
  search.look(page.root(), "", "", 0);
  return search.take();
}

std::string list_of_rows(const JsonPage& page) {
  object members;
  if (page.root().get(members) != simdjson::SUCCESS) return {};
  for (const auto [name, value] : members) {
    array list;
    element first;
    if (value.get(list) == simdjson::SUCCESS && list.at(0).get(first) == simdjson::SUCCESS &&
        first.is_array())
      return "/" + pointer_step(name);
  }
  return {};
}

}  // namespace counterpart
