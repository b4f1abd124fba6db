#include "services/common/seal/sealer.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"

namespace caseload::seal {
namespace {

constexpr int kNonceBytes = 12;
constexpr int kTagBytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const {
    EVP_CIPHER_CTX_free(context);
  }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text, size_t at = 0) {
  return reinterpret_cast<unsigned char*>(&text[at]);
}

// Encryption fails only when OpenSSL has no memory or no AES: there is no way
// on that would not put plain text where sealed text belongs.
void Must(int result) {
  if (result != 1) std::abort();
}

std::string RandomBytes(int count) {
  std::string bytes(count, '\0');
  Must(RAND_bytes(Bytes(bytes), count));
  return bytes;
}

}  // namespace

absl::StatusOr<Sealer> Sealer::FromKey(absl::string_view key) {
  if (key.size() != kKeyBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a sealing key has ", kKeyBytes, " bytes, this one has ", key.size()));
  }
  return Sealer(std::string(key));
}

Sealer Sealer::WithRandomKey() { return Sealer(RandomBytes(kKeyBytes)); }

std::string Sealer::Seal(absl::string_view plain,
                         absl::string_view associated) const {
  // nonce | cipher text | tag
  std::string sealed = RandomBytes(kNonceBytes);
  sealed.resize(kNonceBytes + plain.size() + kTagBytes);
  Context context(EVP_CIPHER_CTX_new());
  Must(context != nullptr);
  int length = 0;
  Must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr,
                          Bytes(absl::string_view(key_)), Bytes(sealed)));
  Must(EVP_EncryptUpdate(context.get(), nullptr, &length, Bytes(associated),
                         static_cast<int>(associated.size())));
  Must(EVP_EncryptUpdate(context.get(), Bytes(sealed, kNonceBytes), &length,
                         Bytes(plain), static_cast<int>(plain.size())));
  Must(EVP_EncryptFinal_ex(context.get(),
                           Bytes(sealed, kNonceBytes + plain.size()), &length));
  Must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                           &sealed[kNonceBytes + plain.size()]));
  return sealed;
}

std::optional<std::string> Sealer::Open(absl::string_view sealed,
                                        absl::string_view associated) const {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const size_t size = sealed.size() - kNonceBytes - kTagBytes;
  const absl::string_view cipher = sealed.substr(kNonceBytes, size);
  std::string tag(sealed.substr(kNonceBytes + size));
  // One byte more than needed, so that there is a first byte to point at.
  std::string plain(size + 1, '\0');
  Context context(EVP_CIPHER_CTX_new());
  Must(context != nullptr);
  int length = 0;
  Must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr,
                          Bytes(absl::string_view(key_)), Bytes(sealed)));
  if (EVP_DecryptUpdate(context.get(), nullptr, &length, Bytes(associated),
                        static_cast<int>(associated.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), Bytes(plain), &length, Bytes(cipher),
                        static_cast<int>(size)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes,
                          &tag[0]) != 1 ||
      EVP_DecryptFinal_ex(context.get(), Bytes(plain, size), &length) != 1) {
    return std::nullopt;
  }
  plain.resize(size);
  return plain;
}

}  // namespace caseload::seal
