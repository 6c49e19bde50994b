#include "job/status.hpp"

#include "base/calendar.hpp"
#include "base/utf8.hpp"
#include "job/outputs.hpp"
#include "job/plan.hpp"
#include "job/run.hpp"

namespace counterpart {

std::vector<TableStatus> job_status(const Job& job, const RunOptions& options, const std::string& run_id,
                                    CancelToken& cancel) {
  const Plan plan = make_plan(job, job.as_of.value_or(today_utc()));
  std::vector<TableStatus> all;
  for (const OutputSpec& output : job.outputs) {
    if (output.kind != OutputSpec::Kind::table) continue;
    all.push_back(table_status(table_spec(job, plan, output, output_folder(job, options)), run_id, cancel));
  }
  if (all.empty()) {
    throw Error(ErrorKind::job_file,
                printable(job.path.string()) + ": the job loads no table, so nothing tells of its runs")
        .hint("files are whole: each is of the last run that ended well");
  }
  return all;
}

}  // namespace counterpart
