#pragma once
/// The compiled form of a JSON Pointer or JSONPath: what the parser makes and a search walks. Nobody but
/// JsonPath and its parts looks inside.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "counterpart/error.hpp"

namespace counterpart::json_path {

struct Expression;

/// `start:end:step`; what is left out depends on the sign of `step` (RFC 9535, 2.3.4.2.2).
struct Slice {
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
  std::int64_t step = 1;
};

/// What a segment picks out of the children of a node.
struct Selector {
  enum class Kind {
    name,   ///< the member `name` of an object
    index,  ///< the element `index` of a list, from its end if negative
    token,  ///< a JSON Pointer's: the member `name` of an object, the element `index` of a list
    wildcard,
    slice,
    filter,  ///< the children for which `filter`, which is one expression, holds
  };
  Kind kind = Kind::wildcard;
  std::string name;
  std::optional<std::int64_t> index;  ///< nothing for a token that is no position
  Slice slice;
  std::vector<Expression> filter;
};

struct Segment {
  bool descendant = false;  ///< applies to the node and to all that is below it
  std::vector<Selector> selectors;
  std::size_t end = 0;  ///< where it ends in the text

  /// Whether it leads from one node to one node at most.
  bool singular() const noexcept {
    using Kind = Selector::Kind;
    if (descendant || selectors.size() != 1) return false;
    const Kind kind = selectors.front().kind;
    return kind == Kind::name || kind == Kind::index || kind == Kind::token;
  }
};

/// From the root of the document or, in a filter and with `@`, from the node at hand.
struct Query {
  bool from_root = true;
  std::vector<Segment> segments;

  bool singular() const noexcept {
    return std::all_of(segments.begin(), segments.end(), [](const Segment& next) { return next.singular(); });
  }
};

/// Numbers hold what a 64-bit integer or a double can, without loss.
using Literal = std::variant<std::nullptr_t, bool, long double, std::string>;
using Operand = std::variant<Literal, Query>;
enum class Comparator { equal, not_equal, less, less_or_equal, greater, greater_or_equal };

/// A condition of a filter.
struct Expression {
  enum class Kind {
    any_of,    ///< one of `parts` holds
    all_of,    ///< all `parts` hold
    negation,  ///< the one part does not hold
    exists,    ///< the one operand, a query, selects something
    comparison
  };
  Kind kind = Kind::exists;
  std::vector<Expression> parts;
  std::vector<Operand> operands;  ///< two for a comparison; their queries are singular
  Comparator comparator = Comparator::equal;
};

/// The most that a path may have, so that neither a hostile job file nor a hostile page makes parser or
/// search run out of stack, and a page nested 1024 deep takes no more than seconds.
constexpr std::size_t kLongestText = 1000;
constexpr int kDeepestNesting = 32;  ///< of parentheses and filters
constexpr int kMostDescents = 3;     ///< of `..`

/// Both take valid UTF-8 and throw Error(`kind`) with the column of what is wrong. A pointer is empty or
/// begins with '/', a JSONPath begins with '$'.
Query parse_pointer(const std::string& text, ErrorKind kind);
Query parse_query(const std::string& text, ErrorKind kind);

}  // namespace counterpart::json_path
