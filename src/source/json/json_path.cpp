#include "source/json/json_path.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <span>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "source/json/json_path_compare.hpp"

namespace counterpart {
namespace {

using json_path::Expression;
using json_path::Operand;
using json_path::Query;
using json_path::Segment;
using json_path::Selector;
using json_path::Slice;
using simdjson::dom::element;
using Rest = std::span<const Segment>;  ///< segments still to be followed

/// Unions and repeated descendants select a node many times: a page must not fill the memory with them.
constexpr std::size_t kMostNodes = std::size_t{1} << 24;

/// Length and bounds in which a slice steps through a list, as RFC 9535, 2.3.4.2.2, computes them.
struct Bounds {
  std::int64_t lower;
  std::int64_t upper;
};

Bounds bounds_of(const Slice& slice, std::int64_t length) {
  const auto from_front = [&](std::int64_t at) { return at >= 0 ? at : length + at; };
  const bool forward = slice.step > 0;
  const std::int64_t start = slice.start ? from_front(*slice.start) : forward ? 0 : length - 1;
  const std::int64_t end = slice.end ? from_front(*slice.end) : forward ? length : -1;
  if (forward) return {std::clamp<std::int64_t>(start, 0, length), std::clamp<std::int64_t>(end, 0, length)};
  return {std::clamp<std::int64_t>(end, -1, length - 1), std::clamp<std::int64_t>(start, -1, length - 1)};
}

std::int64_t length_of(const simdjson::dom::array& list) {
  constexpr std::size_t kSaturated = 0xFFFFFF;
  std::size_t length = list.size();
  if (length == kSaturated) {
    length = 0;
    for ([[maybe_unused]] const element item : list) ++length;
  }
  return static_cast<std::int64_t>(length);
}

/// Whether `visit` gave true for a child of `node`; it is not called for those after that one.
template <typename Visit>
bool any_child(element node, Visit visit) {
  simdjson::dom::array list;
  simdjson::dom::object object;
  if (node.get(list) == simdjson::SUCCESS) {
    for (const element child : list) {
      if (visit(child)) return true;
    }
  } else if (node.get(object) == simdjson::SUCCESS) {
    for (const auto [name, child] : object) {
      if (visit(child)) return true;
    }
  }
  return false;
}

/// One evaluation, depth first, which is the order of RFC 9535. Each call goes down one segment or one level
/// of the document. Functions give true once the search is over: at the first node, if only that is wanted.
class Search {
 public:
  /// Without `into` only the first node is wanted. All arguments have to outlive the search.
  Search(element root, const std::string& text, std::vector<element>* into)
      : root_(root), text_(text), into_(into) {}

  bool follow(element node, Rest rest) {
    if (rest.empty()) return take(node);
    return rest.front().descendant ? descend(node, rest) : step(node, rest);
  }
  const std::optional<element>& found() const noexcept { return found_; }

 private:
  bool take(element node);
  bool step(element node, Rest rest);
  bool descend(element node, Rest rest);
  bool choose(const Selector& selector, element node, Rest rest);
  bool enter_member(const std::string& name, element node, Rest rest);
  bool enter_item(std::int64_t index, element node, Rest rest);
  bool enter_slice(const Slice& slice, element node, Rest rest);
  std::optional<element> find(const Query& query, element node) const;
  json_path::Comparable value(const Operand& operand, element node) const;
  bool holds(const Expression& expression, element node) const;

