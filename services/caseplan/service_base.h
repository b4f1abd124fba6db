// service_base.h: what the handlers of all caseplan's proto services share.

#ifndef SERVICES_CASEPLAN_SERVICE_BASE_H_
#define SERVICES_CASEPLAN_SERVICE_BASE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "services/caseplan/convert.h"
#include "services/caseplan/convert_case.h"
#include "services/caseplan/domain/history.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/domain/reach.h"
#include "services/caseplan/domain/recording.h"
#include "services/caseplan/domain/supervision_case.h"
#include "services/caseplan/publish.h"
#include "services/caseplan/storage/rows.h"
#include "services/common/ids/ids.h"
#include "services/common/import/record_masters.h"
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
  // Which kinds of record are imported; null when the county declares none.
  const imports::RecordMasters* masters = nullptr;
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

  // FAILED_PRECONDITION, reason RECORD_KIND_IMPORTED, when records of the kind
  // (named as its file) are changed in the county's own system only. Whatever
  // writes one begins with it.
  absl::Status CheckNative(absl::string_view kind) const {
    if (options_.masters == nullptr) return absl::OkStatus();
    return options_.masters->CheckNativeWrite(kind);
  }
  // For handlers that store what was imported.
  static ServiceOptions WithoutMasters(ServiceOptions options) {
    options.masters = nullptr;
    return options;
  }

  // Whether the caller reaches every record, which no row decides.
  static bool ReachesWholeCounty(const rpc::CallContext& call);

  // Which records the caller reaches, by the roles that the method admits.
  absl::StatusOr<Reach> ReachOf(sql::Transaction& tx,
                                const rpc::CallContext& call) const;

  // The case, when the caller reaches it; else NOT_FOUND, as for one that does
  // not exist.
  absl::StatusOr<Case> ReachedCase(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const CaseName& name) const;
  // The same for a change of what hangs on an open case: FAILED_PRECONDITION,
  // reason CASE_CLOSED, when it is closed.
  absl::StatusOr<Case> ReachedOpenCase(sql::Transaction& tx,
                                       const rpc::CallContext& call,
                                       const CaseName& name) const;

  // PERMISSION_DENIED, reason OFFICER_NOT_SUPERVISED, unless the caller reaches
  // the officer's own records.
  absl::Status CheckOfficerReached(sql::Transaction& tx,
                                   const rpc::CallContext& call,
                                   const std::string& officer_id) const;

  // Puts the record that the call has just written on the feed and notes it for
  // the audit row. Followers get `state` without its personal fields; its
  // `name` field names the record.
  template <typename State>
  static absl::Status Announce(sql::Transaction& tx,
                               const rpc::CallContext& call,
                               absl::string_view kind, State state) {
    call.Touched(state.name());
    ClearPersonalData(&state);
    return Publish(tx, {state.name(), std::string(kind), RecordTime(call),
                        &state, call.traceparent});
  }

  // Takes the days of `taken` out of the standing facts that have them, which
  // are stored by `supersede` (id, instant) and `save` (fact) and announced.
  template <typename Fact, typename SupersedeFact, typename SaveFact>
  absl::Status TakeDays(sql::Transaction& tx, const rpc::CallContext& call,
                        absl::string_view kind, std::vector<Fact> standing,
                        const DayPeriod& taken, SupersedeFact supersede,
                        SaveFact save) const {
    for (Carved<Fact>& carved :
         Carve(std::move(standing), taken, RecordTime(call),
               call.caller.principal)) {
      ABSL_RETURN_IF_ERROR(
          supersede(tx, carved.superseded.id, RecordTime(call)));
      if (carved.kept.has_value()) {
        ABSL_RETURN_IF_ERROR(save(tx, *carved.kept));
      }
      ABSL_RETURN_IF_ERROR(Announce(
          tx, call, kind,
          ToProto(carved.kept.has_value() ? *carved.kept : carved.superseded)));
      if (!carved.split_off.has_value()) continue;
      carved.split_off->id = NewId();
      ABSL_RETURN_IF_ERROR(save(tx, *carved.split_off));
      ABSL_RETURN_IF_ERROR(
          Announce(tx, call, kind, ToProto(*carved.split_off)));
    }
    return absl::OkStatus();
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

  // Clears every field that is marked personal_data, at any depth.
  static void ClearPersonalData(google::protobuf::Message* message);

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
