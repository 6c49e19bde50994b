#include "job/model_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "job/toml_table.hpp"
#include "job/toml_text.hpp"
#include "source/json/splink_model.hpp"

namespace counterpart {
namespace {

using linkage::LevelOdds;

constexpr std::int64_t kVersion = 1;

const std::vector<std::pair<std::string, linkage::Origin>>& origins() {
  static const std::vector<std::pair<std::string, linkage::Origin>> all{
      {"trained", linkage::Origin::trained},
      {"labels", linkage::Origin::labels},
      {"fixed", linkage::Origin::fixed},
      {"untrained", linkage::Origin::untrained}};
  return all;
}

std::string origin_name(linkage::Origin origin) {
  for (const auto& [name, its] : origins()) {
    if (its == origin) return name;
  }
  return {};
}

linkage::Origin load_origin(TomlTable& table, const char* key) {
  std::vector<std::string> names;
  for (const auto& [name, its] : origins()) names.push_back(name);
  const std::string wanted = table.choice(key, names);
  for (const auto& [name, its] : origins()) {
    if (name == wanted) return its;
  }
  return linkage::Origin::untrained;
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& difference) {
  throw Error(ErrorKind::job_file, fmt::format("{}: {}", path.string(), difference))
      .hint("the model is of another job: train one for this job, or leave 'model' out of [match]");
}

void check_levels(const std::filesystem::path& path, const linkage::Comparison& comparison,
                  std::size_t levels) {
  if (levels != comparison.levels.size())
    refuse(path, fmt::format("'{}' has {} levels, and {} in the job", comparison.name, levels,
                             comparison.levels.size()));
}

/// Where each comparison of the job stands in the file, which has them by name, in any order.
template <typename Comparisons, typename NameOf>
std::vector<std::size_t> places(const std::filesystem::path& path, const linkage::Spec& spec,
                                Comparisons& comparisons, const NameOf& name_of) {
  std::vector<std::string> names;
  for (auto& comparison : comparisons) names.push_back(name_of(comparison));
  std::vector<std::size_t> found;
  for (const linkage::Comparison& comparison : spec.comparisons) {
    const auto at = std::find(names.begin(), names.end(), comparison.name);
    if (at == names.end())
      refuse(path, fmt::format("has no comparison '{}': it has {}", comparison.name,
                               printable(fmt::format("{}", fmt::join(names, ", ")))));
    found.push_back(static_cast<std::size_t>(at - names.begin()));
  }
  if (names.size() > found.size())
    refuse(path, fmt::format("has {} comparisons, and the job has {}", names.size(), found.size()));
  return found;
}

/// The preset of these steps, or all of them.
std::string steps_text(const std::vector<NormalizeStep>& steps) {
  std::string text;
  for (const std::string& name : normalization_names()) {
    if (*normalization_steps(name) == steps) return name;
  }
  for (const NormalizeStep step : steps) {
    for (const std::string& name : normalization_names()) {
      if (*normalization_steps(name) == std::vector<NormalizeStep>{step})
        text += (text.empty() ? "" : ", ") + name;
    }
  }
  return text;
}

/// What m and u depend on beside the levels. Which fields hold the values does not matter.
std::vector<std::pair<const char*, std::string>> made_of(const linkage::Comparison& comparison) {
  const auto kind = static_cast<std::size_t>(comparison.kind);
  return {{"value", linkage::value_kind_names()[kind]},
          {"normalize", steps_text(comparison.fields.front().steps)},
          {"nulls", comparison.nulls == linkage::NullPolicy::neutral ? "neutral" : "disagree"}};
}

void check_made_of(TomlTable& table, const linkage::Comparison& comparison,
                   const std::filesystem::path& path) {
  for (const auto& [key, wanted] : made_of(comparison)) {
    const std::string found = table.string(key, wanted);
    if (found != wanted)
      refuse(path, fmt::format("'{}' has {} = \"{}\", and \"{}\" in the job", comparison.name, key,
                               printable(found), wanted));
  }
}

LevelOdds load_level(TomlTable& table, const linkage::Level& level, const std::filesystem::path& path,
                     const std::string& comparison) {
  const std::string label = table.required_string("label");
  if (label != level.label)
    refuse(path, fmt::format("'{}' has the level '{}' where the job has '{}'", comparison, printable(label),
                             level.label));
  const std::string holds = linkage::level_label(level.all_of);
  if (const std::string found = table.string("when", holds); found != holds)
    refuse(path, fmt::format("level '{}' of '{}' is for \"{}\", and for \"{}\" in the job", level.label,
                             comparison, printable(found), holds));
  LevelOdds odds;
  odds.m_origin = load_origin(table, "m_from");
  odds.u_origin = load_origin(table, "u_from");
  // The m of an untrained level is what gives it the weight of its neighbour, and no probability.
  constexpr double kAny = 1e12;
  odds.m = table.number("m", 0, 0, odds.m_origin == linkage::Origin::untrained ? kAny : 1);
  odds.u = table.number("u", 0, 0, 1);
  table.finish();
  return odds;
}

linkage::Model read_own_model(const std::filesystem::path& path, const linkage::Spec& spec) {
  const TomlContext context{path, false};
  const std::string text = read_file(path, ErrorKind::job_file);
  const toml::table root = toml::parse(text, path.string());
  TomlTable table(root, "", context);
  if (table.integer("version", 0, 0, 1'000'000) != kVersion)
    throw table.error("version", fmt::format("is no model of version {}", kVersion));
  linkage::Model model;
  if (!table.has("lambda")) throw table.missing("lambda", "has no lambda");
  model.lambda = table.number("lambda", 0, 1e-15, 1 - 1e-9);
  auto comparisons = table.tables("comparison");
  const auto name_of = [](TomlTable& comparison) { return comparison.required_string("name"); };
  const std::vector<std::size_t> at = places(path, spec, comparisons, name_of);
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i) {
    TomlTable& comparison = comparisons[at[i]];
    auto levels = comparison.tables("level");
    check_levels(path, spec.comparisons[i], levels.size());
    check_made_of(comparison, spec.comparisons[i], path);
    std::vector<LevelOdds>& odds = model.levels.emplace_back();
    for (std::size_t level = 0; level < levels.size(); ++level)
      odds.push_back(
          load_level(levels[level], spec.comparisons[i].levels[level], path, spec.comparisons[i].name));
    comparison.finish();
  }
  table.finish();
  return model;
}

constexpr double kNeverMet = 1e-6;  // what Splink takes for an m that it could not estimate

/// A level that was not trained weighs what its neighbour weighs, the worse one first. "All else" has no
/// worse one, and must not weigh like an agreement.
LevelOdds splink_odds(const SplinkModel::Comparison& comparison, std::size_t level, std::string& warning) {
  const auto odds = [&](std::size_t at) {
    return LevelOdds{comparison.levels[at].m.value_or(kNeverMet), *comparison.levels[at].u,
                     linkage::Origin::fixed, linkage::Origin::fixed};
  };
  const auto trained = [&](std::size_t at) { return comparison.levels[at].m && comparison.levels[at].u; };
  if (trained(level)) return odds(level);
  const bool last = level + 1 == comparison.levels.size();
  if (last && comparison.levels[level].u) {
    warning = fmt::format("was not trained; its m is taken for {}", kNeverMet);
    return odds(level);
  }
  warning = "was not trained; it weighs as its neighbour";
  std::size_t at = level;
  while (at < comparison.levels.size() && !trained(at)) ++at;
  if (at < comparison.levels.size()) return odds(at);
  while (!trained(level)) --level;
  return odds(level);
}

linkage::Model model_of_splink(const std::filesystem::path& path, const linkage::Spec& spec,
                               std::vector<std::string>& warnings) {
  const SplinkModel splink = read_splink_model(path);
  const auto name_of = [](const SplinkModel::Comparison& comparison) { return comparison.name; };
  const std::vector<std::size_t> at = places(path, spec, splink.comparisons, name_of);
  linkage::Model model;
  model.lambda = splink.lambda;
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i) {
    const SplinkModel::Comparison& comparison = splink.comparisons[at[i]];
    check_levels(path, spec.comparisons[i], comparison.levels.size());
    std::vector<LevelOdds>& odds = model.levels.emplace_back();
    for (std::size_t level = 0; level < comparison.levels.size(); ++level) {
      std::string warning;
      odds.push_back(splink_odds(comparison, level, warning));
      if (!warning.empty())
        warnings.push_back(fmt::format("{}: level \"{}\" of {} {}", path.string(),
                                       spec.comparisons[i].levels[level].label, comparison.name, warning));
    }
  }
  return model;
}

