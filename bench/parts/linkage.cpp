// Probabilistic matching: persons become codes, the model is trained, candidates are scored.
#include "match/linkage/levels.hpp"
#include "match/linkage/random.hpp"
#include "match/linkage/scoring.hpp"
#include "match/linkage/training.hpp"
#include "parts/people.hpp"

namespace counterpart::parts {
namespace {

using namespace linkage;

constexpr std::size_t kCount = 200'000;
constexpr std::size_t kFirst = 0, kLast = 1, kBorn = 2, kSpecialty = 3;

Comparison compare(const std::string& name, const std::string& preset,
                   const std::vector<std::size_t>& fields) {
  Comparison comparison = comparison_preset(preset);
  comparison.name = name;
  for (const std::size_t field : fields)
    comparison.fields.push_back({field, field, *normalization_steps("strict")});
  return comparison;
}

BlockPart part(std::size_t field, std::uint32_t length = 0, PhoneticCode code = PhoneticCode::none) {
  BlockPart part;
  part.left = part.right = field;
  part.date = field == kBorn;
  if (!part.date) part.steps = *normalization_steps("name");
  part.length = length;
  part.code = code;
  return part;
}

const Spec& spec() {
  static const Spec made = [] {
    Spec spec;
    spec.comparisons = {compare("name", "forename-surname", {kFirst, kLast}),
                        compare("born", "date", {kBorn}), compare("specialty", "exact", {kSpecialty})};
    spec.blocks = {{"surname, born", {part(kLast), part(kBorn)}, true},
                   {"names", {part(kFirst), part(kLast), part(kBorn, 4)}, false},
                   {"sound, year", {part(kLast, 0, PhoneticCode::soundex), part(kBorn, 4)}, false}};
    return spec;
  }();
  return made;
}

/// Two sides of the same people; on the right, a letter of every third name is another.
const std::vector<Person>& side(Side side) {
  static const std::vector<Person> left = people(kCount, 0);  // so that a byte is a letter
  static const std::vector<Person> right = [] {
    std::vector<Person> made = left;
    Random random(1);
    for (Person& one : made)
      if (std::string& name = random.below(2) == 0 ? one.first : one.last; random.below(3) == 0)
        name[random.below(name.size())] = static_cast<char>('a' + random.below(26));
    return made;
  }();
  return side == Side::left ? left : right;
}

void add(PersonTable& table, Side to) {
  std::vector<Value> values;
  for (const Person& one : side(to)) {
    values = {Value::string(one.first), Value::string(one.last), Value::string(one.born),
              Value::string(one.specialty)};
    table.add(to, values);
  }
}

const PersonTable& filled() {
  static const PersonTable& table = []() -> const PersonTable& {
    static PersonTable made(spec(), false);
    add(made, Side::left);
    add(made, Side::right);
    made.finish();
    return made;
  }();
  return table;
}

void encode_persons(benchmark::State& state) {
  side(Side::right);
  for (auto _ : state) {
    PersonTable table(spec(), false);
    add(table, Side::left);
    add(table, Side::right);
    table.finish(1);
    benchmark::DoNotOptimize(table.rows(Side::right));
  }
  count_records(state, 2 * kCount);
}
BENCHMARK(encode_persons)->Unit(benchmark::kMillisecond);

void train_model(benchmark::State& state) {
  filled();
  for (auto _ : state) benchmark::DoNotOptimize(train(filled(), nullptr, 1, CancelToken()).model.lambda);
  count_records(state, 2 * kCount);
}
BENCHMARK(train_model)->Unit(benchmark::kMillisecond);

void score_candidates(benchmark::State& state) {
  const Model model = train(filled(), nullptr, 1, CancelToken()).model;
  std::uint64_t candidates = 0;
  for (auto _ : state) candidates = score(filled(), model, 1, CancelToken()).candidates;
  count_records(state, candidates);
}
BENCHMARK(score_candidates)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace counterpart::parts
