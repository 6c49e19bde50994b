#pragma once
/// Looks at a CSV or JSON Lines file: its separator and header, and what its fields are like.

#include <filesystem>
#include <optional>

#include "source/survey/survey.hpp"

namespace counterpart {

/// Reads the first thousand records. Without a `kind` the file's ending says what it is (.csv, .tsv, .jsonl,
/// .ndjson, also .gz and .zst), else its first character. Throws Error(source) for a file that cannot be
/// read or has no records.
SideSurvey survey_file(const std::filesystem::path& path, std::optional<FileSpec::Kind> kind);

}  // namespace counterpart
