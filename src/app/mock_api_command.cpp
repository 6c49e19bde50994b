#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "app/api_records.hpp"
#include "app/commands.hpp"
#include "app/mock_api.hpp"
#include "app/serving.hpp"
#include "app/signals.hpp"
#include "base/size.hpp"
#include "job/secrets.hpp"

namespace counterpart::app {
namespace {

MockApiOptions options_of(const MockApiFlags& flags) {
  MockApiOptions options;
  options.host = flags.host;
  options.port = flags.port;
  options.path = flags.path;
  options.records_key = flags.records_key;
  options.page_size = flags.page_size;
  options.page_param = flags.page_param;
  options.size_param = flags.size_param;
  options.latency_ms = flags.latency_ms;
  options.gzip = flags.gzip;
  if (!flags.token_env.empty()) options.token = secret_from_environment(flags.token_env).reveal();
  return options;
}

}  // namespace

void serve_until_cancelled(CancelToken& cancel, unsigned seconds) {
  std::mutex mutex;
  std::condition_variable woken;
  const CancelToken::Wake wake(cancel, [&] {
    const std::lock_guard lock(mutex);
    woken.notify_all();
  });
  std::unique_lock lock(mutex);
  const auto stopped = [&] { return cancel.cancelled(); };
  if (seconds == 0) {
    woken.wait(lock, stopped);
  } else {
    woken.wait_for(lock, std::chrono::seconds(seconds), stopped);
  }
}

int mock_api_command(const MockApiFlags& flags) {
  CancelToken cancel;
  const SignalWatch signals(cancel, {.quiet = true});
  MockApi api(load_api_records(flags.file, flags.sort), options_of(flags));
  const std::string url = api.start();
  print(fmt::format("serving {} records at {}?{}=1\n", format_count(api.records()), url,
                    shown(flags.page_param)));
  serve_until_cancelled(cancel, flags.seconds);
  api.stop();
  if (flags.voice.json) {
    print_event("summary", fmt::format("\"requests\":{}", api.requests()));
  } else if (!flags.voice.quiet) {
    print_error_stream(fmt::format("{} requests answered\n", format_count(api.requests())));
  }
  return 0;
}

}  // namespace counterpart::app
