#include "app/linkage_view.hpp"

#include <fmt/format.h>

#include "app/terminal.hpp"
#include "base/size.hpp"

namespace counterpart::app {
namespace {

std::string rule_text(const LinkageReport::Rule& rule) {
  std::string text = fmt::format("rule {}: {}, {} of them new", shown(rule.name),
                                 format_count(rule.pairs, "pair"), format_count(rule.new_pairs));
  if (rule.finer_blocks != 0) text += fmt::format(", {} split", format_count(rule.finer_blocks, "block"));
  if (rule.left_out_pairs != 0) text += fmt::format(", {} left out", format_count(rule.left_out_pairs));
  return text + "\n";
}

}  // namespace

std::string linkage_text(const LinkageReport& report, bool verbose) {
  std::string text = fmt::format(
      "{} compared; a match from probability {} up, {} from {} up {} possible\n"
      "weights {}{}\n",
      format_count(report.candidates, "candidate"), report.threshold,
      format_count(report.possible, "more pair"), report.possible_threshold,
      report.possible == 1 ? "is" : "are", shown(report.model),
      report.lambda > 0 ? fmt::format(": one of {} drawn at random is of one person",
                                      format_count(static_cast<std::uint64_t>(1 / report.lambda), "pair"))
                        : "");
  for (const std::string& remark : report.remarks) text += shown(remark) + "\n";
  if (!verbose) return text;
  for (const LinkageReport::Rule& rule : report.rules) text += rule_text(rule);
  for (const std::string& line : report.training) text += "training: " + shown(line) + "\n";
  return text;
}

std::string linkage_fields(const LinkageReport& report) {
  std::string rules;
  for (const LinkageReport::Rule& rule : report.rules) {
    rules += fmt::format(
        "{}{{\"name\":{},\"pairs\":{},\"new_pairs\":{},\"finer_blocks\":{},\"left_out_pairs\":{}}}",
        rules.empty() ? "" : ",", json_text(rule.name), rule.pairs, rule.new_pairs, rule.finer_blocks,
        rule.left_out_pairs);
  }
  return fmt::format(
      "\"linkage\":{{\"threshold\":{},\"possible_threshold\":{},\"lambda\":{},\"model\":{},\"candidates\":{},"
      "\"possible\":{},\"rules\":[{}],\"training\":{},\"remarks\":{}}},",
      report.threshold, report.possible_threshold, report.lambda, json_text(report.model), report.candidates,
      report.possible, rules, json_list(report.training), json_list(report.remarks));
}

std::string pair_count_text(const PairCounts& counts) {
  std::string text;
  for (const linkage::RuleCount& rule : counts.rules) {
    text += fmt::format("{}: {}, {} in the largest block", shown(rule.name), format_count(rule.pairs, "pair"),
                        format_count(rule.largest_block));
    if (rule.finer_blocks != 0) text += fmt::format(", {} split", format_count(rule.finer_blocks, "block"));
    if (rule.left_out_pairs != 0) text += fmt::format(", {} left out", format_count(rule.left_out_pairs));
    text += "\n";
  }
  return text + fmt::format("{} to compare; the persons need memory = \"{}MiB\" or more\n",
                            format_count(counts.candidates, "different pair"), counts.memory_bytes >> 20);
}

std::string pair_count_fields(const PairCounts& counts) {
  std::string rules;
  for (const linkage::RuleCount& rule : counts.rules) {
    rules += fmt::format(
        "{}{{\"name\":{},\"pairs\":{},\"largest_block\":{},\"finer_blocks\":{},\"left_out_pairs\":{}}}",
        rules.empty() ? "" : ",", json_text(rule.name), rule.pairs, rule.largest_block, rule.finer_blocks,
        rule.left_out_pairs);
  }
  return fmt::format("\"rules\":[{}],\"candidates\":{},\"memory_bytes\":{}", rules, counts.candidates,
                     counts.memory_bytes);
}

}  // namespace counterpart::app
