#include "http/page_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"
#include "http/page_file.hpp"
#include "support/temporary_directory.hpp"

namespace counterpart::http {
namespace {

using Found = PageArchive::Found;
using Kind = ArchiveManifest::Kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

Request ask(const std::string& url) {
  return {Url::parse(url, ErrorKind::job_file), {{"Accept", "application/json"}}};
}

Response answered(const std::string& body) {
  Response response;
  response.status = 200;
  response.headers = {
      {"content-type", "application/json"}, {"set-cookie", "session=s3cret"}, {"link", "</a>"}};
  response.effective_url = "https://h/users?page=2";
  response.body.append(body.data(), body.size());
  return response;
}

/// A recording in a folder of its own, and what is in it.
class Archive : public testing::Test {
 protected:
  std::filesystem::path folder() const { return place_.path(); }
  PageArchive begun(const ArchiveManifest& manifest = {.side = "partner", .url = "https://h/users"}) const {
    return PageArchive::begin(folder(), manifest);
  }
  PageArchive opened(Kind kind = Kind::recording) const { return PageArchive::open(folder(), kind).value(); }

  /// Keeps a body as page `page`, and gives its file.
  std::filesystem::path kept(const PageArchive& archive, std::uint64_t page, const std::string& body,
                             const Redaction& redaction = {}) const {
    const Request request = ask("https://h/users?page=" + std::to_string(page));
    archive.keep({1, page}, request, answered(body), {"content-type", "link"}, redaction);
    return page_files().back();
  }
  std::vector<std::filesystem::path> page_files() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      if (entry.path().extension() == ".page") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
  }
  std::string found(const PageArchive& archive, unsigned page) const {
    Response response;
    switch (archive.find(ask("https://h/users?page=" + std::to_string(page)), response)) {
      case Found::absent: return "absent";
      case Found::damaged: return "damaged";
      case Found::whole: return std::string(response.body.view());
    }
    return "";
  }
  static void rewrite(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }

  test::TemporaryDirectory place_;
};

TEST_F(Archive, GivesBackWhatWasKept) {
  kept(begun(), 2, R"({"users":[]})");
  Response response;
  EXPECT_EQ(opened().find(ask("https://h/users?page=2"), response), Found::whole);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.failure, Failure::none);
  EXPECT_EQ(response.body.view(), R"({"users":[]})");
  EXPECT_EQ(response.effective_url, "https://h/users?page=2");
  EXPECT_THAT(response.headers, ElementsAre(Pair("content-type", "application/json"), Pair("link", "</a>")));
}

TEST_F(Archive, KeepsBytesOfAnyKindAndNone) {
  const std::string bytes("a\0\n\nbody: 7\n\xFF", 14);
  const PageArchive archive = begun();
  kept(archive, 1, bytes);
  kept(archive, 2, "");
  EXPECT_EQ(found(opened(), 1), bytes);
  EXPECT_EQ(found(opened(), 2), "");
}

TEST_F(Archive, KeepsFailuresToo) {
  const PageArchive archive = begun();
  Response broken;
  broken.failure = Failure::too_slow;
  broken.reason = "the answer stalled";
  broken.body.append("[{\"id\":1", 8);
  archive.keep({1, 1}, ask("https://h/users"), broken, {}, {});
  Response response;
  ASSERT_EQ(opened().find(ask("https://h/users"), response), Found::whole);
  EXPECT_EQ(response.failure, Failure::too_slow);
  EXPECT_EQ(response.reason, "the answer stalled");
  EXPECT_EQ(response.body.size(), 0u);
  EXPECT_EQ(response.status, 0);
}

TEST_F(Archive, TellsRequestsApartByAllThatDecidesTheAnswer) {
  const PageArchive archive = begun();
  Request post = ask("https://h/users");
  post.post = true;
  post.body = R"({"page":1})";
  archive.keep({1, 1}, post, answered("first"), {}, {});
  const PageArchive reopened = opened();
  EXPECT_TRUE(reopened.has(post));
  std::vector<Request> others(4, post);
  others[0].body = R"({"page":2})";
  others[1].post = false;
  others[2].headers.emplace_back("X-Page", "2");
  others[3].url.set_parameter("page", "2");
  for (const Request& other : others) EXPECT_FALSE(reopened.has(other)) << other.url.text();
}

TEST_F(Archive, IsForItsOwnerAlone) {
  const auto file = kept(begun(), 1, "{}");
  for (const auto& entry : {file, folder() / "manifest"})
    EXPECT_EQ(std::filesystem::status(entry).permissions(), std::filesystem::perms(0600)) << entry;
}

TEST_F(Archive, FindsNoPageThatIsCutShort) {
  const auto file = kept(begun(), 1, R"({"users":[1,2,3]})");
  const std::string whole = read_file(file, ErrorKind::internal);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    rewrite(file, whole.substr(0, size));
    ASSERT_EQ(found(opened(), 1), "damaged") << size;
  }
  rewrite(file, whole + " ");
  EXPECT_EQ(found(opened(), 1), "damaged");
  rewrite(file, whole);
  EXPECT_EQ(found(opened(), 1), R"({"users":[1,2,3]})");
}

TEST_F(Archive, FindsNoPageWithAByteThatIsAnotherOne) {
  const auto file = kept(begun(), 1, R"({"users":[1,2,3]})");
  const std::string whole = read_file(file, ErrorKind::internal);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bent = whole;
    bent[at] = static_cast<char>(bent[at] ^ 1);
    rewrite(file, bent);
    ASSERT_EQ(found(opened(), 1), "damaged") << at;
  }
}

