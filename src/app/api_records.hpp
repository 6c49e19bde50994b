#pragma once
/// The records of a file as JSON objects, ready to be served.

#include <filesystem>
#include <string>
#include <vector>

namespace counterpart {

/// Reads a CSV (".csv", or ".tsv" with tabs) or JSON Lines file, by the ending of its name before ".gz" or
/// ".zst". Lines of JSON are kept as they stand. CSV values become strings, null where empty and unquoted; a
/// column that holds nothing but integers becomes numbers. With `sort_by`, the records are ordered by the
/// texts of these fields, compared as bytes; equals stay in file order. Error(source) if the file cannot be
/// read or a record cannot be used (naming its line), Error(usage) for another ending.
std::vector<std::string> load_api_records(const std::filesystem::path& path,
                                          const std::vector<std::string>& sort_by = {});

}  // namespace counterpart
