#include "services/common/feed/feed.h"

#include <optional>
#include <tuple>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::feed {
namespace {

// Binds a token to its purpose: a page token sealed with the same key is none.
constexpr char kTokenPurpose[] = "caseload.feed.resume_token";

constexpr char kColumns[] =
    "SELECT xid, id, resource_name, kind, version, recorded_at, state_type,"
    " state, CASE WHEN EXISTS (SELECT 1 FROM changes later"
    " WHERE later.resource_name = changes.resource_name"
    " AND later.version > changes.version) THEN 1 ELSE 0 END"
    " FROM changes WHERE (xid, id) > (:1, :2)";
// The oldest transaction that is still open: only below it can nothing older
// appear later.
constexpr char kPostgresHorizon[] =
    "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)";
constexpr char kOrder[] = " ORDER BY xid, id LIMIT :3";

}  // namespace

absl::StatusOr<int64_t> Append(sql::Transaction& tx, const Change& change) {
  std::string state;
  if (!google::protobuf::util::MessageToJsonString(*change.state, &state)
           .ok()) {
    return status::Internal("a change could not be put on the feed");
  }
  ABSL_ASSIGN_OR_RETURN(
      auto newest,
      (tx.QueryOne<std::optional<int64_t>>(
          "SELECT MAX(version) FROM changes WHERE resource_name = :1",
          change.resource_name)));
  const int64_t version = std::get<0>(*newest).value_or(0) + 1;
  ABSL_RETURN_IF_ERROR(
      tx.Execute("INSERT INTO changes (resource_name, kind, version,"
                 " recorded_at, state_type, state, traceparent)"
                 " VALUES (:1, :2, :3, :4, :5, :6, :7)",
                 change.resource_name, change.kind, version,
                 absl::ToUnixMicros(change.recorded_at),
                 change.state->GetDescriptor()->full_name(), state,
                 change.traceparent)
          .status());
  return version;
}

absl::StatusOr<std::vector<Entry>> ReadAfter(sql::Transaction& tx,
                                             Position after, int limit) {
  const std::string query =
      tx.engine() == sql::Engine::kPostgres
          ? absl::StrCat(kColumns, " AND xid < ", kPostgresHorizon, kOrder)
          : absl::StrCat(kColumns, kOrder);
  ABSL_ASSIGN_OR_RETURN(
      auto rows, (tx.Query<int64_t, int64_t, std::string, std::string, int64_t,
                           int64_t, std::string, std::string, bool>(
                     query, after.xid, after.id, limit)));
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (auto& [xid, id, name, kind, version, recorded_at, type, state,
              superseded] : rows) {
    entries.push_back({{xid, id},
                       std::move(name),
                       std::move(kind),
                       version,
                       absl::FromUnixMicros(recorded_at),
                       std::move(type),
                       std::move(state),
                       superseded});
  }
  return entries;
}

absl::StatusOr<bool> HasWithheld(sql::Transaction& tx) {
  if (tx.engine() == sql::Engine::kSqlite) return false;
  ABSL_ASSIGN_OR_RETURN(const auto row,
                        (tx.QueryOne<int64_t>(absl::StrCat(
                            "SELECT id FROM changes WHERE xid >= ",
                            kPostgresHorizon, " ORDER BY xid, id LIMIT 1"))));
  return row.has_value();
}

absl::Status EnsureStore(sql::Transaction& tx, ids::IdSource& ids) {
  return tx
      .Execute(
          "INSERT INTO feed_store (singleton, epoch) VALUES (1, :1)"
          " ON CONFLICT (singleton) DO NOTHING",
          ids.NewId())
      .status();
}

absl::StatusOr<Store> ReadStore(sql::Transaction& tx) {
  ABSL_ASSIGN_OR_RETURN(
      auto row, (tx.QueryOne<std::string, int64_t, int64_t>(
                    "SELECT epoch, pruned_xid, pruned_id FROM feed_store")));
  if (!row.has_value()) return status::Internal("the store has no name yet");
  return Store{std::get<0>(*row), {std::get<1>(*row), std::get<2>(*row)}};
}

std::string ResumeTokens::Make(const Store& store, Position position) const {
  return absl::WebSafeBase64Escape(sealer_.Seal(
      absl::StrCat(store.epoch, " ", position.xid, " ", position.id),
      kTokenPurpose));
}

absl::StatusOr<Position> ResumeTokens::Open(const Store& store,
                                            absl::string_view token) const {
  if (token.empty()) return Position();
  std::string sealed;
  std::optional<std::string> plain;
  if (absl::WebSafeBase64Unescape(token, &sealed)) {
    plain = sealer_.Open(sealed, kTokenPurpose);
  }
  const std::vector<std::string> parts =
      absl::StrSplit(plain.value_or(""), ' ');
  Position position;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &position.xid) ||
      !absl::SimpleAtoi(parts[2], &position.id)) {
    return status::InvalidField(
        "resume_token", "RESUME_TOKEN_INVALID",
        "is not a token that this feed returned; begin again without one");
  }
  if (parts[0] != store.epoch || position < store.pruned) {
    return status::OutOfRange(
        "FEED_RESYNC",
        "the feed no longer holds what came after this token; list the "
        "resources, then watch without a token");
  }
  return position;
}

}  // namespace caseload::feed
