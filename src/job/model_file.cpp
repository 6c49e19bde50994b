#include "job/model_file.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>

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

/// What both kinds of files say of a comparison is held against the job's.
void check_levels(const std::filesystem::path& path, const linkage::Comparison& comparison,
                  const std::string& name, std::size_t levels) {
  if (name != comparison.name)
    refuse(path,
           fmt::format("has the comparison '{}' where the job has '{}'", printable(name), comparison.name));
  if (levels != comparison.levels.size())
    refuse(path, fmt::format("'{}' has {} levels, and {} in the job", printable(name), levels,
                             comparison.levels.size()));
}

void check_count(const std::filesystem::path& path, std::size_t found, const linkage::Spec& spec) {
  if (found != spec.comparisons.size())
    refuse(path, fmt::format("has {} comparisons, and the job has {}", found, spec.comparisons.size()));
}

LevelOdds load_level(TomlTable& table, const linkage::Level& level, const std::filesystem::path& path,
                     const std::string& comparison) {
  const std::string label = table.required_string("label");
  if (label != level.label)
    refuse(path, fmt::format("'{}' has the level '{}' where the job has '{}'", comparison, printable(label),
                             level.label));
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
  model.lambda = table.number("lambda", 0, 0, 1);
  auto comparisons = table.tables("comparison");
  check_count(path, comparisons.size(), spec);
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    TomlTable& comparison = comparisons[i];
    const std::string name = comparison.required_string("name");
    auto levels = comparison.tables("level");
    check_levels(path, spec.comparisons[i], name, levels.size());
    std::vector<LevelOdds>& odds = model.levels.emplace_back();
    for (std::size_t level = 0; level < levels.size(); ++level)
      odds.push_back(load_level(levels[level], spec.comparisons[i].levels[level], path, name));
    comparison.finish();
  }
  table.finish();
  return model;
}

linkage::Model model_of_splink(const std::filesystem::path& path, const linkage::Spec& spec) {
  const SplinkModel splink = read_splink_model(path);
  check_count(path, splink.comparisons.size(), spec);
  linkage::Model model;
  model.lambda = splink.lambda;
  for (std::size_t i = 0; i < splink.comparisons.size(); ++i) {
    const SplinkModel::Comparison& comparison = splink.comparisons[i];
    check_levels(path, spec.comparisons[i], comparison.name, comparison.levels.size());
    std::vector<LevelOdds>& odds = model.levels.emplace_back();
    for (const SplinkModel::Level& level : comparison.levels)
      odds.push_back({level.m, level.u, linkage::Origin::fixed, linkage::Origin::fixed});
  }
  return model;
}

}  // namespace

std::string model_text(const linkage::Spec& spec, const linkage::Model& model) {
  std::string text = fmt::format(
      "# Weights of a probabilistic job, for model = \"…\" in [match].\nversion = {}\nlambda  = {}\n",
      kVersion, model.lambda);
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i) {
    text += fmt::format("\n[[comparison]]\nname = {}\n", toml_string(spec.comparisons[i].name));
    for (std::size_t level = 0; level < spec.comparisons[i].levels.size(); ++level) {
      const LevelOdds& odds = model.levels[i][level];
      text += fmt::format(
          "\n  [[comparison.level]]  # {:+.2f} bits\n  label  = {}\n  m      = {}\n  u      = {}\n  m_from = "
          "{}\n  u_from = {}\n",
          odds.weight(), toml_string(spec.comparisons[i].levels[level].label), odds.m, odds.u,
          toml_string(origin_name(odds.m_origin)), toml_string(origin_name(odds.u_origin)));
    }
  }
  return text;
}

linkage::Model read_model(const std::filesystem::path& path, const linkage::Spec& spec) {
  if (path.extension() == ".json") return model_of_splink(path, spec);
  try {
    return read_own_model(path, spec);
  } catch (const toml::parse_error& problem) {
    const auto& at = problem.source().begin;
    throw Error(ErrorKind::job_file, fmt::format("{}:{}:{}: {}", path.string(), at.line, at.column,
                                                 printable(problem.description())))
        .hint(
            "a model is the TOML that counterpart train writes, or a Splink model, whose name ends in .json");
  }
}

}  // namespace counterpart
