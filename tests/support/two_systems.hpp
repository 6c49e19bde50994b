#pragma once
/// Two small systems and a job over them: people in a CSV file, and the same kind of people, thirty of them
/// the same, behind an API.

#include <string>

#include "support/rogue_api.hpp"
#include "support/workplace.hpp"

namespace counterpart::test {

constexpr unsigned kPagesOfApi = 10;
constexpr unsigned kPeopleOfASide = 40;
constexpr unsigned kPeopleOnBoth = 30;

/// people.csv of the left side: ids 1 to 40.
std::string people_csv();
/// One page of the right side, ids 11 to 50: four people to each of ten pages, none beyond.
std::string page_of_people(unsigned page);
/// The API as it should be, to be changed answer by answer.
Reply sound_answer(const Ask& ask);

/// Left people.csv, right the API; a report, CSV and JSON Lines in out/, and a table in out/warehouse.db.
std::string two_systems_job(const std::string& api_url);

/// A workplace with people.csv, a job file for the API that `handler` plays, and results of an earlier run in
/// out/, which differ from those of the next.
class TwoSystems {
 public:
  explicit TwoSystems(RogueApi::Handler handler = sound_answer);

  const Workplace& place() const { return place_; }
  RogueApi& api() { return api_; }
  const std::string& job() const { return job_; }
  /// Writes the job file anew, with one text in it replaced.
  void change(const std::string& from, const std::string& to);
  /// Everything as the earlier run left it and the test changed it.
  Files before() const { return place_.files(); }

 private:
  void run_earlier();

  Workplace place_;
  RogueApi api_;
  std::string job_;
};

}  // namespace counterpart::test
