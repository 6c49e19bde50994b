#pragma once
/// What a server gets that asks for a file of this machine: nothing, but for the one statement that sends
/// rows from memory. No file is ever opened, whatever its name.

#include <string_view>

struct st_mysql;

namespace counterpart {

/// Every request for a file is refused from here on.
void refuse_local_files(st_mysql* handle) noexcept;

/// For as long as it lives, the first request for the file `kName` is answered with `rows`, and every other
/// one refused. The statement has to ask for it by that name, on a connection that was made for it.
class MysqlLocalRows {
 public:
  /// No file has it: it is no path of any folder.
  static constexpr std::string_view kName = "counterpart:rows";

  /// `rows` and `handle` have to outlive it.
  MysqlLocalRows(st_mysql* handle, std::string_view rows) noexcept;
  ~MysqlLocalRows();
  MysqlLocalRows(const MysqlLocalRows&) = delete;
  MysqlLocalRows& operator=(const MysqlLocalRows&) = delete;

 private:
  static int begin(void** reading, const char* name, void* self);
  static int read(void* reading, char* bytes, unsigned most);

  st_mysql* handle_;
  std::string_view rows_;  ///< those that were not read yet
  bool asked_ = false;
};

}  // namespace counterpart