  const element root_;
  const std::string& text_;
  std::vector<element>* const into_;
  std::optional<element> found_;
};

bool Search::take(element node) {
  if (into_ == nullptr) {
    found_ = node;
    return true;
  }
  if (into_->size() == kMostNodes) {
    throw Error(ErrorKind::api, fmt::format("'{}' selects more than {} places", printable(text_, 100),
                                            format_count(kMostNodes)))
        .hint("let the path lead to each place once: without repeated names, indexes or '..'");
  }
  into_->push_back(node);
  return false;
}

bool Search::step(element node, Rest rest) {
  const auto& selectors = rest.front().selectors;
  return std::any_of(selectors.begin(), selectors.end(),
                     [&](const Selector& selector) { return choose(selector, node, rest.subspan(1)); });
}

bool Search::descend(element node, Rest rest) {
  return step(node, rest) || any_child(node, [&](element child) { return descend(child, rest); });
}

bool Search::choose(const Selector& selector, element node, Rest rest) {
  using Kind = Selector::Kind;
  switch (selector.kind) {
    case Kind::name: return enter_member(selector.name, node, rest);
    case Kind::index: return enter_item(*selector.index, node, rest);
    case Kind::token:
      if (!node.is_array()) return enter_member(selector.name, node, rest);
      return selector.index && enter_item(*selector.index, node, rest);
    case Kind::wildcard: return any_child(node, [&](element child) { return follow(child, rest); });
    case Kind::slice: return enter_slice(selector.slice, node, rest);
    case Kind::filter:
      return any_child(
          node, [&](element child) { return holds(selector.filter.front(), child) && follow(child, rest); });
  }
  return false;
}

bool Search::enter_member(const std::string& name, element node, Rest rest) {
  simdjson::dom::object object;
  element member;
  return node.get(object) == simdjson::SUCCESS && object.at_key(name).get(member) == simdjson::SUCCESS &&
         follow(member, rest);
}

bool Search::enter_item(std::int64_t index, element node, Rest rest) {
  simdjson::dom::array list;
  if (node.get(list) != simdjson::SUCCESS) return false;
  if (index < 0) index += length_of(list);
  element item;
  return index >= 0 && list.at(static_cast<std::size_t>(index)).get(item) == simdjson::SUCCESS &&
         follow(item, rest);
}

bool Search::enter_slice(const Slice& slice, element node, Rest rest) {
  simdjson::dom::array list;
  if (node.get(list) != simdjson::SUCCESS || slice.step == 0) return false;
  const auto [lower, upper] = bounds_of(slice, length_of(list));
  // A list can only be walked forwards: what a backward slice wants is kept and followed from its end.
  std::vector<element> backwards;
  std::int64_t at = -1;
  for (const element item : list) {
    ++at;
    if (slice.step > 0) {
      if (at >= upper) break;
      if (at >= lower && (at - lower) % slice.step == 0 && follow(item, rest)) return true;
    } else if (at > lower && at <= upper && (upper - at) % slice.step == 0) {
      backwards.push_back(item);
    }
  }
  return std::any_of(backwards.rbegin(), backwards.rend(), [&](element item) { return follow(item, rest); });
}

std::optional<element> Search::find(const Query& query, element node) const {
  Search search(root_, text_, nullptr);
  search.follow(query.from_root ? root_ : node, query.segments);
  return search.found();
}

json_path::Comparable Search::value(const Operand& operand, element node) const {
  if (const auto* query = std::get_if<Query>(&operand)) return json_path::comparable(find(*query, node));
  return json_path::comparable(std::get<json_path::Literal>(operand));
}

bool Search::holds(const Expression& expression, element node) const {
  using Kind = Expression::Kind;
  const auto holds_here = [&](const Expression& part) { return holds(part, node); };
  const auto& parts = expression.parts;
  const auto& operands = expression.operands;
  switch (expression.kind) {
    case Kind::any_of: return std::any_of(parts.begin(), parts.end(), holds_here);
    case Kind::all_of: return std::all_of(parts.begin(), parts.end(), holds_here);
    case Kind::negation: return !holds(parts.front(), node);
    case Kind::exists: return find(std::get<Query>(operands.front()), node).has_value();
    case Kind::comparison:
      return json_path::compare(value(operands[0], node), expression.comparator, value(operands[1], node));
  }
  return false;
}

}  // namespace

JsonPath::JsonPath(std::string text, Query query)
    : text_(std::move(text)),
      query_(std::move(query)),
      lead_(static_cast<std::size_t>(
          std::find_if_not(query_.segments.begin(), query_.segments.end(),
                           [](const Segment& segment) { return segment.singular(); }) -
          query_.segments.begin())) {}

JsonPath JsonPath::parse(const std::string& text, ErrorKind kind) {
  const std::string shown = printable(text, 100);
  if (text.size() > json_path::kLongestText) {
    throw Error(kind, fmt::format("\"{}\" is too long for a path: {} bytes", shown, text.size()))
        .hint(fmt::format("a path has {} bytes at most", json_path::kLongestText));
  }
  if (!is_valid_utf8(text)) {
    throw Error(kind, fmt::format("\"{}\" is not valid UTF-8", shown)).hint("write the path in UTF-8");
  }
  if (text.empty() || text.front() == '/') return {text, json_path::parse_pointer(text, kind)};
  if (text.front() == '$') return {text, json_path::parse_query(text, kind)};
  throw Error(kind,
              fmt::format("\"{}\" begins neither like a JSON Pointer ('/') nor like a JSONPath ('$')", shown))
      .hint(fmt::format("write \"/{}\" for the member of that name", shown));
}

JsonPath JsonPath::anchor() const {
  if (singular()) return *this;
  const auto end = query_.segments.begin() + static_cast<std::ptrdiff_t>(lead_);
  const std::size_t length = lead_ == 0 ? 1 : (end - 1)->end;
  return {text_.substr(0, length), {true, {query_.segments.begin(), end}}};
}

void JsonPath::select(element root, std::vector<element>& into) const {
  Search(root, text_, &into).follow(root, query_.segments);
}

std::optional<element> JsonPath::first(element root) const {
  Search search(root, text_, nullptr);
  search.follow(root, query_.segments);
  return search.found();
}

}  // namespace counterpart
