#pragma once
/// People for the parts to work on, the same ones every time, and the folder that they are written into.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "match/key_builder.hpp"
#include "order/entry.hpp"
#include "order/external_sort.hpp"
#include "record/batch.hpp"
#include "record/column.hpp"
#include "record/schema.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::parts {

struct Person {
  std::int64_t id;
  std::string last, first, born, specialty;
};

/// So many people. Names are skewed; of a thousand last names `accented` have a letter that is not ASCII.
std::vector<Person> people(std::size_t count, unsigned accented = 40);

/// What is read of them: id (int64), lastname, firstname, born (date), specialty.
const ReadSpec& read_spec();
/// Their columns in an output.
const std::vector<Column>& columns();

std::string csv(const std::vector<Person>& people);
std::string json_lines(const std::vector<Person>& people);
/// The page of an API: {"total_pages": …, "users": […]}, without room behind it for a parser.
std::string json_page(const std::vector<Person>& people);
RecordBatch records(const std::vector<Person>& people);

/// The key of last name and first name, each through `normalization`, as a job file names it.
KeyBuilder key_builder(const std::string& normalization);

/// Says in the results how many records an iteration worked on.
void count_records(benchmark::State& state, std::size_t records);

}  // namespace counterpart::parts
