/// The grammar of JSONPath (RFC 9535), one function for each of its rules.

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/utf8.hpp"
#include "source/json/json_path_scanner.hpp"
#include "source/json/json_path_syntax.hpp"

namespace counterpart::json_path {
namespace {

class Parser {
 public:
  Parser(const std::string& text, ErrorKind kind) : scan_(text, kind) {}

  Query whole();

 private:
  Query query();
  bool segment(Segment& into);
  std::vector<Selector> dotted();
  std::vector<Selector> bracketed();
  Selector selector();
  Selector index_or_slice();
  std::optional<std::int64_t> integer_if_any();

  Expression any_of();
  Expression all_of();
  Expression term();
  Expression negation();
  Expression in_parentheses();
  Expression test_or_comparison();
  Operand operand();
  Literal word();
  std::optional<Comparator> comparator();
  void check_comparable(const Operand& operand, std::size_t at) const;

  Scanner scan_;
  int nesting_ = 0;
  int descents_ = 0;
};

Query Parser::whole() {
  Query found = query();
  if (!scan_.at_end())
    scan_.unexpected("names of more than letters, digits and '_' are written $['@odata.nextLink']");
  return found;
}

/// Stands at '$' or '@'.
Query Parser::query() {
  Query found;
  found.from_root = scan_.take("$");
  if (!found.from_root) scan_.take("@");
  for (Segment next; segment(next); next = {}) found.segments.push_back(std::move(next));
  return found;
}

bool Parser::segment(Segment& into) {
  const std::size_t begin = scan_.at();
  scan_.skip_blanks();
  if (scan_.peek() != '[' && scan_.peek() != '.') {
    scan_.go_to(begin);  // blanks belong to a path only before a segment
    return false;
  }
  into.descendant = scan_.take("..");
  if (into.descendant && ++descents_ > kMostDescents)
    scan_.fail(fmt::format("more than {} times '..'", kMostDescents));
  const bool in_brackets = into.descendant ? scan_.peek() == '[' : !scan_.take(".");
  into.selectors = in_brackets ? bracketed() : dotted();
  into.end = scan_.at();
  return true;
}

/// What comes after a dot.
std::vector<Selector> Parser::dotted() {
  Selector selector;
  if (!scan_.take("*")) {
    const std::size_t begin = scan_.at();
    selector.kind = Selector::Kind::name;
    selector.name = scan_.name();
    if (scan_.peek() == '(')
      scan_.fail_at(begin, fmt::format("the unsupported function '{}'", printable(selector.name, 40)));
  }
  return {selector};
}

std::vector<Selector> Parser::bracketed() {
  std::vector<Selector> selectors;
  scan_.take("[");
  do {
    scan_.skip_blanks();
    selectors.push_back(selector());
    scan_.skip_blanks();
  } while (scan_.take(","));
  if (scan_.at_end()) scan_.fail("no ']'");
  if (!scan_.take("]")) scan_.unexpected();
  return selectors;
}

Selector Parser::selector() {
  Selector selector;
  const char c = scan_.peek();
  if (c == ':' || c == '-' || is_digit(c)) return index_or_slice();
  if (scan_.take("*")) return selector;
  if (c == '\'' || c == '"') {
    selector.kind = Selector::Kind::name;
    selector.name = scan_.quoted();
    return selector;
  }
  if (!scan_.take("?"))
    scan_.fail("no name in quotes, index, '*' or '?'", "write $['name'], $[0], $[*] or $[?@.name]");
  selector.kind = Selector::Kind::filter;
  selector.filter.push_back(any_of());
  return selector;
}

Selector Parser::index_or_slice() {
  Selector selector;
  const auto first = integer_if_any();
  const std::size_t end = scan_.at();
  scan_.skip_blanks();
  if (!scan_.take(":")) {
    scan_.go_to(end);
    selector.kind = Selector::Kind::index;
    selector.index = first;
    return selector;
  }
  selector.kind = Selector::Kind::slice;
  selector.slice.start = first;
  scan_.skip_blanks();
  selector.slice.end = integer_if_any();
  scan_.skip_blanks();
  if (scan_.take(":")) {
    scan_.skip_blanks();
    selector.slice.step = integer_if_any().value_or(1);
  }
  return selector;
}

std::optional<std::int64_t> Parser::integer_if_any() {
  if (scan_.peek() != '-' && !is_digit(scan_.peek())) return std::nullopt;
  return scan_.integer();
}

/// A whole condition. Every level of nesting comes through here.
Expression Parser::any_of() {
  if (++nesting_ > kDeepestNesting)
    scan_.fail(fmt::format("more than {} levels of parentheses and filters", kDeepestNesting));
  Expression any{Expression::Kind::any_of, {}, {}, {}};
  do {
    any.parts.push_back(all_of());
  } while (scan_.take("||"));
  --nesting_;
  return any;
}

Expression Parser::all_of() {
  Expression all{Expression::Kind::all_of, {}, {}, {}};
  do {
    scan_.skip_blanks();
    all.parts.push_back(term());
    scan_.skip_blanks();
  } while (scan_.take("&&"));
  return all;
}

/// What stands between && and ||.
Expression Parser::term() {
  if (scan_.take("!")) return negation();
  if (scan_.peek() == '(') return in_parentheses();
  return test_or_comparison();
}

Expression Parser::negation() {
  Expression negation{Expression::Kind::negation, {}, {}, {}};
  scan_.skip_blanks();
  if (scan_.peek() == '(') {
    negation.parts.push_back(in_parentheses());
  } else if (scan_.peek() == '@' || scan_.peek() == '$') {
    negation.parts.push_back({Expression::Kind::exists, {}, {query()}, {}});
  } else {
    scan_.fail("no query or '(' after '!'", "write [?!@.name] or [?!(@.name==1)]");
  }
  return negation;
}

Expression Parser::in_parentheses() {
  scan_.take("(");
  Expression inner = any_of();
  if (scan_.at_end()) scan_.fail("no ')'");
  if (!scan_.take(")")) scan_.unexpected();
  return inner;
}

Expression Parser::test_or_comparison() {
  Expression found;
  const std::size_t left = scan_.at();
  found.operands.push_back(operand());
  const std::size_t end = scan_.at();
  scan_.skip_blanks();
  const auto compared = comparator();
  if (!compared) {
    scan_.go_to(end);
    if (!std::holds_alternative<Query>(found.operands.front()))
      scan_.fail("no comparison of the value", "write [?@.name=='value']");
    return found;
  }
  found.kind = Expression::Kind::comparison;
  found.comparator = *compared;
  scan_.skip_blanks();
  const std::size_t right = scan_.at();
  found.operands.push_back(operand());
  check_comparable(found.operands.front(), left);
  check_comparable(found.operands.back(), right);
  return found;
}

void Parser::check_comparable(const Operand& operand, std::size_t at) const {
  const auto* query = std::get_if<Query>(&operand);
  if (query == nullptr || query->singular()) return;
  scan_.fail_at(at, "a comparison with what can be several values",
                "compare within a filter of its own: [?@.tags[?@=='a']]");
}

Operand Parser::operand() {
  const char c = scan_.peek();
  if (c == '@' || c == '$') return query();
  if (c == '\'' || c == '"') return Literal(scan_.quoted());
  if (c == '-' || is_digit(c)) return scan_.number();
  return word();
}

Literal Parser::word() {
  const char* const hint = "a value is a query like @.type, a text in quotes, a number, true, false or null";
  const std::size_t begin = scan_.at();
  const char c = scan_.peek();
  if (scan_.at_end() || c == ')' || c == ']') scan_.fail("no value", hint);
  if (c < 'a' || c > 'z') scan_.unexpected(hint);
  const std::string name = scan_.name();
  if (name == "true") return true;
  if (name == "false") return false;
  if (name == "null") return nullptr;
  if (scan_.peek() == '(') scan_.fail_at(begin, fmt::format("the unsupported function '{}'", name), hint);
  scan_.fail_at(begin, fmt::format("the unknown word '{}'", printable(name, 40)), hint);
}

std::optional<Comparator> Parser::comparator() {
  constexpr std::array<std::pair<const char*, Comparator>, 6> kSigns{{{"==", Comparator::equal},
                                                                      {"!=", Comparator::not_equal},
                                                                      {"<=", Comparator::less_or_equal},
                                                                      {">=", Comparator::greater_or_equal},
                                                                      {"<", Comparator::less},
                                                                      {">", Comparator::greater}}};
  for (const auto& [sign, meaning] : kSigns) {
    if (scan_.take(sign)) return meaning;
  }
  if (scan_.peek() == '=') scan_.unexpected("'==' compares");
  return std::nullopt;
}

}  // namespace

Query parse_query(const std::string& text, ErrorKind kind) {
  return Parser(text, kind).whole();
}

}  // namespace counterpart::json_path
