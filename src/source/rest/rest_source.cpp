#include "source/rest/rest_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/size.hpp"
#include "base/utf8.hpp"
#include "source/rest/answer_check.hpp"
#include "source/rest/completeness.hpp"
#include "source/rest/page_converter.hpp"
#include "source/rest/page_digest.hpp"
#include "source/rest/page_recorder.hpp"
#include "source/rest/repeat_check.hpp"
#include "source/rest/rest_request.hpp"
#include "source/rest/walks.hpp"

namespace counterpart {
namespace {

class RestSource final : public RecordStream {
 public:
  RestSource(const RestSpec& spec, const SourceContext& context);

  /// Reads the first page, which `next` then gives out.
  void open();
  bool next(RecordBatch& batch) override;
  std::vector<std::string> field_names() const override { return records_.names_seen(); }
  std::vector<std::string> missing_fields() const override { return records_.missing_fields(); }
  SourceReport report() const override;

 private:
  bool fetch();
  bool receive();
  void look_before_first(const http::Response& response);
  const http::Answer& delivered();
  bool none_left(const http::Response& response);
  void take(const http::Response& response);
  bool halve(const std::string& cause);
  void learn(const PageFacts& facts);
  void end(const std::string& reason);
  void close_if_done();
  void convert(RecordBatch& batch);
  Error late() const;
  void note_counts();
  std::string place() const;
  template <typename Work>
  void at_this_page(Work work);

  const RestSpec spec_;
  const SourceContext context_;
  const std::string address_;  ///< the URL without its query, for messages
  const std::chrono::steady_clock::time_point deadline_;
  SourceReport report_;
  std::unique_ptr<PageJournal> journal_;  ///< none without --resume, and where pages cannot be gone on from
  Walks walks_;
  PageReader pages_;
  PageConverter records_;

