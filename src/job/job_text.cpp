#include "job/job_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "job/side_text.hpp"
#include "job/toml_text.hpp"

namespace counterpart {
namespace {

std::string head_text(const JobProposal& job) {
  return fmt::format(
      "# Who is in both {} and {}, and what does each of them know?\n"
      "# counterpart init wrote this after a look at both: read it, change it. docs/job-file.md has all "
      "keys.\n"
      "#   counterpart check FILE    looks at both sides again\n"
      "#   counterpart run FILE      matches them and writes the outputs\n\n",
      job.left.name, job.right.name);
}

const char* meaning_of_step(const std::string& normalize) {
  return normalize == "name" ? "case, accents and punctuation do not count"
                             : "case and white space at the ends do not count";
}

std::string match_text(const JobProposal& job) {
  TomlBlock match("[match]");
  match.add_text("pairing", "one-to-one",
                 "or \"unique\": keys that are there once on each side; \"all\": every pair");
  std::string text = match.text();
  for (const ProposedMatch& part : job.match) {
    TomlBlock on("[[match.on]]");
    on.add_text("left", part.left);
    on.add_text("right", part.right);
    on.add_text("normalize", part.normalize,
                &part == &job.match.front() ? meaning_of_step(part.normalize) : "");
    text += "\n" + on.text();
  }
  return text;
}

std::string columns_text(const JobProposal& job) {
  std::string text;
  for (const ProposedColumn& column : job.columns) {
    TomlBlock block("[[column]]");
    block.add_text("name", column.name);
    if (column.active) {
      block.add_text("active_within", "30 days",
                     "before as_of, a date at the top of this file; today without it");
      block.add_text("of", column.field);
    } else {
      block.add_text("from", column.field);
    }
    text += "\n" + block.text();
  }
  if (!job.further.empty())
    text += fmt::format("\n# More fields: {}\n",
                        printable(fmt::format("{}", fmt::join(job.further, ", ")), 1000));
  return text;
}

std::string output_text(const char* kind, const std::string& path, const std::string& what) {
  TomlBlock block("[[output]]");
  block.add_text("kind", kind);
  block.add_text("path", path);
  if (!what.empty()) block.add_text("what", what);
  return "\n" + block.text();
}

std::string outputs_text(const JobProposal& job) {
  return output_text("csv", "matches.csv", "") +
         output_text("jsonl", "only-" + job.left.name + ".jsonl", "unmatched-left") +
         output_text("jsonl", "only-" + job.right.name + ".jsonl", "unmatched-right") +
         output_text("report", "report.txt", "") +
         "\n# Into a table, all or nothing:\n# [[output]]\n# kind  = \"table\"\n"
         "# url   = \"sqlite:warehouse.db\"   # or mysql:// or postgres://loader@host/database, with "
         "password = { env = "
         "\"NAME\" }\n"
         "# table = \"matches\"\n";
}

}  // namespace

std::string job_text(const JobProposal& job, const std::filesystem::path& folder) {
  return head_text(job) + side_text(job.left, "left", folder) + "\n" + side_text(job.right, "right", folder) +
         "\n" + match_text(job) + columns_text(job) + outputs_text(job);
}

}  // namespace counterpart