std::string level_text(const linkage::Level& level, const LevelOdds& odds) {
  std::string text = fmt::format("\n  [[comparison.level]]  # {:+.2f} bits\n  label  = {}\n", odds.weight(),
                                 toml_string(level.label));
  if (const std::string holds = linkage::level_label(level.all_of); holds != level.label)
    text += fmt::format("  when   = {}\n", toml_string(holds));
  return text + fmt::format("  m      = {}\n  u      = {}\n  m_from = {}\n  u_from = {}\n", odds.m, odds.u,
                            toml_string(origin_name(odds.m_origin)), toml_string(origin_name(odds.u_origin)));
}

}  // namespace

std::string model_text(const linkage::Spec& spec, const linkage::Model& model) {
  std::string text = fmt::format(
      "# Weights of a probabilistic job, for model = \"…\" in [match].\nversion = {}\nlambda  = {}\n",
      kVersion, model.lambda);
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i) {
    text += fmt::format("\n[[comparison]]\nname      = {}\n", toml_string(spec.comparisons[i].name));
    for (const auto& [key, value] : made_of(spec.comparisons[i]))
      text += fmt::format("{:<9} = {}\n", key, toml_string(value));
    for (std::size_t level = 0; level < spec.comparisons[i].levels.size(); ++level) {
      text += level_text(spec.comparisons[i].levels[level], model.levels[i][level]);
    }
  }
  return text;
}

linkage::Model read_model(const std::filesystem::path& path, const linkage::Spec& spec,
                          std::vector<std::string>& warnings) {
  try {
    return path.extension() == ".json" ? model_of_splink(path, spec, warnings) : read_own_model(path, spec);
  } catch (const Error& error) {
    if (!error.hint().empty()) throw;
    throw Error(error).hint("mend the model file, or train it again: counterpart train JOB -o FILE");
  } catch (const toml::parse_error& problem) {
    const auto& at = problem.source().begin;
    throw Error(ErrorKind::job_file, fmt::format("{}:{}:{}: {}", path.string(), at.line, at.column,
                                                 printable(problem.description())))
        .hint(
            "a model is the TOML that counterpart train writes, or a Splink model, whose name ends in .json");
  }
}

}  // namespace counterpart
