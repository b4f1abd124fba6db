// service_base.h: what the handlers of all caseplan's proto services share.

#ifndef SERVICES_CASEPLAN_SERVICE_BASE_H_
#define SERVICES_CASEPLAN_SERVICE_BASE_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "services/caseplan/domain/reach.h"
#include "services/caseplan/domain/recording.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/feed/feed.h"
#include "services/common/ids/ids.h"
#include "services/common/paging/paging.h"
#include "services/common/rpc/call_context.h"
#include "services/common/rpc/service.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

// What main.cc gives every service. All borrowed; they outlive the services.
struct ServiceOptions {
  ids::IdSource* ids = nullptr;
  const paging::TokenSealer* page_tokens = nullptr;
  // The county's zone: decides which civil day an instant belongs to.
  absl::TimeZone zone;
};

// Thread-safe: handlers keep nothing between calls.
class ServiceBase {
 protected:
  explicit ServiceBase(const ServiceOptions& options) : options_(options) {}
  ~ServiceBase() = default;

  // The civil day of the call in the county's zone.
  absl::CivilDay Today(const rpc::CallContext& call) const {
    return absl::ToCivilDay(call.now, options_.zone);
  }
  const absl::TimeZone& zone() const { return options_.zone; }
  std::string NewId() const { return options_.ids->NewId(); }
  std::string ChosenOrNewId(const std::string& chosen) const {
    return chosen.empty() ? NewId() : chosen;
  }
  // The instant of the call as the store keeps it, to the microsecond.
  static absl::Time RecordTime(const rpc::CallContext& call) {
    return absl::FromUnixMicros(absl::ToUnixMicros(call.now));
  }
  // Revision `revision` of a fact, recorded by this call.
  static Recording NewRecording(const rpc::CallContext& call,
                                int64_t revision = 1) {
    return Recording{revision, RecordTime(call), call.caller.principal,
                     std::nullopt};
  }

  // Which records the caller reaches, by the roles that the method admits.
  absl::StatusOr<Reach> ReachOf(sql::Transaction& tx,
                                const rpc::CallContext& call) const;

  // Puts the record that the call has just written on the feed and notes it for
  // the audit row. `state` is what followers project; its `name` field names
  // the record.
  template <typename State>
  static absl::Status Announce(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               absl::string_view kind, const State& state) {
    call.Touched(state.name());
    return feed::Append(tx, {state.name(), std::string(kind), RecordTime(call),
                             &state, call.traceparent})
        .status();
  }

  // One page of a list, opened.
  struct OpenedList {
    storage::PageRequest page;
    std::string fingerprint;
  };
  // INVALID_ARGUMENT when page_size is negative or page_token is of another
  // query.
  template <typename Request>
  absl::StatusOr<OpenedList> OpenList(const rpc::CallContext& call,
                                      Request request) const {
    OpenedList list;
    ABSL_ASSIGN_OR_RETURN(list.page.limit,
                          paging::PageSize(request.page_size()));
    const std::string token = request.page_token();
    request.clear_page_size();
    request.clear_page_token();
    list.fingerprint = absl::StrCat(call.method, request.SerializeAsString());
    ABSL_ASSIGN_OR_RETURN(list.page.after,
                          options_.page_tokens->Open(list.fingerprint, token));
    return list;
  }
  // The token of the page that begins at `next`; empty when there is none.
  std::string NextPageToken(const OpenedList& list,
                            absl::string_view next) const {
    if (next.empty()) return "";
    return options_.page_tokens->Seal(list.fingerprint, next);
  }

  // Copies the fields that `mask` names from `from` into `to`; a field that is
  // absent in `from` becomes absent.
  static void ApplyMask(const google::protobuf::FieldMask& mask,
                        const google::protobuf::Message& from,
                        google::protobuf::Message* to);

 private:
  const ServiceOptions options_;
};

// Registers a member function as the handler of `method`.
template <typename Handlers, typename Request, typename Response>
void AddRead(rpc::Service& service, absl::string_view method,
             Handlers* handlers,
             absl::StatusOr<Response> (Handlers::*handler)(
                 sql::Transaction&, const rpc::CallContext&, const Request&)) {
  service.Read<Request, Response>(
      method,
      [handlers, handler](sql::Transaction& tx, const rpc::CallContext& call,
                          const Request& request) {
        return (handlers->*handler)(tx, call, request);
      });
}
template <typename Handlers, typename Request, typename Response>
void AddWrite(rpc::Service& service, absl::string_view method,
              Handlers* handlers,
              absl::StatusOr<Response> (Handlers::*handler)(
                  sql::Transaction&, const rpc::CallContext&, const Request&)) {
  service.Write<Request, Response>(
      method,
      [handlers, handler](sql::Transaction& tx, const rpc::CallContext& call,
                          const Request& request) {
        return (handlers->*handler)(tx, call, request);
      });
}

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_SERVICE_BASE_H_