TEST_F(Archive, FindsNoPageUnderTheNameOfAnother) {
  const PageArchive archive = begun();
  const auto first = kept(archive, 1, "first");
  const auto second = kept(archive, 2, "second");
  std::filesystem::rename(second, first);
  EXPECT_EQ(found(opened(), 1), "damaged");
  EXPECT_EQ(found(opened(), 2), "absent");
}

TEST_F(Archive, ForgetsAndRemovesWhatIsDamaged) {
  const PageArchive archive = begun();
  const auto first = kept(archive, 1, "first");
  kept(archive, 2, "second");
  rewrite(first, "nonsense");
  PageArchive reopened = opened();
  EXPECT_TRUE(reopened.has({1, 1}));
  reopened.drop_damaged();
  EXPECT_FALSE(reopened.has({1, 1}));
  EXPECT_TRUE(reopened.has({1, 2}));
  EXPECT_EQ(found(reopened, 1), "absent");
  EXPECT_EQ(found(reopened, 2), "second");
  EXPECT_FALSE(std::filesystem::exists(first));
}

TEST_F(Archive, PutsANewAnswerInThePlaceOfTheOldOnes) {
  kept(begun(), 1, "old");
  const PageArchive reopened = opened();
  reopened.keep({1, 1}, ask("https://h/users?page=1&size=5"), answered("new"), {}, {});
  EXPECT_EQ(page_files().size(), 1u);
  EXPECT_EQ(found(opened(), 1), "absent");
  kept(reopened, 2, "one");
  kept(reopened, 2, "two");
  EXPECT_EQ(found(opened(), 2), "two");
  reopened.drop({1, 2}, ask("https://h/users?page=2"));
  EXPECT_EQ(found(opened(), 2), "absent");
}

TEST_F(Archive, LeavesForeignFilesAlone) {
  kept(begun(), 1, "{}");
  for (const char* name :
       {"notes.txt", "0001-00000001-short.page", "x-1-0123456789abcdef0123456789abcdef.page"})
    rewrite(folder() / name, "mine");
  const PageArchive reopened = opened();
  EXPECT_EQ(found(reopened, 1), "{}");
  EXPECT_FALSE(reopened.has({1, 2}));
  rewrite(folder() / ".0001-00000002-a.page.77-0.tmp", "cut sh");
  PageArchive::clear(folder());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder()), {}), 3);
  EXPECT_EQ(read_file(folder() / "notes.txt", ErrorKind::internal), "mine");
}

TEST_F(Archive, IsNoneWithoutAManifestOfItsKind) {
  EXPECT_FALSE(PageArchive::open(folder(), Kind::recording));
  EXPECT_FALSE(PageArchive::open(folder() / "nowhere", Kind::recording));
  begun();
  EXPECT_TRUE(PageArchive::open(folder(), Kind::recording));
  EXPECT_FALSE(PageArchive::open(folder(), Kind::journal));
  rewrite(folder() / "manifest", "counterpart recording 2\n");
  EXPECT_FALSE(PageArchive::open(folder(), Kind::recording));
}

TEST_F(Archive, SaysWhatItIsOf) {
  begun({Kind::journal, "part\nner", "https://h/users", "0123", 1'500'000, ""});
  const ArchiveManifest manifest = opened(Kind::journal).manifest();
  EXPECT_EQ(manifest.side, "part\\x0Aner");
  EXPECT_EQ(manifest.url, "https://h/users");
  EXPECT_EQ(manifest.requests, "0123");
  EXPECT_EQ(manifest.began, 1'500'000);
  EXPECT_NE(manifest.version, "");
}

TEST_F(Archive, HoldsNoCredentialInAnyByte) {
  const Redaction redaction({Secret("s3/cret")});
  const PageArchive archive = begun();
  Request request = ask("https://h/users?after=1&key=s3%2Fcret");
  Response response = answered(R"({"next":"\/users?key=s3%2fcret","echo":"s3\/cret","me":"s3/cret"})");
  response.headers = {{"link", "<https://h/users?key=s3%2Fcret>; rel=\"next\""}, {"set-cookie", "s3/cret"}};
  response.effective_url = request.url.text();
  archive.keep({1, 1}, request, response, {"link"}, redaction);
  const std::string bytes = read_file(page_files().front(), ErrorKind::internal);
  EXPECT_FALSE(redaction.finds(bytes)) << bytes;
  EXPECT_THAT(bytes, Not(HasSubstr("cookie")));
  EXPECT_THAT(bytes, HasSubstr(R"({"next":"\/users?key=REDACTED","echo":"REDACTED","me":"REDACTED"})"));
}

/// As a reader of the recording asks for it, who knows no credential: by the link in the page before.
TEST_F(Archive, FindsThePageBehindARedactedLink) {
  const Redaction redaction({Secret("s3/cret")});
  begun().keep({1, 2}, ask("https://h/users?after=1&key=s3%2Fcret"), answered("second"), {}, redaction);
  EXPECT_TRUE(opened().has(ask("https://h/users?after=1&key=REDACTED")));
  EXPECT_FALSE(opened().has(ask("https://h/users?after=1&key=s3%2Fcret")));
}

}  // namespace
}  // namespace counterpart::http