  Walks::Turn turn_;         ///< of the page at hand
  bool page_ready_ = false;  ///< it was read and not given out whole
  RepeatCheck repeats_;
  PageSizes sizes_;
  bool completeness_checked_ = false;
  std::unique_ptr<http::PageWindow> window_;  ///< none once the end is proved
  std::unique_ptr<PageRecorder> recorder_;    ///< none where nothing is recorded
};

RestSource::RestSource(const RestSpec& spec, const SourceContext& context)
    : spec_(spec),
      context_(context),
      address_(first_request(spec).url.without_query()),
      deadline_(std::chrono::steady_clock::now() + std::chrono::milliseconds(spec.side_timeout_ms)),
      journal_(PageJournal::open(spec, context, report_.warnings)),
      walks_(spec, first_request(spec), journal_.get()),
      pages_(spec),
      records_(context.read),
      window_(std::make_unique<http::PageWindow>(
          window_options(spec, context.memory_bytes, context.waiting_page_bytes),
          access_to(spec, context.hosts, journal_ ? journal_->archive() : nullptr,
                    context.waiting_page_bytes != 0),
          context.cancel)) {
  if (!context.record.empty()) recorder_ = std::make_unique<PageRecorder>(spec, context, window_->secrets());
}

void RestSource::open() {
  context_.progress.phase = Phase::connecting;
  // The first page alone: it shows whether there is a way in at all, and how far it goes.
  walks_.plan(*window_);
  fetch();
  context_.progress.phase = Phase::reading;
}

bool RestSource::next(RecordBatch& batch) {
  batch.clear();
  context_.cancel.check();
  while (page_ready_ || fetch()) {
    at_this_page([&] { convert(batch); });
    if (!batch.empty()) return true;
  }
  if (std::exchange(completeness_checked_, true)) return false;
  try {
    check_completeness(spec_, address_, walks_, report_);
  } catch (const Error&) {
    // What was read is not whole, and would not be so the next time.
    if (journal_) journal_->remove();
    throw;
  }
  return false;
}

std::string RestSource::place() const {
  if (turn_.walk == nullptr || spec_.pages.kind == PagesSpec::Kind::none) return address_;
  return fmt::format("page {} of {}{}", turn_.walk->paginator->number(turn_.index), address_,
                     turn_.walk->label);
}

template <typename Work>
void RestSource::at_this_page(Work work) {
  try {
    work();
  } catch (Error& error) {
    if (error.kind() == ErrorKind::api) error.in(place());
    if (journal_ && window_) journal_->drop(turn_.place(), window_->asked());
    throw;
  }
}

bool RestSource::fetch() {
  while (window_) {
    if (std::chrono::steady_clock::now() >= deadline_) throw late().in(address_);
    const auto turn = walks_.take();
    if (!turn) throw Error(ErrorKind::internal, address_ + ": no page is asked for, and no end is proved");
    turn_ = *turn;
    if (turn_.before_first) {
      at_this_page([&] { look_before_first(delivered().response); });
      close_if_done();
      continue;
    }
    at_this_page([&] { page_ready_ = receive(); });
    if (page_ready_) return true;
  }
  return false;
}

/// The answer for the page at hand, or for the one before the first, within the time of the side.
const http::Answer& RestSource::delivered() {
  if (!window_->wait_until(deadline_)) throw late();
  const http::Answer& answer = window_->next();
  if (recorder_) recorder_->keep(turn_.place(), window_->asked(), answer.response, window_->secrets());
  return answer;
}

/// False if there is no such page any more, and the API announced so; or if it is asked for anew in smaller
/// pages.
bool RestSource::receive() {
  while (true) {
    const http::Answer& answer = delivered();
    if (none_left(answer.response)) return false;
    try {
      check_answer(answer, spec_.auth.kind != AuthSpec::Kind::none);
    } catch (const Error& error) {
      if (smaller_may_help(answer.response) && halve(error.what())) return false;
      throw;
    }
    const auto problem = pages_.parse(answer.response);
    if (!problem) {
      take(answer.response);
      return true;
    }
    // What is cut short may come whole the next time; what is no JSON stays so.
    if (is_something_else(answer.response) || !problem->may_pass) throw unreadable_page(answer, *problem);
    if (window_->try_again()) continue;
    const Error error = unreadable_page(answer, *problem);
    if (halve(error.what())) return false;
    throw error;
  }
}

/// True if there is no page here any more, and the API announced that before.
bool RestSource::none_left(const http::Response& response) {
  if (response.failure != http::Failure::none || response.status != 404) return false;
  if (journal_) journal_->settle_missing(window_->asked());
  if (!turn_.walk->paginator->announced().fell_short(turn_.index, turn_.walk->received)) return false;
  end(turn_.walk->paginator->announced().decisive());
  return true;
}

/// Reads the answer that was parsed as the page at hand; of a page that an earlier run kept, the kept one.
void RestSource::take(const http::Response& response) {
  const http::Request& asked = window_->asked();
  const http::Response& page = journal_ ? journal_->settle(asked, response) : response;
  if (&page != &response) pages_.parse(page);
  const PageFacts facts = pages_.facts(page, turn_.index, turn_.walk->received);
  if (journal_) journal_->keep(turn_.place(), asked, page, window_->secrets());
  report_.bytes += page.body.size();
  context_.progress.bytes += page.body.size();
  learn(facts);
}

/// An API that counts its pages from 0 would lose its first one without a word.
void RestSource::look_before_first(const http::Response& response) {
  const std::string digest = page_digest(response, spec_, context_.read);
  if (!digest.empty() && !repeats_.is_first(digest)) refuse_lost_first_page(spec_, address_, report_);
}

/// The page at hand cannot be had at this size; true if it is asked for anew at half of it.
bool RestSource::halve(const std::string& cause) {
  const std::string failed = place();
  if (!turn_.walk->paginator->halve(turn_.index)) return false;
  report_.warnings.push_back(fmt::format("{}: {}; going on with pages of half the size", failed, cause));
  sizes_.expect_smaller();
  walks_.forget(*window_);
  walks_.plan(*window_);
  return true;
}

void RestSource::learn(const PageFacts& facts) {
  Walk& walk = *turn_.walk;
  const Step step = walk.paginator->after(facts);
  sizes_.note(walk.last, facts, static_cast<std::uint64_t>(spec_.pages.size.value_or(0)), address_, report_);
  walk.received = facts.received;
  walk.last = facts.records;
  walk.next = facts.index + 1;
  records_.begin(walk.paginator->number(facts.index), facts.records);
  ++report_.pages;
  ++context_.progress.pages;
  context_.progress.pages_total = walks_.expected_pages();
  if (report_.pages == 1) walks_.plan_before_first(walk, *window_);
  if (step.end) return end(*step.end);
  if (walk.next == spec_.pages.max_pages) {
    throw Error(ErrorKind::api, fmt::format("max_pages = {} reached without an end", walk.next))
        .hint("raise max_pages, or check which signal of the API says that its pages are at their end");
  }
  if (step.replanned) walks_.forget(*window_);
  walks_.plan(*window_);
}

void RestSource::end(const std::string& reason) {
  report_.end_reason = reason;
  walks_.end(*turn_.walk, *window_);
  walks_.plan(*window_);
  close_if_done();
}

void RestSource::close_if_done() {
  if (walks_.pending()) return;
  note_counts();
  window_.reset();
}

/// Gives out the next slice of the page.
void RestSource::convert(RecordBatch& batch) {
  context_.progress.records += records_.convert(pages_, batch);
  page_ready_ = !records_.done();
  if (page_ready_ || !repeats_.add(records_.digest(), *turn_.walk, turn_.index)) return;
  if (!turn_.walk->ended) end(turn_.walk->paginator->announced().decisive());
}

Error RestSource::late() const {
  return Error(ErrorKind::api,
               fmt::format("not read to its end within {} s; pages so far: {}",
                           static_cast<double>(spec_.side_timeout_ms) / 1000, format_count(report_.pages)))
      .hint("raise timeouts = { side = … }, or read more pages at a time: window")
      .may_retry();
}

void RestSource::note_counts() {
  const http::PageWindow::Counts counts = window_->counts();
  report_.retries = counts.retries;
  report_.limit_waits = counts.limit_waits;
  report_.limited_ms = static_cast<std::uint64_t>(counts.limited.count());
}

SourceReport RestSource::report() const {
  SourceReport report = report_;
  if (journal_) report.resumed_pages = journal_->resumed_pages();
  for (const auto& line :
       {journal_ ? journal_->warning() : std::nullopt, recorder_ ? recorder_->warning() : std::nullopt}) {
    if (line) report.warnings.push_back(*line);
  }
  report.expected = expected_items(walks_);
  report.total_drift = total_drift(walks_);
  return report;
}

}  // namespace

std::unique_ptr<RecordStream> open_rest_source(const RestSpec& spec, const SourceContext& context) {
  auto source = std::make_unique<RestSource>(spec, context);
  source->open();
  return source;
}

}  // namespace counterpart
