#include "source/json/splink_model.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace counterpart {
namespace {

using simdjson::dom::element;

[[noreturn]] void refuse(const std::string& place, const std::string& cause) {
  throw Error(ErrorKind::job_file, place + ": " + cause)
      .hint("a Splink model is what linker.misc.save_model_to_json writes after training");
}

std::string text_of(const element& object, const char* key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

/// Splink leaves out what it could not estimate.
std::optional<double> probability_of(const element& level, const char* key, const std::string& place) {
  double probability = 0;
  if (level[key].get(probability) != simdjson::SUCCESS) return std::nullopt;
  if (probability < 0 || probability > 1) refuse(place, fmt::format("a {} is {}", key, probability));
  return probability;
}

SplinkModel::Comparison comparison_of(const element& object, const std::string& place) {
  SplinkModel::Comparison comparison;
  comparison.name = text_of(object, "output_column_name");
  simdjson::dom::array levels;
  if (object["comparison_levels"].get(levels) != simdjson::SUCCESS)
    refuse(place, fmt::format("comparison '{}' has no comparison_levels", printable(comparison.name)));
  for (const element level : levels) {
    bool is_null = false;
    if (level["is_null_level"].get(is_null) == simdjson::SUCCESS && is_null) continue;
    comparison.levels.push_back({text_of(level, "label_for_charts"),
                                 probability_of(level, "m_probability", place),
                                 probability_of(level, "u_probability", place)});
  }
  const auto trained = [](const SplinkModel::Level& level) { return level.m && level.u; };
  if (std::none_of(comparison.levels.begin(), comparison.levels.end(), trained))
    refuse(place, fmt::format("comparison '{}' was not trained: no level has m_probability and u_probability",
                              printable(comparison.name)));
  return comparison;
}

}  // namespace

SplinkModel read_splink_model(const std::filesystem::path& path) {
  const std::string place = path.string();
  const simdjson::padded_string text(read_file(path, ErrorKind::job_file));
  simdjson::dom::parser parser;
  element root;
  if (const auto problem = parser.parse(text).get(root))
    refuse(place, fmt::format("is no JSON: {}", simdjson::error_message(problem)));
  SplinkModel model;
  simdjson::dom::array comparisons;
  if (root["probability_two_random_records_match"].get(model.lambda) != simdjson::SUCCESS ||
      root["comparisons"].get(comparisons) != simdjson::SUCCESS)
    refuse(place, "has no comparisons and probability_two_random_records_match");
  if (model.lambda <= 0 || model.lambda >= 1)
    refuse(place, fmt::format("probability_two_random_records_match is {}", model.lambda));
  for (const element comparison : comparisons) model.comparisons.push_back(comparison_of(comparison, place));
  return model;
}

}  // namespace counterpart
