#pragma once
/// People by lot: names as frequent as in life, and the same lot for the same seed on every machine.

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart::demo {

/// Chance that gives the same on every machine: the distributions of <random> do not.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  /// A number from 0 to `count` − 1.
  std::uint64_t below(std::uint64_t count) { return engine_() % count; }
  bool percent(unsigned likelihood) { return below(100) < likelihood; }
  /// Any of the choices, all equally likely.
  std::string_view any(std::span<const std::string_view> choices) { return choices[below(choices.size())]; }
  /// 0 to `count` − 1 in any order.
  std::vector<std::uint64_t> permutation(std::uint64_t count);

 private:
  std::mt19937_64 engine_;
};

/// Draws from a list whose entries grow rarer by their rank, after Zipf and Mandelbrot: 1 / (rank + 4).
class ByRank {
 public:
  explicit ByRank(std::span<const std::string_view> choices);
  std::string_view draw(Chance& chance) const;

 private:
  std::span<const std::string_view> choices_;
  std::vector<std::uint64_t> sums_;  ///< of the weights up to and with each choice
};

struct Person {
  std::string first;
  std::string last;
};

/// Some have two given names or two surnames.
std::vector<Person> draw_people(std::uint64_t count, Chance& chance);

/// The person as another system may have written the name: in capitals if it is plain ASCII, else without
/// accents.
Person respelled(const Person& person);

}  // namespace counterpart::demo
