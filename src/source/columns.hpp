#pragma once
/// From the fields that are wanted to the columns that a database has.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "counterpart/error.hpp"
#include "record/schema.hpp"

namespace counterpart {

/// A field that the job names and the source does not have. A kind of its own so that a caller can tell whose
/// mistake it is.
class UnknownField : public Error {
 public:
  using Error::Error;
  explicit UnknownField(Error error) : Error(std::move(error)) {}
};

/// For each wanted field the index of its column: the exact name, else the only one that differs in case
/// alone. Error(source) naming the known columns if a field has none, or more than one of its exact name;
/// `place` begins the message.
std::vector<std::size_t> match_columns(const ReadSpec& wanted, const std::vector<std::string>& columns,
                                       const std::string& place);

/// The same for one field.
std::size_t match_column(const std::string& wanted, const std::vector<std::string>& columns,
                         const std::string& place);

}  // namespace counterpart
