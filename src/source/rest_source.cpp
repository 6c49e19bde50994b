#include "source/rest_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/digest.hpp"
#include "base/size.hpp"
#include "base/utf8.hpp"
#include "source/answer_check.hpp"
#include "source/completeness.hpp"
#include "source/digest_set.hpp"
#include "source/page_converter.hpp"
#include "source/rest_request.hpp"
#include "source/walks.hpp"

namespace counterpart {
namespace {

/// Of the records of an answer that is a page; empty if it is none, or has none.
std::string digest_of(const http::Response& response, const RestSpec& spec, const ReadSpec& read) {
  if (response.failure != http::Failure::none || response.status != 200) return {};
  PageReader page(spec);
  if (page.parse(response)) return {};
  PageConverter records(read);
  try {
    records.begin(0, page.facts(response, 1, 0).records);
  } catch (const Error&) {
    return {};
  }
  for (RecordBatch batch; !records.done(); batch.clear()) records.convert(page, batch);
  return records.digest();
}

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
  using Turn = Walks::Turn;

  bool fetch();
  bool receive();
  const http::Answer& await();
  void look_before_first(const http::Answer& answer);
  bool halve(const std::string& cause);
  void learn(const PageFacts& facts);
  void end(const std::string& reason);
  void close_if_done();
  void convert(RecordBatch& batch);
  void check_repeat();
  Error late() const;
  void note_counts();
  std::string place() const;
  template <typename Work>
  void at_this_page(Work work);

  const RestSpec spec_;
  const SourceContext context_;
  const std::string address_;  ///< the URL without its query, for messages
  const std::chrono::steady_clock::time_point deadline_;
  Walks walks_;
  PageReader pages_;
  PageConverter records_;

  Turn turn_;                 ///< of the page at hand
  PageFacts facts_;           ///< of the page at hand
  bool page_ready_ = false;   ///< it was read and not given out whole
  DigestSet seen_;            ///< digests of all pages with records
  std::string first_digest_;  ///< of the first page
  bool warned_of_size_ = false;
  bool completeness_checked_ = false;
  SourceReport report_;
  std::unique_ptr<http::PageWindow> window_;  ///< none once the end is proved
};

RestSource::RestSource(const RestSpec& spec, const SourceContext& context)
    : spec_(spec),
      context_(context),
      address_(first_request(spec).url.without_query()),
      deadline_(std::chrono::steady_clock::now() + std::chrono::milliseconds(spec.side_timeout_ms)),
      walks_(spec, first_request(spec)),
      pages_(spec),
      records_(context.read),
      window_(std::make_unique<http::PageWindow>(window_options(spec, context.memory_bytes),
                                                 access_to(spec, context.hosts), context.cancel)) {}

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
  if (!std::exchange(completeness_checked_, true)) check_completeness(spec_, address_, walks_, report_);
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
      at_this_page([&] { look_before_first(await()); });
      close_if_done();
      continue;
    }
    at_this_page([&] { page_ready_ = receive(); });
    if (page_ready_) return true;
  }
  return false;
}

/// False if there is no such page any more, and the API announced so; or if it is asked for anew in smaller
/// pages.
bool RestSource::receive() {
  Walk& walk = *turn_.walk;
  while (true) {
    const http::Answer& answer = await();
    const Announced& announced = walk.paginator->announced();
    if (answer.response.status == 404 && announced.fell_short(turn_.index, walk.received)) {
      end(announced.pages.now ? "total_pages" : "total_items");
      return false;
    }
    try {
      check_answer(answer, spec_.auth.kind != AuthSpec::Kind::none);
    } catch (const Error& error) {
      if (smaller_may_help(answer.response) && halve(error.what())) return false;
      throw;
    }
    const auto problem = pages_.parse(answer.response);
    if (!problem) {
      report_.bytes += answer.response.body.size();
      context_.progress.bytes += answer.response.body.size();
      learn(pages_.facts(answer.response, turn_.index, walk.received));
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

/// The next answer, within the time of the side.
const http::Answer& RestSource::await() {
  if (!window_->wait_until(deadline_)) throw late();
  return window_->next();
}

/// An API that counts its pages from 0 would lose its first one without a word.
void RestSource::look_before_first(const http::Answer& answer) {
  const std::string digest = digest_of(answer.response, spec_, context_.read);
  if (digest.empty() || digest == first_digest_) return;
  const std::int64_t before = spec_.pages.first - 1;
  const std::string text = fmt::format("{}: page {} has records too, and the job file begins with page {}",
                                       address_, before, spec_.pages.first);
  if (spec_.fail_on_shortfall) {
    throw Error(ErrorKind::api, text)
        .hint(fmt::format("set first = {} under [pages] if the API counts so; name its total_items, or set "
                          "on_shortfall = \"warn\", if page {} is something else",
                          before, before));
  }
  report_.warnings.push_back(text);
}

/// The page at hand cannot be had at this size; true if it is asked for anew at half of it.
bool RestSource::halve(const std::string& cause) {
  const std::string failed = place();
  if (!turn_.walk->paginator->halve(turn_.index)) return false;
  report_.warnings.push_back(fmt::format("{}: {}; going on with pages of half the size", failed, cause));
  warned_of_size_ = true;
  walks_.forget(*window_);
  walks_.plan(*window_);
  return true;
}

void RestSource::learn(const PageFacts& facts) {
  Walk& walk = *turn_.walk;
  const Step step = walk.paginator->after(facts);
  const auto asked = static_cast<std::uint64_t>(spec_.pages.size.value_or(0));
  const bool short_before = walk.last != 0 && walk.last < asked;
  if (short_before && facts.records != 0 && facts.index != 0 && !std::exchange(warned_of_size_, true)) {
    report_.warnings.push_back(
        fmt::format("{} gives pages of {} records although {} were asked for", address_, walk.last, asked));
  }
  facts_ = facts;
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
  if (!page_ready_) check_repeat();
}

void RestSource::check_repeat() {
  Walk& walk = *turn_.walk;
  const std::string digest = records_.digest();
  const std::string before = std::exchange(walk.last_digest, digest);
  if (report_.pages == 1) first_digest_ = digest;
  if (digest.empty() || seen_.add(digest64(digest))) return;
  // Where one record is a page, one that came twice is a duplicate like any other.
  if (facts_.records == 1 && digest != before) return;
  const std::uint64_t number = walk.paginator->number(turn_.index);
  if (turn_.index == 0) {
    throw Error(ErrorKind::api, fmt::format("page {} repeats a page of another partition", number))
        .hint("set partitions, under [pages], to parameters that the API knows, and that share no records");
  }
  const std::string turning = walk.paginator->turning();
  throw Error(ErrorKind::api,
              fmt::format("page {} repeats {}{}", number,
                          digest == before ? fmt::format("page {}", number - 1) : "a page that came before",
                          turning.empty() ? "" : ": does the API know " + turning + "?"))
      .hint(
          "set param to the name by which the API turns its pages; or the data changed while it was read: "
          "run "
          "again");
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
  if (window_) report.retries = window_->counts().retries;
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
