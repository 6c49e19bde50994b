#include "reference/reference_linkage.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "text/phonetic.hpp"

namespace counterpart::reference {
namespace {

using namespace linkage;
using Key = std::vector<std::string>;

constexpr double kAdded = 0.5;

Value value_of(const std::optional<std::string>& field) {
  return field ? Value::string(*field) : Value::null();
}

std::string part_of_key(const BlockPart& part, const std::optional<std::string>& field) {
  if (!field) return {};
  std::string text;
  Normalizer(part.steps).apply(part.date ? date_digits(value_of(field), part.slashes) : *field, text);
  std::vector<std::string> characters;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) characters.emplace_back();
    characters.back() += c;
  }
  std::string kept;
  for (std::size_t i = part.from; i < characters.size(); ++i)
    if (part.length == 0 || i < part.from + std::size_t{part.length}) kept += characters[i];
  if (part.code == PhoneticCode::soundex) return soundex(kept);
  if (part.code == PhoneticCode::metaphone) return metaphone(kept);
  return kept;
}

std::optional<Key> key_of(const BlockRule& rule, const Fields& person, bool left) {
  Key key;
  for (const BlockPart& part : rule.parts) {
    key.push_back(part_of_key(part, person[left ? part.left : part.right]));
    if (key.back().empty()) return std::nullopt;
  }
  return key;
}

std::string compared(const Comparison& comparison, const Fields& person, bool left) {
  std::vector<Value> values;
  for (const ComparedField& field : comparison.fields)
    values.push_back(value_of(person[left ? field.left : field.right]));
  std::string text;
  ValueMaker(comparison).make(values, text);
  return text;
}

const std::vector<Fields>& right_of(const People& people) {
  return people.one_side ? people.left : people.right;
}

bool looks_at(const BlockRule& rule, const Comparison& comparison) {
  for (const BlockPart& part : rule.parts)
    for (const ComparedField& field : comparison.fields)
      if (part.left == field.left || part.right == field.right) return true;
  return false;
}

std::size_t distinct_values(const People& people, const Comparison& comparison) {
  std::set<std::string> values;
  for (const Fields& person : people.left) values.insert(compared(comparison, person, true));
  for (const Fields& person : people.right) values.insert(compared(comparison, person, false));
  values.erase("");
  return values.size();
}

/// The comparison that makes the rule's large blocks finer.
const Comparison& finest(const People& people, const BlockRule& rule) {
  const std::vector<Comparison>& all = people.spec->comparisons;
  std::size_t best = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const bool beside = !looks_at(rule, all[i]);
    const bool best_beside = !looks_at(rule, all[best]);
    if (beside != best_beside) {
      if (beside) best = i;
    } else if (distinct_values(people, all[i]) > distinct_values(people, all[best])) {
      best = i;
    }
  }
  return all[best];
}

struct Keys {
  std::vector<std::optional<Key>> left;
  std::vector<std::optional<Key>> right;

  std::map<Key, std::uint64_t> pairs(bool one_side) const {
    std::map<Key, std::uint64_t> pairs;
    for (std::size_t i = 0; i < left.size(); ++i)
      for (std::size_t j = one_side ? i + 1 : 0; j < right.size(); ++j)
        if (left[i] && left[i] == right[j]) ++pairs[*left[i]];
    return pairs;
  }
};

Keys keys_of_rule(const People& people, const BlockRule& rule) {
  Keys keys;
  for (const Fields& person : people.left) keys.left.push_back(key_of(rule, person, true));
  for (const Fields& person : right_of(people)) keys.right.push_back(key_of(rule, person, false));
  const std::uint64_t most = people.spec->most_block_pairs;
  auto pairs = keys.pairs(people.one_side);
  const Comparison& finer = finest(people, rule);
  const auto cut = [&](std::optional<Key>& key, const Fields& person, bool left) {
    if (!key || pairs[*key] <= most) return;
    const std::string value = compared(finer, person, left);
    key->push_back(value);
    if (value.empty()) key.reset();
  };
  for (std::size_t i = 0; i < keys.left.size(); ++i) cut(keys.left[i], people.left[i], true);
  for (std::size_t i = 0; i < keys.right.size(); ++i)
    cut(keys.right[i], right_of(people)[i], people.one_side);
  pairs = keys.pairs(people.one_side);
  for (auto* side : {&keys.left, &keys.right})
    for (auto& key : *side)
      if (key && pairs[*key] > most) key.reset();
  return keys;
}

