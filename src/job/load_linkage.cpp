/// What [match] says of probabilistic matching, but for its comparisons.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "job/load_parts.hpp"

namespace counterpart {
namespace {

constexpr std::size_t kMostComparisons = 16;

linkage::PhoneticCode load_code(TomlTable& table) {
  if (!table.find("code")) return linkage::PhoneticCode::none;
  return table.choice("code", {"soundex", "metaphone"}) == "soundex" ? linkage::PhoneticCode::soundex
                                                                     : linkage::PhoneticCode::metaphone;
}

LinkageJob::Part load_block_part(const toml::node& node, const TomlTable& block) {
  LinkageJob::Part made;
  made.part.steps = *normalization_steps("strict");
  if (const auto name = node.value_exact<std::string>(); name && !name->empty()) {
    made.left = made.right = *name;
    return made;
  }
  const toml::table* given = node.as_table();
  if (given == nullptr) throw block.error("on", "'on' has names of fields, or tables with a field");
  TomlTable table(*given, "[[match.block]] on", block.context());
  const auto [left, right] = load_linkage_field(table);
  made.left = left;
  made.right = right;
  if (table.find("normalize")) made.part.steps = load_steps(table);
  made.part.date = table.find("kind") && table.choice("kind", {"date"}) == "date";
  made.part.slashes = load_slashes(table, made.part.date);
  made.part.from = static_cast<std::uint32_t>(table.integer("from", 0, 0, 1000));
  made.part.length = static_cast<std::uint32_t>(table.integer("length", 0, 1, 1000));
  made.part.code = load_code(table);
  table.finish();
  return made;
}

std::string part_name(const LinkageJob::Part& part) {
  std::string name = part.left == part.right ? part.left : part.left + " = " + part.right;
  if (part.part.code == linkage::PhoneticCode::soundex) name = "soundex of " + name;
  if (part.part.code == linkage::PhoneticCode::metaphone) name = "metaphone of " + name;
  if (part.part.from != 0 || part.part.length != 0) {
    name += part.part.length == 0
                ? fmt::format(" from {}", part.part.from + 1)
                : fmt::format("[{}…{}]", part.part.from + 1, part.part.from + part.part.length);
  }
  return name;
}

LinkageJob::Block load_block(TomlTable& table) {
  LinkageJob::Block block;
  const toml::node* on = table.find("on");
  if (on == nullptr)
    throw table.missing("on", "[[match.block]] needs 'on': the fields whose values are shared");
  if (const toml::array* list = on->as_array()) {
    for (const toml::node& node : *list) block.parts.push_back(load_block_part(node, table));
  } else {
    block.parts.push_back(load_block_part(*on, table));
  }
  if (block.parts.empty()) throw table.error("on", "'on' names no field");
  block.strict = table.boolean("strict", false);
  std::vector<std::string> names;
  for (const LinkageJob::Part& part : block.parts) names.push_back(part_name(part));
  block.name = table.string("name", fmt::format("{}", fmt::join(names, ", ")));
  table.finish();
  return block;
}

void load_settings(TomlTable& match, linkage::Spec& settings) {
  const std::string pairing = match.choice("pairing", {"one-to-one", "greedy", "mutual-best", "all"});
  settings.assignment = pairing == "greedy"        ? linkage::Assignment::greedy
                        : pairing == "mutual-best" ? linkage::Assignment::mutual_best
                        : pairing == "all"         ? linkage::Assignment::all
                                                   : linkage::Assignment::one_to_one;
  constexpr double kLeast = 1e-9;
  settings.match_probability = match.number("threshold", settings.match_probability, kLeast, 1 - kLeast);
  settings.possible_probability = match.number(
      "possible", std::min(settings.possible_probability, settings.match_probability), kLeast, 1 - kLeast);
  if (settings.possible_probability > settings.match_probability)
    throw match.error("possible", "'possible' is above 'threshold', from which a pair is a match");
  settings.seed = static_cast<std::uint64_t>(match.integer("seed", 1, 0, std::int64_t{1} << 62));
  settings.recall = match.number("recall", settings.recall, 0.01, 1);
  settings.most_block_pairs =
      static_cast<std::uint64_t>(match.integer("max_block", 1'000'000, 1, std::int64_t{1} << 40));
  if (match.find("lambda")) settings.lambda = match.number("lambda", 0, 1e-15, 1 - kLeast);
}

}  // namespace

LinkageJob::Field load_linkage_field(TomlTable& table) {
  const std::string both = table.string("field");
  const std::string left = table.string("left", both);
  const std::string right = table.string("right", both);
  if (left.empty() || right.empty())
    throw table.missing("field", "a field is missing: field = \"…\", or left = \"…\" and right = \"…\"");
  return {left, right};
}

linkage::SlashOrder load_slashes(TomlTable& table, bool of_dates) {
  if (!table.find("day_first")) return linkage::SlashOrder::unknown;
  if (!of_dates) throw table.error("day_first", "'day_first' is for dates: kind = \"date\"");
  return table.boolean("day_first", false) ? linkage::SlashOrder::day_first
                                           : linkage::SlashOrder::month_first;
}

LinkageJob load_linkage(TomlTable& match) {
  LinkageJob job;
  if (match.find("on"))
    throw match.error("on",
                      "[[match.on]] is for the method \"exact\"; probabilistic matching has "
                      "[[match.block]] and [[match.compare]]");
  load_settings(match, job.settings);
  for (TomlTable& table : match.tables("block")) job.blocks.push_back(load_block(table));
  if (job.blocks.empty())
    throw match.missing("block",
                        "[[match.block]] is missing: it says which pairs are worth a look, such as "
                        "on = [\"surname\", \"birth_date\"]");
  std::set<std::string> names;
  for (TomlTable& table : match.tables("compare")) {
    job.comparisons.push_back(load_compare(table));
    if (!names.insert(job.comparisons.back().comparison.name).second)
      throw table.error("name", fmt::format("two comparisons are named '{}': give one a name",
                                            job.comparisons.back().comparison.name));
  }
  if (job.comparisons.empty())
    throw match.missing("compare", "[[match.compare]] is missing: it says what is compared of two records");
  if (job.comparisons.size() > kMostComparisons)
    throw match.error("compare", fmt::format("there are at most {} comparisons", kMostComparisons));
  const std::filesystem::path folder = match.context().path.parent_path();
  if (match.find("model")) job.model = folder / match.required_string("model");
  if (match.find("labels")) job.labels = folder / match.required_string("labels");
  if (!job.model.empty() && !job.labels.empty())
    throw match.error("labels", "'labels' is to train on, and 'model' is trained already: one of them");
  return job;
}

}  // namespace counterpart
