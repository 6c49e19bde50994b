#pragma once
/// A job as its file says it. Names of fields are not resolved yet; see job/plan.hpp.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.hpp"
#include "job/linkage_job.hpp"
#include "match/derive.hpp"
#include "match/matcher.hpp"
#include "record/column.hpp"
#include "sink/sink.hpp"
#include "source/source.hpp"
#include "text/normalizer.hpp"

namespace counterpart {

struct JobSide {
  std::string name;
  SourceSpec source;
  std::string id;
  std::map<std::string, Type> types;
  std::vector<std::string> columns;  ///< more fields to read, for outputs of unmatched records
  std::vector<std::string> ordered_by;
  bool bad_value_is_null = false;
  bool keep_conflicts = false;
  std::uint64_t max_rejects = 0;
};

struct MatchPart {
  std::string left;
  std::string right;
  std::vector<NormalizeStep> steps;
};

/// "left.lastname" as it stands in the file, or "match.probability".
struct NamedField {
  Side side = Side::left;
  std::string field;
  bool of_link = false;  ///< known of the pair, not of a side; see link_field_names()
};

struct ColumnSpec {
  std::string name;
  std::optional<ColumnType> type;
  struct From {
    NamedField of;
  };
  struct Active {
    NamedField of;
    std::int32_t days = 0;
  };
  struct FirstOf {
    std::vector<NamedField> of;
  };
  std::variant<From, Active, Literal, FirstOf> rule;
};

struct OutputSpec {
  enum class Kind { report, csv, jsonl, table } kind = Kind::report;
  enum class What {
    matches,
    possible,
    review,
    unmatched_left,
    unmatched_right,
    ambiguous,
    rejects
  } what = What::matches;
  std::string path;
  std::uint64_t sample = 10;
  std::map<std::string, std::string> rename;
  std::vector<std::string> columns;  ///< those to write, in this order; empty: all
  bool csv_raw = false;
  std::string url;
  Secret password;
  TlsSpec tls;
  std::string table;
  TableSpec::Mode mode = TableSpec::Mode::replace;
  std::vector<std::string> key;
  std::uint64_t min_rows = 0;
  std::optional<double> max_shrink;
  std::string keep_previous;
  std::optional<Dialect> dialect;  ///< of a report's DDL
};

struct Job {
  std::filesystem::path path;
  std::string digest;                 ///< of the file's bytes, which hold no secret
  std::optional<std::int32_t> as_of;  ///< days since 1970-01-01; today if not said
  std::uint64_t memory_bytes = 256ULL << 20;
  JobSide left;
  JobSide right;
  bool one_sided = false;  ///< without [right]: to be deduplicated alone
  Pairing pairing = Pairing::one_to_one;
  std::vector<MatchPart> match;       ///< of method "exact"
  std::optional<LinkageJob> linkage;  ///< of method "probabilistic"
  std::vector<ColumnSpec> columns;
  std::vector<OutputSpec> outputs;

  const JobSide& side(Side which) const { return which == Side::left ? left : right; }
};

/// Reads a job file. All errors are ErrorKind::job_file and begin with "FILE:LINE:COLUMN". With
/// `resolve_secrets` false, secrets are left empty: enough for what does not connect.
Job load_job(const std::filesystem::path& path, bool resolve_secrets = true);

/// The name of the table whose DDL the job stands for: of the first table output, or of the first report that
/// names one, else "user_active_status".
std::string ddl_table(const Job& job);

}  // namespace counterpart
