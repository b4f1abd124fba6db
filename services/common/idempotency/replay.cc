#include "services/common/idempotency/replay.h"

#include <openssl/sha.h>

#include <array>

#include "absl/strings/escaping.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::idempotency {
namespace {

// Deterministic, so that a client that writes its fields in another order on
// the second try is still understood.
std::string Sha256Of(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest.data());
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.data()), digest.size()));
}

absl::Status ForgetOld(sql::Transaction& tx, const Key& key, absl::Time now) {
  // Its own, so that an id is free again on time, however many older ones wait.
  ABSL_RETURN_IF_ERROR(
      tx.Execute("DELETE FROM request_replays WHERE principal = :1"
                 " AND method = :2 AND request_id = :3 AND recorded_at < :4",
                 key.principal, key.method, key.request_id,
                 absl::ToUnixMicros(now - kKept))
          .status());
  // A few at a time: the work is spread over the calls that cause it.
  return tx
      .Execute(
          "DELETE FROM request_replays WHERE (principal, method, request_id) IN"
          " (SELECT principal, method, request_id FROM request_replays"
          "  WHERE recorded_at < :1 ORDER BY recorded_at LIMIT 10)",
          absl::ToUnixMicros(now - kKept))
      .status();
}

}  // namespace

absl::StatusOr<bool> Claim(sql::Transaction& tx, const Key& key,
                           const google::protobuf::Message& request,
                           absl::Time now,
                           google::protobuf::Message* response) {
  const std::string sha256 = Sha256Of(request);
  ABSL_RETURN_IF_ERROR(ForgetOld(tx, key, now));
  ABSL_ASSIGN_OR_RETURN(
      auto stored,
      (tx.QueryOne<std::string, std::string>(
          "SELECT request_sha256, response FROM request_replays"
          " WHERE principal = :1 AND method = :2 AND request_id = :3",
          key.principal, key.method, key.request_id)));
  if (!stored.has_value()) {
    ABSL_RETURN_IF_ERROR(
        tx.Execute("INSERT INTO request_replays (principal, method, request_id,"
                   " request_sha256, response, recorded_at)"
                   " VALUES (:1, :2, :3, :4, '', :5)",
                   key.principal, key.method, key.request_id, sha256,
                   absl::ToUnixMicros(now))
            .status());
    return true;
  }
  if (std::get<0>(*stored) != sha256) {
    return status::InvalidField(
        "request_id", "REQUEST_ID_REUSED",
        "was used with another request within the last 7 days; choose a new "
        "one");
  }
  // A newer replica may have answered with fields that this one does not know.
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(std::get<1>(*stored),
                                                   response, options)
           .ok()) {
    return status::Internal("a stored answer could not be read");
  }
  return false;
}

absl::Status Store(sql::Transaction& tx, const Key& key,
                   const google::protobuf::Message& response) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(response, &json).ok()) {
    return status::Internal("an answer could not be stored");
  }
  return tx
      .Execute(
          "UPDATE request_replays SET response = :1"
          " WHERE principal = :2 AND method = :3 AND request_id = :4",
          json, key.principal, key.method, key.request_id)
      .status();
}

}  // namespace caseload::idempotency
