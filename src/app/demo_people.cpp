#include "app/demo_people.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "app/demo_names.hpp"

namespace counterpart::demo {
namespace {

constexpr std::uint64_t kWeight = 1'000'000;
constexpr std::uint64_t kFlattening = 4;
constexpr unsigned kTwoNamesPercent = 12;

std::string in_capitals(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

std::string respelled(const std::string& name) {
  std::string plain = without_accents(name);
  return plain == name ? in_capitals(std::move(plain)) : plain;
}

std::string draw_name(const ByRank& names, std::string_view joint, Chance& chance) {
  std::string name(names.draw(chance));
  if (!chance.percent(kTwoNamesPercent)) return name;
  const std::string_view second = names.draw(chance);
  if (second != name) name.append(joint).append(second);
  return name;
}

}  // namespace

std::vector<std::uint64_t> Chance::permutation(std::uint64_t count) {
  std::vector<std::uint64_t> order(count);
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  for (std::uint64_t i = count; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
  return order;
}

ByRank::ByRank(std::span<const std::string_view> choices) : choices_(choices) {
  std::uint64_t sum = 0;
  for (std::uint64_t rank = 0; rank < choices.size(); ++rank) {
    sum += kWeight / (rank + kFlattening);
    sums_.push_back(sum);
  }
}

std::string_view ByRank::draw(Chance& chance) const {
  const auto found = std::upper_bound(sums_.begin(), sums_.end(), chance.below(sums_.back()));
  return choices_[static_cast<std::size_t>(found - sums_.begin())];
}

std::vector<Person> draw_people(std::uint64_t count, Chance& chance) {
  const ByRank given(given_names());
  const ByRank family(surnames());
  std::vector<Person> people(count);
  for (Person& person : people) {
    person.first = draw_name(given, " ", chance);
    person.last = draw_name(family, "-", chance);
  }
  return people;
}

Person respelled(const Person& person) {
  return {respelled(person.first), respelled(person.last)};
}

}  // namespace counterpart::demo
