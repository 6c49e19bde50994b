#include "source/byte_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <fstream>
#include <string>
#include <thread>

#include "counterpart/error.hpp"
#include "support/file_reading.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart {
namespace {

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  std::string copy = text;
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstandard(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

class ByteReading : public ::testing::Test {
 protected:
  std::string read(const std::string& name, const std::string& bytes, std::size_t step = 1000) {
    const auto reader = open_bytes(test::write_file(folder_.path() / name, bytes));
    std::string text;
    std::string block(step, '\0');
    while (const std::size_t got = reader->read(block.data(), step)) text.append(block, 0, got);
    EXPECT_EQ(reader->read(block.data(), step), 0u) << "the end stays the end";
    return text;
  }

  std::string problem(const std::string& name, const std::string& bytes) {
    try {
      read(name, bytes);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      return error.what();
    }
    return "";
  }

  test::TemporaryDirectory folder_;
};

std::string long_text() {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919 % 100'003) + "\n";
  return text;
}

TEST_F(ByteReading, UnpacksByTheEndingOfTheName) {
  const std::string text = long_text();
  EXPECT_EQ(read("a.csv", text), text);
  EXPECT_EQ(read("a.csv.gz", gzipped(text)), text);
  EXPECT_EQ(read("a.csv.zst", zstandard(text)), text);
  EXPECT_EQ(read("b.csv.gz", gzipped(text), 1), text);
  EXPECT_EQ(read("b.csv.zst", zstandard(text), 1), text);
}

TEST_F(ByteReading, ReadsEmptyContents) {
  EXPECT_EQ(read("a", ""), "");
  EXPECT_EQ(read("a.gz", gzipped("")), "");
  EXPECT_EQ(read("a.zst", zstandard("")), "");
}

TEST_F(ByteReading, ReadsThroughSeveralMembersAndFrames) {
  const std::string text = long_text();
  EXPECT_EQ(read("a.gz", gzipped("one\n") + gzipped("") + gzipped(text) + gzipped("end")),
            "one\n" + text + "end");
  EXPECT_EQ(read("a.zst", zstandard("one\n") + zstandard("") + zstandard(text) + zstandard("end")),
            "one\n" + text + "end");
  EXPECT_EQ(
      read("padded.gz", gzipped("one") + std::string(600, '\0') + gzipped("two") + std::string(9, '\0')),
      "onetwo");
}

TEST_F(ByteReading, RefusesDataThatIsCutOff) {
  for (const std::size_t missing : {1u, 4u, 8u, 100u}) {
    std::string packed = gzipped(long_text());
    packed.resize(packed.size() - missing);
    EXPECT_THAT(problem("a.gz", packed), ::testing::HasSubstr("cut off")) << missing;
    packed = zstandard(long_text());
    packed.resize(packed.size() - missing);
    EXPECT_THAT(problem("a.zst", packed), ::testing::HasSubstr("cut off")) << missing;
  }
  EXPECT_THAT(problem("b.gz", gzipped("one") + gzipped("two").substr(0, 5)), ::testing::HasSubstr("cut off"));
  EXPECT_THAT(problem("b.zst", zstandard("one") + zstandard("two").substr(0, 5)),
              ::testing::HasSubstr("cut off"));
  EXPECT_THAT(problem("c.gz", ""), ::testing::HasSubstr("cut off"));
  EXPECT_THAT(problem("c.zst", ""), ::testing::HasSubstr("cut off"));
}

TEST_F(ByteReading, RefusesDataThatIsDamaged) {
  EXPECT_THAT(problem("a.gz", "id,name\n1,Ada\n"), ::testing::HasSubstr("cannot be unpacked"));
  EXPECT_THAT(problem("a.zst", "id,name\n1,Ada\n"), ::testing::HasSubstr("cannot be unpacked"));
  std::string packed = gzipped(long_text());
  packed[packed.size() - 6] ^= 1;  // in the checksum
  EXPECT_THAT(problem("b.gz", packed), ::testing::HasSubstr("cannot be unpacked"));
  EXPECT_THAT(problem("c.gz", gzipped("one") + "rubbish"), ::testing::HasSubstr("cannot be unpacked"));
}

TEST_F(ByteReading, NamesAFileThatCannotBeRead) {
  for (const auto& path : {folder_.path() / "none.csv", folder_.path() / "none.csv.gz"}) {
    try {
      open_bytes(path);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::source);
      EXPECT_EQ(error.what(), path.string() + ": No such file or directory");
    }
  }
  char byte = 0;
  EXPECT_THROW(open_bytes(folder_.path())->read(&byte, 1), Error);
}

class PipeReading : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0); }

  test::TemporaryDirectory folder_;
  std::filesystem::path path_ = folder_.path() / "pipe.csv";
  CancelToken cancel_;
};

TEST_F(PipeReading, WaitsForTheWriterAndEndsWithIt) {
  const auto reader = open_bytes(path_, &cancel_);
  std::jthread writer([this] {
    std::ofstream pipe(path_);
    for (int i = 0; i < 100; ++i) pipe << "a line\n" << std::flush;
  });
  std::string text;
  std::array<char, 64> part{};
  while (const std::size_t got = reader->read(part.data(), part.size())) text.append(part.data(), got);
  EXPECT_EQ(text.size(), 700U);
}

TEST_F(PipeReading, IsEndedByACancellation) {
  const auto reader = open_bytes(path_, &cancel_);
  std::jthread canceller([this] { cancel_.cancel(ErrorKind::interrupted); });
  char byte = 0;
  try {
    reader->read(&byte, 1);
    FAIL() << "nothing was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

}  // namespace
}  // namespace counterpart
