#include "match/group_buffer.hpp"

#include <utility>

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
  if (!file_) file_ = std::make_unique<SpillFile>(folder_);
  file_->append(block_);
  block_.clear();
}

void GroupBuffer::for_each(const std::function<void(std::string_view)>& visit) const {
  Bytes spilled;
  for (std::uint64_t place = 0; file_ && place < file_->size();) {
    place = file_->read(place, spilled);
    visit_block(spilled, visit);
  }
  visit_block(block_, visit);
}

}  // namespace counterpart
