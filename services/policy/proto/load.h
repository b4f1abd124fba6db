// load.h: packs and instruments from the text of a file.

#ifndef SERVICES_POLICY_PROTO_LOAD_H_
#define SERVICES_POLICY_PROTO_LOAD_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "caseload/policy/v1/instrument.pb.h"
#include "caseload/policy/v1/policy_pack.pb.h"
#include "services/policy/problem.h"
#include "services/policy/proto/convert.h"

namespace caseload::policy {

// A parsed message beside the value that was made of it.
template <typename Message, typename Value>
struct Loaded {
  Message message;
  Value value;
};

// Parses, checks and converts a textproto. `file` only names the text in
// problems; nothing is read. A text that does not parse gives its problems with
// line and column and no field; a bad field gives its place in the text too. A
// text over 1 MiB is refused unread.
Checked<Loaded<v1::PolicyPack, PolicyPack>> LoadPack(absl::string_view file,
                                                     absl::string_view text);
Checked<Loaded<v1::Instrument, Instrument>> LoadInstrument(
    absl::string_view file, absl::string_view text);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_LOAD_H_
