#include "job/side_task.hpp"

#include <string_view>

#include "job/phase_clock.hpp"
#include "source/columns.hpp"
#include "source/rest/page_journal.hpp"

namespace counterpart {

std::unique_ptr<RecordStream> open_side(const SidePlan& side, const SourceSpec& source,
                                        const SourceContext& context) {
  try {
    return open_source(source, context);
  } catch (const UnknownField& unknown) {
    Error error(side.needs_all_fields ? ErrorKind::job_file : unknown.kind(), unknown.what());
    throw std::move(error.in(side.name)).hint(unknown.hint());
  } catch (Error& error) {
    error.in(side.name);
    throw;
  }
}

SideTask::SideTask(const SidePlan& side, const SourceSpec& source, const SourceContext& its_context,
                   const SideLimits& limits)
    : plan(side),
      context(its_context),
      stream(open_side(side, source, context)),
      reader(side, *stream, limits, context.cancel, context.progress) {}

/// True if the same records would fail again: to read them from the journal would not mend that.
bool SideTask::refuses_data(const Error& error) const {
  const bool read_whole = context.progress.phase != Phase::reading;
  return error.kind() == ErrorKind::policy || (error.kind() == ErrorKind::api && read_whole);
}

void SideTask::refuse_data() {
  refused = true;
  if (!context.journal.empty()) remove_journal(context.journal);
}

void SideTask::start(FirstError& errors) {
  thread = std::jthread([this, &errors] { read(errors); });
}

void SideTask::read(FirstError& errors) {
  const PhaseClock clock;
  try {
    reader.read();
    phase = clock.report("read " + plan.name);
  } catch (Error& error) {
    if (!std::string_view(error.what()).starts_with(plan.name)) error.in(plan.name);
    if (refuses_data(error)) refuse_data();
    errors.capture();
  } catch (...) {
    errors.capture();
  }
}

}  // namespace counterpart
