#pragma once
/// The reference job on real parts: a MariaDB server with the internal users and a warehouse, the external
/// users as pages that nginx gives out, and the job file in tests/integration/data.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "support/json_events.hpp"
#include "support/mariadb_server.hpp"
#include "support/nginx_server.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {

/// A file of tests/integration/data.
std::string test_data(const std::string& name);

/// Both systems are made once; each test has a warehouse of its own. Skips where nginx is not installed.
class ReferenceJob : public ::testing::Test {
 protected:
  static constexpr int kPages = 5;
  static constexpr const char* kColumns =
      "first_name, last_name, specialty, practice_location, platform_registered_on, internal_classification, "
      "external_classification, "
      "is_active_internal_platform, is_active_external_platform";

  static void SetUpTestSuite();
  static void TearDownTestSuite() { nginx_.reset(); }
  void SetUp() override;

  static MariadbServer& server() { return MariadbServer::instance(); }
  /// Runs the job, with one text in it replaced, and gives its summary.
  Event run(const std::string& from = "", const std::string& to = "");
  /// The report with its first line as if no time had passed.
  std::string report() const;
  std::string loaded() const;
  std::string loaded_in_sqlite() const;
  /// The tables of the warehouse, one a line.
  /// Without counterpart_runs.
  std::string tables() const {
    return server().query(warehouse_, "SHOW TABLES WHERE Tables_in_" + warehouse_ + " <> 'counterpart_runs'");
  }
  /// What the server itself finds by a join of both sides; `paired` says which of the records of a key, l and
  /// r, go together.
  static std::string joined(const std::string& paired);

  static std::unique_ptr<NginxServer> nginx_;
  static std::string internal_;  ///< the database of both systems
  std::string warehouse_;        ///< the database of the target
  std::string job_;
  Workplace place_;

 private:
  static void make_internal_users();
  static void publish_page(int page);
};

}  // namespace counterpart::test
