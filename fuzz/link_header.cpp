// Lines of Link fields. The first one is also taken as the target and the second as the title of a link of
// our own.
#include "http/link_header.hpp"

#include <algorithm>

#include "fuzz/input.hpp"

namespace counterpart::http {
namespace {

using fuzz::require;
using Values = std::vector<std::string>;

const std::string kGood = "<good>; rel=next";

bool same(const LinkTarget& a, const LinkTarget& b) {
  return a.url == b.url && a.damaged == b.damaged;
}

Values with(Values values, const std::string& last) {
  values.push_back(last);
  return values;
}

std::string joined(const Values& values) {
  std::string all;
  for (const std::string& value : values) all += (all.empty() ? "" : ", ") + value;
  return all;
}

void check_values(const Values& values) {
  const LinkTarget found = link_target(values, "next");
  require(same(found, link_target(values, "nEXT")), "relations have no case");
  if (found.url) {
    const std::string written = "<" + *found.url + ">";
    require(std::any_of(values.begin(), values.end(),
                        [&](const std::string& value) { return value.find(written) != std::string::npos; }),
            "a target is given as it is written");
    require(same(found, link_target(with(values, "<"), "next")), "what follows changes nothing");
  } else {
    const LinkTarget next = link_target(with(values, kGood), "next");
    require(next.url == "good" && next.damaged == found.damaged, "a link in the next field is found");
    require(found.damaged || link_target({joined(with(values, kGood))}, "next").url == "good",
            "values without damage hide no link behind them");
  }
  if (!found.damaged) require(same(found, link_target({joined(values)}, "next")), "fields are one list");
  require(same(link_target({kGood + "," + joined(values)}, "next"), {"good", false}),
          "a good link comes first");
}

/// A link that is written by the rules is read back, whatever it says.
void check_round_trip(std::string target, const std::string& title) {
  std::replace_if(
      target.begin(), target.end(),
      [](char c) { return c == '<' || c == '>' || static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; },
      '-');
  std::string quoted;
  for (const char c : title) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  const std::string before = "<other>; rel=\"prev\"; title=\"" + quoted + "\" ,";
  const std::string link = "<" + target + "> ; title=\"" + quoted + "\"; rel=\"start n\\e\\xt\"";
  require(same(link_target({before + link}, "next"), {target, false}), "a link is read as it was written");
}

}  // namespace
}  // namespace counterpart::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto lines = counterpart::fuzz::Input(data, size).lines();
  counterpart::http::check_values(lines);
  if (lines.size() >= 2) counterpart::http::check_round_trip(lines[0], lines[1]);
  return 0;
}
