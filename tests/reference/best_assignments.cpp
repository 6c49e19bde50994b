#include "reference/best_assignments.hpp"

#include <algorithm>

namespace counterpart::reference {
namespace {

bool share_a_row(const Choice& one, const Choice& other) {
  return one.left == other.left || one.right == other.right;
}

void try_all(const std::vector<Choice>& choices, std::size_t next, const std::vector<Choice>& taken,
             std::int64_t sum, std::int64_t& best, std::vector<Links>& found) {
  if (next < choices.size()) {
    try_all(choices, next + 1, taken, sum, best, found);
    const Choice& choice = choices[next];
    for (const Choice& other : taken)
      if (share_a_row(choice, other)) return;
    std::vector<Choice> more = taken;
    more.push_back(choice);
    try_all(choices, next + 1, more, sum + choice.gain, best, found);
    return;
  }
  if (sum < best) return;
  if (sum > best) found.clear();
  best = sum;
  Links links;
  for (const Choice& choice : taken) links.emplace(choice.left, choice.right);
  found.push_back(links);
}

}  // namespace

std::vector<Links> best_assignments(const std::vector<Choice>& choices) {
  std::vector<Links> found;
  std::int64_t best = 0;
  try_all(choices, 0, {}, 0, best, found);
  return found;
}

Links in_all(const std::vector<Links>& assignments) {
  Links common = assignments.front();
  for (const Links& one : assignments)
    for (auto link = common.begin(); link != common.end();)
      link = one.count(*link) != 0 ? std::next(link) : common.erase(link);
  return common;
}

Links greedy(std::vector<Choice> choices) {
  Links links;
  while (!choices.empty()) {
    std::int64_t best = 0;
    for (const Choice& choice : choices) best = std::max(best, choice.gain);
    std::vector<Choice> top;
    for (const Choice& choice : choices)
      if (choice.gain == best) top.push_back(choice);
    for (const Choice& choice : top) {
      const bool tied = std::any_of(top.begin(), top.end(), [&](const Choice& other) {
        return !(other == choice) && share_a_row(other, choice);
      });
      if (!tied) links.emplace(choice.left, choice.right);
    }
    std::erase_if(choices, [&](const Choice& choice) {
      return std::any_of(top.begin(), top.end(),
                         [&](const Choice& other) { return share_a_row(other, choice); });
    });
  }
  return links;
}

}  // namespace counterpart::reference
