#include "services/policy/proto/digest.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace caseload::policy {

absl::StatusOr<std::string> PackDigest(
    const google::protobuf::Message& message) {
  const std::unique_ptr<google::protobuf::Message> known(message.New());
  known->CopyFrom(message);
  known->DiscardUnknownFields();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream output(&stream);
    output.SetSerializationDeterministic(true);
    known->ByteSizeLong();  // fills the cached sizes
    known->SerializeWithCachedSizes(&output);
  }
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), hash, &length, EVP_sha256(),
                 nullptr) != 1) {
    return absl::InternalError("the content could not be hashed");
  }
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash), length));
}

}  // namespace caseload::policy