double frequency(const Comparison& comparison, const std::vector<Fields>& side, bool left,
                 const std::string& value) {
  double same = 0;
  double present = 0;
  for (const Fields& person : side) {
    const std::string other = compared(comparison, person, left);
    present += other.empty() ? 0 : 1;
    same += other == value ? 1 : 0;
  }
  return present == 0 ? 0 : same / present;
}

/// Whether all fields are held to be exactly the same, and nothing else is asked for.
bool all_exact(const Comparison& comparison, const Level& level) {
  std::set<int> parts;
  for (const Condition& condition : level.all_of) {
    if (condition.likeness != Likeness::exact) return false;
    if (condition.left_part == condition.right_part) parts.insert(condition.left_part);
  }
  for (std::size_t i = 0; i < comparison.fields.size(); ++i)
    if (!parts.contains(static_cast<int>(i))) return false;
  return true;
}

using Numbers = std::vector<std::vector<double>>;

Numbers zeros(const Spec& spec) {
  Numbers numbers;
  for (const Comparison& comparison : spec.comparisons) numbers.emplace_back(comparison.levels.size());
  return numbers;
}

void make_shares(std::vector<double>& counts) {
  double sum = 0;
  for (double& count : counts) sum += count += kAdded;
  for (double& count : counts) count /= sum;
}

struct Session {
  std::vector<bool> estimated;
  Numbers m;
  std::vector<std::vector<bool>> met;
};

Session first_session(const Spec& spec, const BlockRule& rule) {
  Session made;
  for (const Comparison& comparison : spec.comparisons) {
    made.estimated.push_back(!looks_at(rule, comparison));
    const std::size_t count = comparison.levels.size();
    made.m.emplace_back(count, 0.05 / static_cast<double>(count - 1));
    made.m.back()[0] = 0.95;
    made.met.emplace_back(count);
  }
  return made;
}

/// The probability that a pair is one person; levels of which the session knows nothing are left out.
double match_probability(const Session& session, const Numbers& u, double lambda,
                         const std::vector<int>& pair) {
  double match = lambda;
  double other = 1 - lambda;
  for (std::size_t i = 0; i < pair.size(); ++i) {
    if (!session.estimated[i] || pair[i] == kNullLevel) continue;
    match *= session.m[i][static_cast<std::size_t>(pair[i])];
    other *= u[i][static_cast<std::size_t>(pair[i])];
  }
  return match / (match + other);
}

/// One round; gives the largest change of an m.
double next_round(Session& session, const Numbers& u, double& lambda,
                  const std::vector<std::vector<int>>& pairs, Numbers counts) {
  double matches = 0;
  for (const std::vector<int>& pair : pairs) {
    const double p = match_probability(session, u, lambda, pair);
    matches += p;
    for (std::size_t i = 0; i < pair.size(); ++i) {
      if (!session.estimated[i] || pair[i] == kNullLevel) continue;
      counts[i][static_cast<std::size_t>(pair[i])] += p;
      session.met[i][static_cast<std::size_t>(pair[i])] = true;
    }
  }
  double change = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (std::count(session.met[i].begin(), session.met[i].end(), true) == 0) continue;
    make_shares(counts[i]);
    for (std::size_t l = 0; l < counts[i].size(); ++l)
      change = std::max(change, std::abs(counts[i][l] - session.m[i][l]));
    session.m[i] = counts[i];
  }
  lambda = matches / static_cast<double>(pairs.size());
  return change;
}

Session session(const People& people, std::size_t rule, const Numbers& u, double lambda, double all_pairs) {
  Session made = first_session(*people.spec, people.spec->blocks[rule]);
  std::vector<std::vector<int>> pairs;
  for (const Pair& pair : pairs_of_rule(people, rule)) pairs.push_back(levels(people, pair));
  double match = std::clamp(lambda * all_pairs / static_cast<double>(pairs.size()), 0.001, 0.9);
  for (int round = 0; round < 25; ++round)
    if (next_round(made, u, match, pairs, zeros(*people.spec)) < 1e-4) break;
  return made;
}

