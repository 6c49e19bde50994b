#pragma once
/// Two systems whose people have hostile keys and notes, a job over them, and a reader of what it writes that
/// is not this program.

#include <string>
#include <vector>

#include "support/workplace.hpp"

namespace counterpart::test {

/// In every record, and never to be in a message.
constexpr const char* kHostilePerson = "Zachariah";

/// From people.db and people.jsonl to every kind of output in out/.
extern const char* const kHostileJob;

/// hostile_texts() and huge_text().
std::vector<std::string> all_hostile_texts();

/// Writes both systems, and the job as job.toml. The text with number i is that of ids i (on both sides),
/// 1000 + i (left alone), 2000 + i (right alone), and 3000 + i and 4000 + i, which share a key that is on the
/// right once. The left has also those of broken_texts(), from id 9000, and 9999, whose date is none.
void make_hostile_systems(const Workplace& place);

/// The values of an output, "csv", "jsonl" or "report", as Python reads them; null is "-". Needs python3.
std::vector<std::vector<std::string>> rows_of(const Workplace& place, const std::string& kind,
                                              const std::string& file);

/// The bytes that hexadecimal digits stand for.
std::string unhex(const std::string& text);

}  // namespace counterpart::test
