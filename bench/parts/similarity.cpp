// Two names and how alike they are.
#include <fmt/format.h>

#include <random>

#include "match/linkage/levels.hpp"
#include "match/linkage/person_table.hpp"
#include "parts/people.hpp"
#include "text/similarity.hpp"

namespace counterpart::parts {
namespace {

constexpr std::size_t kNames = 4096;
constexpr std::size_t kAtOnce = 256;  // as the engine asks

/// Last names in lower case, in no order.
std::vector<std::string> names() {
  std::vector<std::string> some;
  for (const Person& person : people(kNames, 0)) {
    std::string name = person.last;
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    some.push_back(name);
  }
  std::shuffle(some.begin(), some.end(), std::mt19937(1));
  return some;
}

template <typename Measure>
void each(benchmark::State& state, Measure measure) {
  const std::vector<std::string> texts = names();
  std::size_t at = 0;
  for (auto _ : state) {
    const std::string& one = texts[at++ % kNames];
    for (std::size_t i = 0; i < kAtOnce; ++i) benchmark::DoNotOptimize(measure(one, texts[i]));
  }
  count_records(state, kAtOnce);
}
BENCHMARK_CAPTURE(each, levenshtein, [](auto& a, auto& b) { return levenshtein(a, b); })
    -> Name("similarity/Levenshtein");
BENCHMARK_CAPTURE(each, osa, [](auto& a, auto& b) { return osa(a, b); }) -> Name("similarity/OSA");
BENCHMARK_CAPTURE(each, damerau, [](auto& a, auto& b) { return damerau_levenshtein(a, b); })
    -> Name("similarity/Damerau-Levenshtein");
BENCHMARK_CAPTURE(each, jaro, [](auto& a, auto& b) { return jaro_winkler(a, b); })
    -> Name("similarity/Jaro-Winkler");

BENCHMARK_CAPTURE(each, near, [](auto& a, auto& b) { return osa(a, b, 1); })
    -> Name("similarity/OSA, at most 1");

void prepared(benchmark::State& state, bool at_once) {
  const std::vector<std::string> texts = names();
  const std::vector<std::string_view> others(texts.begin(), texts.begin() + kAtOnce);
  std::vector<double> found(kAtOnce);
  JaroWinklerAgainst against("");
  std::size_t at = 0;
  for (auto _ : state) {
    against.set(texts[at++ % kNames]);
    if (at_once) {
      against.similarities(others, found.data());
    } else {
      for (std::size_t i = 0; i < kAtOnce; ++i) found[i] = against.similarity(others[i]);
    }
    benchmark::DoNotOptimize(found.data());
    benchmark::ClobberMemory();
  }
  count_records(state, kAtOnce);
}
BENCHMARK_CAPTURE(prepared, each, false)->Name("similarity/Jaro-Winkler against a prepared name");
BENCHMARK_CAPTURE(prepared, at_once, true)->Name("similarity/Jaro-Winkler of many at once");

void levels(benchmark::State& state, const char* preset, std::size_t fields, bool dates) {
  const linkage::Comparison comparison = linkage::comparison_preset(preset);
  std::vector<std::string> texts = names();
  std::mt19937 random(2);
  for (std::string& text : texts) {
    if (dates) text = fmt::format("{}{:02}{:02}", 1930 + random() % 80, 1 + random() % 12, 1 + random() % 28);
    if (fields == 2) text += linkage::kPartSeparator + texts[random() % kNames];
  }
  const std::vector<std::string_view> others(texts.begin(), texts.begin() + kAtOnce);
  std::vector<std::uint8_t> found(kAtOnce);
  linkage::LevelFinder finder(comparison);
  std::size_t at = 0;
  for (auto _ : state) {
    finder.levels(texts[at++ % kNames], others, found.data());
    benchmark::DoNotOptimize(found.data());
    benchmark::ClobberMemory();
  }
  count_records(state, kAtOnce);
}
BENCHMARK_CAPTURE(levels, name, "name", 1, false)->Name("similarity/levels of names");
BENCHMARK_CAPTURE(levels, both, "forename-surname", 2, false)
    ->Name("similarity/levels of forename and surname");
BENCHMARK_CAPTURE(levels, date, "date", 1, true)->Name("similarity/levels of dates");
BENCHMARK_CAPTURE(levels, text, "text", 1, false)->Name("similarity/levels of texts");

}  // namespace
}  // namespace counterpart::parts
