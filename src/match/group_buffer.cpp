#include "match/group_buffer.hpp"

#include <utility>

#include "base/digest.hpp"
#include "order/run.hpp"
#include "record/varint.hpp"

namespace counterpart {
namespace {

void visit_block(std::string_view block, const std::function<void(std::string_view)>& visit) {
  while (!block.empty()) {
    const std::size_t size = take_varint(block);
    visit(block.substr(0, size));
    block.remove_prefix(size);
  }
}

}  // namespace

GroupBuffer::GroupBuffer(std::uint64_t memory_bytes, std::filesystem::path folder)
    : memory_bytes_(memory_bytes), folder_(std::move(folder)) {}

void GroupBuffer::clear() {
  block_.clear();
  file_.reset();
  count_ = 0;
}

void GroupBuffer::add(std::string_view record) {
  if (!block_.empty() && block_.size() + record.size() > memory_bytes_) spill();
  append_varint(block_, record.size());
  block_ += record;
  ++count_;
}

void GroupBuffer::spill() {
  if (!file_) file_ = std::make_unique<TemporaryFile>(folder_);
  const BlockHeader header{block_.size(), digest64(block_)};
  file_->append({reinterpret_cast<const char*>(&header), sizeof header});
  file_->append(block_);
  block_.clear();
}

void GroupBuffer::for_each(const std::function<void(std::string_view)>& visit) const {
  std::string spilled;
  for (std::uint64_t at = 0; file_ && at < file_->size();) {
    BlockHeader header{};
    file_->read(at, reinterpret_cast<char*>(&header), sizeof header);
    spilled.resize(header.bytes);
    file_->read(at + sizeof header, spilled.data(), spilled.size());
    if (digest64(spilled) != header.checksum) throw damaged_spill();
    at += sizeof header + spilled.size();
    visit_block(spilled, visit);
  }
  visit_block(block_, visit);
}

}  // namespace counterpart
