// caller.h: who is calling, as established before a handler runs.

#ifndef SERVICES_COMMON_AUTH_CALLER_H_
#define SERVICES_COMMON_AUTH_CALLER_H_

#include <cstdint>
#include <string>

namespace caseload::auth {

// A set of caseload.options.v1.Role values, by number.
class RoleSet {
 public:
  RoleSet() = default;
  void Add(int role) { bits_ |= uint32_t{1} << role; }
  bool Has(int role) const { return (bits_ & (uint32_t{1} << role)) != 0; }
  bool Intersects(RoleSet other) const { return (bits_ & other.bits_) != 0; }
  bool empty() const { return bits_ == 0; }

 private:
  uint32_t bits_ = 0;
};

enum class CallerKind {
  kPerson,   // a signed token, no certificate
  kService,  // spiffe://<trust domain>/service/<name>
  kPartner,  // spiffe://<trust domain>/partner/<id>
};

// A verified identity. A token that came together with a certificate is a call
// on behalf of: `kind` and `principal` are the certificate's, `person` and
// `roles` the token's.
struct Caller {
  CallerKind kind = CallerKind::kPerson;
  // "person/<subject>", "service/<name>" or "partner/<id>": what the audit row,
  // the request-id scope and the quotas go by.
  std::string principal;
  // Subject of the token, or empty.
  std::string person;
  // The person's roles; empty for a machine that speaks for itself.
  RoleSet roles;
};

}  // namespace caseload::auth

#endif  // SERVICES_COMMON_AUTH_CALLER_H_
