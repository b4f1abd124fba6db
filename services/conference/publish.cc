#include "services/conference/publish.h"

#include <optional>

#include "google/protobuf/message.h"
#include "services/common/feed/feed.h"
#include "services/common/status/status_macros.h"
#include "services/conference/convert.h"
#include "services/conference/names.h"

namespace caseload::conference {
namespace {

absl::Status Append(sql::Transaction& tx, const rpc::CallContext& call,
                    const std::string& name, const char* kind,
                    const google::protobuf::Message& state) {
  call.Touched(name);
  feed::Change change;
  change.resource_name = name;
  change.kind = kind;
  change.recorded_at = call.now;
  change.state = &state;
  change.traceparent = call.traceparent;
  return feed::Append(tx, change).status();
}

}  // namespace

Recording RecordingOf(const rpc::CallContext& call) {
  return {call.caller.principal, call.now};
}

absl::Status Publish(sql::Transaction& tx, const rpc::CallContext& call,
                     const Conference& conference) {
  ABSL_ASSIGN_OR_RETURN(
      const std::optional<Appointment> previous,
      LoadAppointment(tx, conference.id, conference.revision - 1));
  return Append(tx, call, FormatName(kConferences, conference.id), "conference",
                ToFeedState(conference, previous));
}

absl::Status Publish(sql::Transaction& tx, const rpc::CallContext& call,
                     const NoticeWaiver& waiver) {
  return Append(tx, call, FormatName(kNoticeWaivers, waiver.id),
                "notice_waiver", ToFeedState(waiver));
}

}  // namespace caseload::conference