/// The median of what the sessions found for each level of a comparison, as shares of one.
std::vector<LevelOdds> medians(const std::vector<Session>& sessions, std::size_t comparison,
                               const std::vector<double>& u) {
  std::vector<LevelOdds> all(u.size());
  double sum = 0;
  for (std::size_t level = 0; level < u.size(); ++level) {
    all[level].u = u[level];
    std::vector<double> found;
    for (const Session& one : sessions) {
      if (!one.estimated[comparison]) continue;
      found.push_back(one.m[comparison][level]);
      if (one.met[comparison][level]) all[level].m_origin = Origin::trained;
    }
    std::sort(found.begin(), found.end());
    if (!found.empty()) all[level].m = (found[(found.size() - 1) / 2] + found[found.size() / 2]) / 2;
    sum += all[level].m;
  }
  for (LevelOdds& odds : all) odds.m /= sum;
  return all;
}

}  // namespace

std::set<Pair> pairs_of_rule(const People& people, std::size_t rule) {
  const Keys keys = keys_of_rule(people, people.spec->blocks[rule]);
  std::set<Pair> pairs;
  for (Row left = 0; left < keys.left.size(); ++left)
    for (Row right = people.one_side ? left + 1 : 0; right < keys.right.size(); ++right)
      if (keys.left[left] && keys.left[left] == keys.right[right]) pairs.emplace(left, right);
  return pairs;
}

std::set<Pair> all_candidates(const People& people) {
  std::set<Pair> pairs;
  for (std::size_t rule = 0; rule < people.spec->blocks.size(); ++rule)
    pairs.merge(pairs_of_rule(people, rule));
  return pairs;
}

std::vector<int> levels(const People& people, const Pair& pair) {
  std::vector<int> found;
  for (const Comparison& comparison : people.spec->comparisons) {
    const std::string left = compared(comparison, people.left[pair.first], true);
    const std::string right = compared(comparison, right_of(people)[pair.second], people.one_side);
    int level = kNullLevel;
    if (!left.empty() && !right.empty()) {
      level = LevelFinder(comparison).level(left, right);
    } else if (comparison.nulls == NullPolicy::disagree) {
      level = static_cast<int>(comparison.levels.size()) - 1;
    }
    found.push_back(level);
  }
  return found;
}

double weight(const People& people, const Model& model, const Pair& pair) {
  double sum = std::log2(model.lambda / (1 - model.lambda));
  const std::vector<int> found = levels(people, pair);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i] == kNullLevel) continue;
    const Comparison& comparison = people.spec->comparisons[i];
    const auto level = static_cast<std::size_t>(found[i]);
    const LevelOdds& odds = model.levels[i][level];
    sum += std::log2(odds.m / odds.u);
    if (comparison.term_frequency == 0 || !all_exact(comparison, comparison.levels[level])) continue;
    const std::string value = compared(comparison, people.left[pair.first], true);
    const double most = std::max(frequency(comparison, people.left, true, value),
                                 frequency(comparison, right_of(people), people.one_side, value));
    sum += comparison.term_frequency * (std::log2(odds.u) - std::log2(most));
  }
  return sum;
}

Model trained(const People& people) {
  const Spec& spec = *people.spec;
  std::set<Pair> strict;
  for (std::size_t rule = 0; rule < spec.blocks.size(); ++rule)
    if (spec.blocks[rule].strict) strict.merge(pairs_of_rule(people, rule));
  Numbers u = zeros(spec);
  double all_pairs = 0;
  for (Row left = 0; left < people.left.size(); ++left)
    for (Row right = people.one_side ? left + 1 : 0; right < right_of(people).size(); ++right) {
      ++all_pairs;
      if (strict.contains({left, right})) continue;
      const std::vector<int> found = levels(people, {left, right});
      for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i] != kNullLevel) ++u[i][static_cast<std::size_t>(found[i])];
    }
  for (std::vector<double>& counts : u) make_shares(counts);
  Model model;
  model.lambda =
      std::clamp(static_cast<double>(strict.size()) / spec.recall / all_pairs, 0.5 / all_pairs, 0.5);
  std::vector<Session> sessions;
  for (std::size_t rule = 0; rule < spec.blocks.size(); ++rule)
    if (!pairs_of_rule(people, rule).empty())
      sessions.push_back(session(people, rule, u, model.lambda, all_pairs));
  for (std::size_t i = 0; i < u.size(); ++i) model.levels.push_back(medians(sessions, i, u[i]));
  return model;
}

}  // namespace counterpart::reference
