#include "match/linkage/side_columns.hpp"

#include <algorithm>
#include <limits>

#include "base/digest.hpp"
#include "counterpart/error.hpp"
#include "match/linkage/random.hpp"

namespace counterpart::linkage {
namespace {

// Values that a source remembers: at first, and at most if that is seen to be too few.
constexpr std::size_t kFirstMemory = std::size_t{1} << 12;
constexpr std::size_t kMostMemory = std::size_t{1} << 16;
constexpr std::size_t kWaiting = 24;

/// Never 0 but for null.
std::uint64_t digest_of(const Value& value, std::string& scratch) {
  if (value.is_null()) return 0;
  if (value.type() == Type::string) return std::max<std::uint64_t>(digest64(value.as_string()), 1);
  scratch.clear();
  append_text(scratch, value);
  // A number is no text of the same digits: a comparison may make something else of it.
  return std::max<std::uint64_t>(digest64(scratch) ^ mixed(static_cast<std::uint64_t>(value.type())), 1);
}

}  // namespace

SideColumns::SideColumns(const Spec& spec, Side side) : tables(spec.comparisons.size()) {
  const bool left = side == Side::left;
  compared.resize(spec.comparisons.size());
  for (std::size_t i = 0; i < spec.comparisons.size(); ++i) {
    std::vector<std::size_t> fields;
    for (const ComparedField& field : spec.comparisons[i].fields)
      fields.push_back(left ? field.left : field.right);
    sources_.emplace_back();
    sources_.back().fields = std::move(fields);
    sources_.back().made.push_back({std::make_unique<ValueMaker>(spec.comparisons[i]), i, nullptr});
  }
  for (const BlockRule& rule : spec.blocks)
    for (const BlockPart& part : rule.parts) add_part(part, left ? part.left : part.right);
  std::size_t words = 0;
  for (Source& source : sources_) {
    source.first = words;
    words += source.made.size();
    source.memory.resize(kFirstMemory * (source.made.size() + 1));
    source.remembered = kFirstMemory;
    fields_.insert(fields_.end(), source.fields.begin(), source.fields.end());
  }
  words_.resize(words);
  std::vector<std::vector<std::size_t>> rules;
  for (const BlockRule& rule : spec.blocks) {
    rules.emplace_back();
    for (const BlockPart& part : rule.parts)
      rules.back().push_back(place_of(part, left ? part.left : part.right));
  }
  keys.emplace(std::move(rules));
  std::sort(fields_.begin(), fields_.end());
  fields_.erase(std::unique(fields_.begin(), fields_.end()), fields_.end());
  digests_.resize(fields_.empty() ? 0 : fields_.back() + 1);
  waiting_.resize(kWaiting);
}

SideColumns::~SideColumns() = default;

SideColumns::Source& SideColumns::source_of(const std::vector<std::size_t>& fields) {
  for (Source& source : sources_)
    if (source.fields == fields) return source;
  sources_.emplace_back();
  sources_.back().fields = fields;
  return sources_.back();
}

void SideColumns::add_part(const BlockPart& part, std::size_t field) {
  Source& source = source_of({field});
  for (const Made& made : source.made)
    if (made.part && made.part->is_of(part)) return;
  source.made.push_back({nullptr, 0, std::make_unique<BlockPartMaker>(part)});
}

/// The place in `words_` of a part that was added.
std::size_t SideColumns::place_of(const BlockPart& part, std::size_t field) {
  const Source& source = source_of({field});
  const auto made = std::find_if(source.made.begin(), source.made.end(),
                                 [&](const Made& one) { return one.part && one.part->is_of(part); });
  return source.first + static_cast<std::size_t>(made - source.made.begin());
}

bool SideColumns::add(const std::vector<Value>& values) {
  if (rows_ == std::numeric_limits<Row>::max() - 1)
    throw Error(ErrorKind::policy, "a side has more than 4294967294 records")
        .hint("leave records out with a query");
  for (const std::size_t field : fields_) digests_[field] = digest_of(values[field], text_);
  for (Source& source : sources_) expect(source);
  for (Source& source : sources_) look_at(source, values);
  ++rows_;
  return keys->add(words_.data());
}

/// Says early which memory `look_at` will need.
void SideColumns::expect(Source& source) {
  if (source.memory.empty()) return;
  source.digest = 0;
  for (const std::size_t field : source.fields)
    source.digest = source.digest * 0x9E3779B97F4A7C15U + digests_[field];
  source.place = (source.digest & (source.remembered - 1)) * (source.made.size() + 1);
  __builtin_prefetch(source.memory.data() + source.place);
}

void SideColumns::look_at(Source& source, const std::vector<Value>& values) {
  std::uint64_t* const words = words_.data() + source.first;
  for (const Made& made : source.made)
    if (made.value) compared[made.comparison].push_back(0);
  if (source.memory.empty()) {
    make(source, values, words);
  } else {
    const std::size_t count = source.made.size();
    const std::uint64_t digest = source.digest;
    std::uint64_t* const known = source.memory.data() + source.place;
    // Nothing is known at first of the digest 0, which is that of nulls, and that is right: null has the code
    // 0.
    if (*known == digest) {
      ++source.hits;
      std::copy_n(known + 1, count, words);
    } else if (make(source, values, words)) {
      *known = digest;
      std::copy_n(words, count, known + 1);
    }
    if (++source.looks == 2 * source.remembered) adapt(source);
  }
  for (const Made& made : source.made) {
    const std::uint64_t word = words[&made - source.made.data()];
    if (made.value && word != 0) compared[made.comparison].back() = static_cast<Code>(word);
  }
}

/// Remembers more if few values were known, and in the end nothing if that did not help.
void SideColumns::adapt(Source& source) {
  give_codes();
  if (source.hits < source.looks / 8 * 7 && source.remembered < kMostMemory) {
    source.remembered *= 4;
    source.memory.assign(source.remembered * (source.made.size() + 1), 0);
  } else if (source.hits < source.looks / 2) {
    source.memory = std::vector<std::uint64_t>();
  }
  source.looks = source.hits = 0;
}

/// False if a code is waited for: then it is 0 for now, and what is to be remembered is remembered later.
bool SideColumns::make(Source& source, const std::vector<Value>& values, std::uint64_t* words) {
  Waiting* waiting = nullptr;
  for (std::size_t i = 0; i < source.made.size(); ++i) {
    const Made& made = source.made[i];
    words[i] = 0;
    if (made.part) {
      made.part->make(values[source.fields.front()], text_);
      if (!text_.empty()) words[i] = narrowed(digest64(text_));
    } else {
      taken_.clear();
      for (const std::size_t field : source.fields) taken_.push_back(values[field]);
      made.value->make(taken_, text_);
      if (text_.empty()) continue;
      waiting = &wait_for_code(source, made.comparison);
      waiting->word = i;
    }
  }
  if (waiting == nullptr) return true;
  if (!source.memory.empty()) waiting->words.assign(words, words + source.made.size());
  return false;
}

/// Lets `text_` wait, and gives their codes to those that waited long enough.
SideColumns::Waiting& SideColumns::wait_for_code(Source& source, std::size_t comparison) {
  const auto back = [&](std::size_t steps) -> Waiting& {
    return waiting_[(next_waiting_ + kWaiting - steps) % kWaiting];
  };
  Waiting& waiting = back(0);
  give_code(waiting);
  if (const Waiting& one = back(kWaiting / 3); !one.text.empty())
    tables[one.comparison].expect_place(one.hash);
  if (const Waiting& one = back(kWaiting / 3 * 2); !one.text.empty())
    tables[one.comparison].expect_text(one.hash);
  next_waiting_ = (next_waiting_ + 1) % kWaiting;
  waiting.text.swap(text_);
  waiting.hash = ValueTable::hash(waiting.text);
  waiting.row = rows_;
  waiting.comparison = comparison;
  waiting.source = &source;
  waiting.place = source.place;
  waiting.digest = source.digest;
  waiting.words.clear();
  tables[comparison].expect(waiting.hash);
  return waiting;
}

void SideColumns::give_code(Waiting& waiting) {
  if (waiting.text.empty()) return;
  const Code code = tables[waiting.comparison].code(waiting.text, waiting.hash);
  compared[waiting.comparison][waiting.row] = code;
  waiting.text.clear();
  if (waiting.words.empty()) return;
  waiting.words[waiting.word] = code;
  std::uint64_t* const known = waiting.source->memory.data() + waiting.place;
  *known = waiting.digest;
  std::copy(waiting.words.begin(), waiting.words.end(), known + 1);
}

void SideColumns::give_codes() {
  for (std::size_t i = 0; i < kWaiting; ++i) give_code(waiting_[(next_waiting_ + i) % kWaiting]);
}

std::uint64_t SideColumns::bytes() const {
  std::uint64_t bytes = 0;
  for (const ValueTable& table : tables) bytes += table.bytes();
  for (const auto& column : compared) bytes += column.capacity() * sizeof(Code);
  return bytes + (keys ? keys->bytes() : 0) + remembered_bytes();
}

std::uint64_t SideColumns::remembered_bytes() const {
  std::uint64_t bytes = 0;
  for (const Source& source : sources_) bytes += source.memory.capacity() * sizeof(std::uint64_t);
  return bytes;
}

std::uint64_t SideColumns::mean_bytes() const {
  std::uint64_t bytes = 0;
  for (const ValueTable& table : tables) bytes += table.mean_bytes();
  const std::uint64_t row = compared.size() * sizeof(Code) + keys->row_bytes();
  return bytes + row * 3 / 2 * rows_;
}

void SideColumns::seal() {
  give_codes();
  sources_.clear();
}

}  // namespace counterpart::linkage
