#pragma once
/// A model as it grows: from counts of random pairs and what sessions found.

#include <string>
#include <vector>

#include "match/linkage/expectation.hpp"
#include "match/linkage/random_levels.hpp"

namespace counterpart::linkage {

/// What one session says of the comparisons that it estimated.
struct SessionResult {
  Estimate estimate;
  std::vector<std::vector<std::uint64_t>> met;  ///< pairs by comparison, by level; none where not estimated
};

class ModelMaker {
 public:
  /// `spec` and `fixed`, which can be null, have to outlive it.
  ModelMaker(const Spec& spec, const Model* fixed);

  void set_u(const LevelCounts& random);
  const Probabilities& u() const { return u_; }
  /// What a session begins with: near to certain agreement, fixed levels as they are.
  Probabilities first_m() const;
  std::vector<std::vector<bool>> fixed_m() const { return marked(&LevelOdds::m_origin); }

  /// The model of the sessions: the median of each m.
  Model model(const std::vector<SessionResult>& sessions, double lambda, Origin origin) const;
  /// What of it could not be trained, one line each.
  std::vector<std::string> warnings(const Model& model) const;

 private:
  std::vector<std::vector<bool>> marked(Origin LevelOdds::*origin) const;
  std::vector<LevelOdds> odds(std::size_t comparison, const std::vector<SessionResult>& sessions,
                              Origin origin) const;

  const Spec& spec_;
  const Model* fixed_;
  Probabilities u_;
};

}  // namespace counterpart::linkage
