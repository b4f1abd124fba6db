#include "services/notify/delivery/delivery_metrics.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "services/common/status/status_macros.h"
#include "services/notify/domain/state_names.h"
#include "services/notify/storage/backlog.h"

namespace caseload::notify {
namespace {

std::map<std::string, std::string> OutcomeLabel(AttemptOutcome outcome) {
  return {{"outcome", absl::AsciiStrToLower(Name(outcome))}};
}

double UnixSeconds(absl::Time time) {
  return absl::ToDoubleSeconds(time - absl::UnixEpoch());
}

}  // namespace

DeliveryMetrics::DeliveryMetrics(prometheus::Registry& registry,
                                 sql::Database* database, clock::Clock* clock,
                                 absl::TimeZone zone)
    : database_(database),
      clock_(clock),
      zone_(zone),
      attempts_(prometheus::BuildCounter()
                    .Name("caseload_delivery_attempts_total")
                    .Help("Conversations with the mail server, by how they "
                          "ended.")
                    .Register(registry)),
      given_up_(prometheus::BuildCounter()
                    .Name("caseload_messages_given_up_total")
                    .Help("Messages that will never be accepted: refused for "
                          "good, or past their deadline.")
                    .Register(registry)
                    .Add({})),
      messages_(prometheus::BuildGauge()
                    .Name("caseload_messages_open")
                    .Help("Messages that wait for their time or for another "
                          "attempt.")
                    .Register(registry)
                    .Add({})),
      oldest_waiting_(prometheus::BuildGauge()
                          .Name("caseload_messages_oldest_waiting_seconds")
                          .Help("For how long the message that was to be sent "
                                "first has waited past its time; 0 when none "
                                "has.")
                          .Register(registry)
                          .Add({})),
      notices_(prometheus::BuildGauge()
                   .Name("caseload_notices_open")
                   .Help("Notices with a due day that are not accepted yet.")
                   .Register(registry)
                   .Add({})),
      margin_(prometheus::BuildGauge()
                  .Name("caseload_notices_margin_days")
                  .Help("Days from today to the nearest due day of an open "
                        "notice, negative when it has passed; +Inf when none "
                        "is open.")
                  .Register(registry)
                  .Add({})),
      read_at_(prometheus::BuildGauge()
                   .Name("caseload_messages_read_timestamp_seconds")
                   .Help("When the figures of open messages were last read, "
                         "Unix time; 0 before.")
                   .Register(registry)
                   .Add({})) {
  for (const AttemptOutcome outcome :
       {AttemptOutcome::kAccepted, AttemptOutcome::kUnreachable,
        AttemptOutcome::kDeferred, AttemptOutcome::kRejected,
        AttemptOutcome::kUnknown, AttemptOutcome::kAbandoned}) {
    attempts_.Add(OutcomeLabel(outcome));
  }
  margin_.Set(std::numeric_limits<double>::infinity());
}

void DeliveryMetrics::AttemptEnded(AttemptOutcome outcome, bool given_up) {
  attempts_.Add(OutcomeLabel(outcome)).Increment();
  if (given_up) given_up_.Increment();
}

absl::Status DeliveryMetrics::Read() {
  storage::Backlog backlog;
  ABSL_RETURN_IF_ERROR(database_->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(backlog, storage::ReadBacklog(tx));
        return absl::OkStatus();
      }));
  const absl::Time now = clock_->Now();
  messages_.Set(static_cast<double>(backlog.messages));
  notices_.Set(static_cast<double>(backlog.notices));
  const absl::Duration waiting =
      now - std::min(now, backlog.oldest_target.value_or(now));
  oldest_waiting_.Set(absl::ToDoubleSeconds(waiting));
  margin_.Set(backlog.nearest_due.has_value()
                  ? static_cast<double>(*backlog.nearest_due -
                                        absl::ToCivilDay(now, zone_))
                  : std::numeric_limits<double>::infinity());
  read_at_.Set(UnixSeconds(now));
  return absl::OkStatus();
}

}  // namespace caseload::notify
