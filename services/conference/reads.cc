#include "services/conference/reads.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/convert.h"
#include "services/conference/names.h"
#include "services/conference/storage/conference_store.h"
#include "services/conference/storage/dispatch_store.h"
#include "services/conference/validate.h"

namespace caseload::conference {
namespace {

// Ties a page token to its caller and its filter.
std::string Fingerprint(const rpc::CallContext& call,
                        const v1::ListConferencesRequest& request) {
  v1::ListConferencesRequest filter = request;
  filter.clear_page_size();
  filter.clear_page_token();
  return absl::StrCat(call.caller.principal, " ", call.caller.person, " ",
                      call.method, " ", filter.SerializeAsString());
}

std::string PositionOf(const Conference& conference) {
  return absl::StrCat(absl::ToUnixMicros(conference.appointment.start), " ",
                      conference.id);
}

void GoOnAfter(const std::string& position, ConferenceFilter& filter) {
  if (position.empty()) return;
  const std::pair<std::string, std::string> start_and_id =
      absl::StrSplit(position, absl::MaxSplits(' ', 1));
  int64_t start = 0;
  // The position was sealed by this service: it is well formed.
  if (!absl::SimpleAtoi(start_and_id.first, &start)) return;
  filter.after_start = absl::FromUnixMicros(start);
  filter.after_id = start_and_id.second;
}

// How far each obligation of the current revision has come.
absl::Status FillHandover(sql::Transaction& tx, const Conference& conference,
                          v1::Conference& message) {
  ABSL_ASSIGN_OR_RETURN(
      const std::vector<DispatchProgress> dispatches,
      ListDispatchProgress(tx, conference.id, conference.revision));
  for (v1::NoticeObligation& owed :
       *message.mutable_notice()->mutable_obligations()) {
    owed.set_handover(v1::NoticeObligation::HANDOVER_WAITING);
    for (const DispatchProgress& dispatch : dispatches) {
      if (static_cast<int>(dispatch.kind) != owed.kind()) continue;
      owed.set_handover(
          static_cast<v1::NoticeObligation::Handover>(dispatch.state));
      owed.set_message(dispatch.message_name);
      if (dispatch.state == DispatchState::kRefused) {
        owed.set_refusal_reason(dispatch.failure_reason);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Conference> GetConference(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::GetConferenceRequest& request, const Visibility& caller) {
  ABSL_ASSIGN_OR_RETURN(const std::string id, Validate(request));
  ABSL_ASSIGN_OR_RETURN(const std::optional<Conference> conference,
                        LoadConference(tx, id));
  if (!conference.has_value() || !MayRead(caller, *conference)) {
    return status::NotFound(request.name());
  }
  call.Touched(request.name());
  v1::Conference message = ToProto(*conference);
  ABSL_RETURN_IF_ERROR(FillHandover(tx, *conference, message));
  return message;
}

absl::StatusOr<v1::ListConferencesResponse> ListConferences(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListConferencesRequest& request, const Visibility& caller,
    const paging::TokenSealer& pages) {
  ABSL_ASSIGN_OR_RETURN(ListQuery query, Validate(request));
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  const std::string fingerprint = Fingerprint(call, request);
  ABSL_ASSIGN_OR_RETURN(const std::string position,
                        pages.Open(fingerprint, request.page_token()));
  ConferenceFilter filter;
  filter.visibility = caller;
  filter.officer_id = std::move(query.officer_id);
  filter.supervisor_id = std::move(query.supervisor_id);
  filter.from = query.from;
  filter.to = query.to;
  filter.states = std::move(query.states);
  // One more than asked for says whether there is another page.
  filter.limit = page_size + 1;
  GoOnAfter(position, filter);
  ABSL_ASSIGN_OR_RETURN(std::vector<Conference> conferences,
                        ListConferences(tx, filter));
  v1::ListConferencesResponse response;
  if (conferences.size() > static_cast<size_t>(page_size)) {
    conferences.resize(page_size);
    response.set_next_page_token(
        pages.Seal(fingerprint, PositionOf(conferences.back())));
  }
  for (const Conference& conference : conferences) {
    *response.add_conferences() = ToProto(conference);
    call.Touched(response.conferences().rbegin()->name());
  }
  return response;
}

}  // namespace caseload::conference
