#pragma once
/// Keys as bytes: comparing two whole keys with memcmp orders them part by part, and no two different keys
/// share an encoding.

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "record/value.hpp"

namespace counterpart {

/// Appends one part: its bytes with 00 and 01 written as 01 01 and 01 02, then the end mark 00. So a part
/// sorts before every longer part that it begins, and ("ab","c") differs from ("a","bc").
void append_key_part(Bytes& key, std::string_view part);

/// The length of the first `parts` parts of a key that `append_key_part` made.
std::size_t key_parts_length(std::string_view key, std::size_t parts);

/// Appends an id as the last thing of a key: integers order as numbers and come first, all else as the bytes
/// of its text.
void append_id(Bytes& key, const Value& id);

/// The id in clear, of what `append_id` appended.
std::string id_text(std::string_view encoded_id);

}  // namespace counterpart
