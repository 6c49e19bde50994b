#pragma once
/// Two made-up systems that know some of the same people, for `counterpart demo`.

#include <cstdint>
#include <filesystem>

namespace counterpart {

/// The same `rows` and `seed` make the same people on every machine.
struct DemoData {
  /// Writes `rows` internal users into table `user` of the SQLite file `database` (made if needed; an older
  /// `user` table goes), and `rows` external users, ordered by the bytes of their last name, one JSON object
  /// per line, into `jsonl`.
  ///
  /// Some 40 % of the people are in both systems, every tenth of them written there in capitals or without
  /// accents. Names follow the uneven frequencies of real ones, so that different people share a name. Dates
  /// lie between 2015-01-01 and 2017-02-02; some are null. Errors: ErrorKind::output.
  static void write(const std::filesystem::path& database, const std::filesystem::path& jsonl,
                    std::uint64_t rows, std::uint64_t seed);
};

}  // namespace counterpart
