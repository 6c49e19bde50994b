#include "reference/reference_matcher.hpp"

#include <algorithm>

namespace counterpart::reference {
namespace {

using Key = std::vector<std::string>;

struct Keyed {
  Key key;
  Person person;
};

std::optional<Key> key_of(const Person& person, const Normalizer& normalizer) {
  Key key;
  for (const auto& part : {person.lastname, person.firstname}) {
    if (!part) return std::nullopt;
    std::string text;
    normalizer.apply_by_icu(*part, text);
    if (text.empty()) return std::nullopt;
    key.push_back(text);
  }
  return key;
}

/// The records that can match, in the order in which a side comes: by key, then id, then arrival. The rest
/// goes to the ledger.
std::vector<Keyed> usable(const std::vector<Person>& people, const Normalizer& normalizer,
                          SideLedger& ledger) {
  std::vector<Keyed> keyed;
  std::vector<Person> seen;
  for (const Person& person : people) {
    ++ledger.read;
    if (person.lacks_firstname) {
      ++ledger.rejected;
      continue;
    }
    const bool again = std::find(seen.begin(), seen.end(), person) != seen.end();
    const bool conflict = !again && std::any_of(seen.begin(), seen.end(),
                                                [&](const Person& other) { return other.id == person.id; });
    seen.push_back(person);
    if (conflict) ++ledger.conflicts;
    if (again) {
      ++ledger.duplicate;
    } else if (const auto key = key_of(person, normalizer)) {
      keyed.push_back({*key, person});
    } else {
      ++ledger.keyless;
    }
  }
  // Insertion in order: what comes later goes behind its equals.
  std::vector<Keyed> ordered;
  for (const Keyed& one : keyed) {
    auto at = ordered.begin();
    while (at != ordered.end() && std::pair(at->key, at->person.id) <= std::pair(one.key, one.person.id))
      ++at;
    ordered.insert(at, one);
  }
  return ordered;
}

std::vector<Keyed> of_key(const std::vector<Keyed>& side, const Key& key) {
  std::vector<Keyed> group;
  for (const Keyed& one : side) {
    if (one.key == key) group.push_back(one);
  }
  return group;
}

class Meeting {
 public:
  Meeting(Result& result, Pairing pairing) : result_(result), pairing_(pairing) {}

  void meet(const std::vector<Keyed>& left, const std::vector<Keyed>& right) {
    for (std::size_t i = 0; i < left.size(); ++i) {
      bool matched = false;
      for (std::size_t j = 0; j < right.size(); ++j) {
        if (!pairs(i, j, left.size(), right.size())) continue;
        result_.pairs.emplace_back(left[i].person.id, right[j].person.id);
        matched = true;
      }
      settle(matched, left[i], result_.left, "left");
    }
    for (std::size_t j = 0; j < right.size(); ++j) {
      bool matched = false;
      for (std::size_t i = 0; i < left.size(); ++i)
        matched = matched || pairs(i, j, left.size(), right.size());
      settle(matched, right[j], result_.right, "right");
    }
  }

 private:
  bool pairs(std::size_t i, std::size_t j, std::size_t m, std::size_t n) const {
    if (pairing_ == Pairing::all) return true;
    if (pairing_ == Pairing::unique) return m == 1 && n == 1;
    return i == j;
  }

  void settle(bool matched, const Keyed& one, SideLedger& ledger, const char* side) {
    if (matched) {
      ++ledger.matched;
    } else {
      ++ledger.ambiguous;
      result_.ambiguous.emplace_back(side, one.person.id);
    }
  }

  Result& result_;
  Pairing pairing_;
};

}  // namespace

Result match(const std::vector<Person>& left, const std::vector<Person>& right,
             const std::vector<NormalizeStep>& steps, Pairing pairing) {
  const Normalizer normalizer(steps);
  Result result;
  const std::vector<Keyed> lefts = usable(left, normalizer, result.left);
  const std::vector<Keyed> rights = usable(right, normalizer, result.right);
  Meeting meeting(result, pairing);
  const Key* last = nullptr;
  for (const Keyed& one : lefts) {
    const std::vector<Keyed> others = of_key(rights, one.key);
    if (others.empty()) {
      result.unmatched_left.push_back(one.person.id);
      ++result.left.unmatched;
    } else if (last == nullptr || *last != one.key) {
      meeting.meet(of_key(lefts, one.key), others);
    }
    last = &one.key;
  }
  for (const Keyed& one : rights) {
    if (!of_key(lefts, one.key).empty()) continue;
    result.unmatched_right.push_back(one.person.id);
    ++result.right.unmatched;
  }
  return result;
}

}  // namespace counterpart::reference
