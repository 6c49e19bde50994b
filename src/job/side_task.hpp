#pragma once
/// A source being read on its way into order, on a thread of its own if wanted.

#include <atomic>
#include <memory>
#include <thread>

#include "counterpart/summary.hpp"
#include "job/first_error.hpp"
#include "match/side_reader.hpp"
#include "source/source.hpp"

namespace counterpart {

/// Opens the source of a side; errors name the side. A field that it does not have is the job's mistake where
/// all of them are needed.
std::unique_ptr<RecordStream> open_side(const SidePlan& side, const SourceSpec& source,
                                        const SourceContext& context);

struct SideTask {
  const SidePlan& plan;
  const SourceContext context;
  std::unique_ptr<RecordStream> stream;
  SideReader reader;
  PhaseReport phase;                  ///< set once it is read
  std::atomic<bool> refused = false;  ///< it was its data that ended the run
  std::jthread thread;

  /// Opens the source; errors name the side.
  SideTask(const SidePlan& side, const SourceSpec& source, const SourceContext& its_context,
           const SideLimits& limits);

  /// Reads it to its end; what fails is captured.
  void read(FirstError& errors);
  /// The same on a thread of its own.
  void start(FirstError& errors);
  /// Its data ended the run: to go on from its journal would not mend that.
  void refuse_data();

 private:
  bool refuses_data(const Error& error) const;
};

}  // namespace counterpart
