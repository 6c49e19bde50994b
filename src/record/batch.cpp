#include "record/batch.hpp"

#include <fmt/format.h>

namespace counterpart {

std::string Origin::text() const {
  switch (kind) {
    case Kind::row: return fmt::format("row {}", number);
    case Kind::line: return fmt::format("line {}", number);
    case Kind::page: return fmt::format("page {}, index {}", number, index);
    case Kind::range: return fmt::format("row {} of range {}", number, index);
  }
  return {};
}

void RecordBatch::clear() {
  bytes_.clear();
  ends_.clear();
  rejects_.clear();
  nulled_ = 0;
}

}  // namespace counterpart
