#include "match/linkage/side_columns.hpp"

#include <algorithm>
#include <limits>

#include "counterpart/error.hpp"
#include "match/linkage/block_part.hpp"
#include "match/linkage/random.hpp"

namespace counterpart::linkage {
namespace {

constexpr std::size_t kMemos = std::size_t{1} << 14;

Digest128 digest_of(const Value& value, std::string& scratch) {
  if (value.is_null()) return {};
  if (value.type() == Type::string) return digest128(value.as_string());
  scratch.clear();
  append_text(scratch, value);
  Digest128 digest = digest128(scratch);
  // A number is no text of the same digits: a comparison may make something else of it.
  digest.high ^= mixed(static_cast<std::uint64_t>(value.type()));
  return digest;
}

}  // namespace

SideColumns::SideColumns(const Spec& spec, Side side) {
  const bool left = side == Side::left;
  for (const Comparison& comparison : spec.comparisons) {
    std::vector<std::size_t> fields;
    for (const ComparedField& field : comparison.fields) fields.push_back(left ? field.left : field.right);
    fields_.insert(fields_.end(), fields.begin(), fields.end());
    compared_.push_back({std::move(fields), ValueMaker(comparison), std::vector<Memo>(kMemos)});
  }
  for (const BlockRule& rule : spec.blocks) {
    std::vector<std::size_t> parts;
    for (const BlockPart& part : rule.parts) parts.push_back(part_of(part, left ? part.left : part.right));
    rules_.push_back(std::move(parts));
  }
  std::sort(fields_.begin(), fields_.end());
  fields_.erase(std::unique(fields_.begin(), fields_.end()), fields_.end());
  digests_.resize(fields_.empty() ? 0 : fields_.back() + 1);
  tables.resize(compared_.size());
  compared.resize(compared_.size());
  keys.resize(rules_.size());
}

SideColumns::~SideColumns() = default;

std::size_t SideColumns::part_of(const BlockPart& part, std::size_t field) {
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (parts_[i].field == field && parts_[i].maker->is_of(part)) return i;
  parts_.push_back({field, std::make_unique<BlockPartMaker>(part), std::vector<Memo>(kMemos), 0});
  fields_.push_back(field);
  return parts_.size() - 1;
}

bool SideColumns::add(const std::vector<Value>& values) {
  if (rows_ == std::numeric_limits<Row>::max() - 1)
    throw Error(ErrorKind::policy, "a side has more than 4294967294 records")
        .hint("leave records out with a query");
  for (const std::size_t field : fields_) digests_[field] = digest_of(values[field], text_);
  for (std::size_t i = 0; i < compared_.size(); ++i) compared[i].push_back(compared_code(i, values));
  for (Part& part : parts_) make_part(part, values);
  bool blocked = false;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    std::uint64_t key = 0;
    for (const std::size_t part : rules_[i]) {
      if (parts_[part].made == 0) {
        key = 0;
        break;
      }
      key = std::max<std::uint64_t>(mixed(key * 3 + parts_[part].made), 1);
    }
    keys[i].push_back(key);
    blocked = blocked || key != 0;
  }
  ++rows_;
  return blocked;
}

Code SideColumns::compared_code(std::size_t comparison, const std::vector<Value>& values) {
  Compared& one = compared_[comparison];
  Digest128 digest;
  for (const std::size_t field : one.fields) {
    digest.high = mixed(digest.high) ^ digests_[field].high;
    digest.low = mixed(digest.low) ^ digests_[field].low;
  }
  Memo& memo = one.memos[digest.low & (kMemos - 1)];
  if (memo.digest == digest) return static_cast<Code>(memo.made);
  taken_.clear();
  for (const std::size_t field : one.fields) taken_.push_back(values[field]);
  one.maker.make(taken_, text_);
  const Code code = text_.empty() ? 0 : tables[comparison].code(text_);
  memo = {digest, code};
  return code;
}

void SideColumns::make_part(Part& part, const std::vector<Value>& values) {
  const Digest128& digest = digests_[part.field];
  Memo& memo = part.memos[digest.low & (kMemos - 1)];
  if (!(memo.digest == digest)) {
    part.maker->make(values[part.field], text_);
    memo = {digest, text_.empty() ? 0 : std::max<std::uint64_t>(digest64(text_), 1)};
  }
  part.made = memo.made;
}

std::uint64_t SideColumns::bytes() const {
  std::uint64_t bytes = 0;
  for (const ValueTable& table : tables) bytes += table.bytes();
  for (const auto& column : compared) bytes += column.capacity() * sizeof(Code);
  for (const auto& column : keys) bytes += column.capacity() * sizeof(std::uint64_t);
  return bytes + (compared_.size() + parts_.size()) * kMemos * sizeof(Memo);
}

void SideColumns::seal() {
  compared_.clear();
  parts_.clear();
}

}  // namespace counterpart::linkage
