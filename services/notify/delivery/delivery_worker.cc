#include "services/notify/delivery/delivery_worker.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "services/common/fault/fault.h"
#include "services/common/log/log.h"
#include "services/common/status/status_macros.h"
#include "services/notify/change_feed.h"
#include "services/notify/convert.h"
#include "services/notify/domain/local_time.h"
#include "services/notify/mail/render.h"
#include "services/notify/storage/delivery_store.h"

namespace caseload::notify {
namespace {

using storage::AttemptEnd;
using storage::Lease;
using storage::MessageRow;

// A store that does not answer is asked again after this.
constexpr absl::Duration kStoreRetry = absl::Seconds(5);
// How often an outcome that the store did not take is offered to it again. Past
// that the lease runs out, and the outcome is UNKNOWN.
constexpr int kRecordAttempts = 3;

absl::TimeZone ZoneOf(const MessageRow& row) {
  return FindZone(row.time_zone).value_or(absl::UTCTimeZone());
}

// The end of the due day; never, for a message that bears no duty.
absl::Time EndOfDueDay(const MessageRow& row) {
  if (!row.duty.has_value()) return absl::InfiniteFuture();
  return absl::FromCivil(row.duty->due_by + 1, ZoneOf(row));
}

// When to try again after an attempt that ended at `now`; nullopt to give up. A
// wait never jumps over the deadline, so that giving up is on time too.
std::optional<absl::Time> NextTry(const RetryPolicy& policy,
                                  const MessageRow& row, AttemptOutcome outcome,
                                  absl::Time now) {
  switch (outcome) {
    case AttemptOutcome::kAccepted:
    case AttemptOutcome::kRejected:
      return std::nullopt;
    case AttemptOutcome::kAbandoned:
      return now;
    case AttemptOutcome::kUnreachable:
    case AttemptOutcome::kDeferred:
    case AttemptOutcome::kUnknown:
      break;
  }
  const absl::Time next =
      NextAttempt(policy, outcome, row.lease_number, now, EndOfDueDay(row));
  return row.deadline_at > now ? std::min(next, row.deadline_at) : next;
}

AttemptEnd EndOf(const DeliveryResult& result, const MessageRow& row,
                 const RetryPolicy& policy, absl::Time now) {
  AttemptEnd end;
  end.outcome = result.outcome;
  end.stage = result.stage;
  end.reply_code = result.reply_code;
  end.reply = result.reply;
  end.mail_server = result.mail_server;
  end.copy_reply = result.copy_reply;
  end.ended_at = now;
  if (result.outcome == AttemptOutcome::kAccepted) {
    end.accepted_date = DayOf(now, ZoneOf(row));
  }
  end.next_attempt_at = NextTry(policy, row, result.outcome, now);
  return end;
}

// Writes the end of an attempt, and its feed row, unless the lease is lost.
absl::Status WriteEnd(sql::Database& database, const Lease& lease,
                      const AttemptEnd& end) {
  return database.WriteAndWait({}, [&](sql::Transaction& tx) -> absl::Status {
    ABSL_ASSIGN_OR_RETURN(const bool recorded,
                          storage::RecordEnd(tx, lease, end));
    if (!recorded) return absl::OkStatus();
    return AppendChange(tx, lease.message_id, end.ended_at, "");
  });
}

// A message that waited until sending it would mislead.
AttemptEnd PastDeadline(absl::Time now) {
  AttemptEnd end;
  end.outcome = AttemptOutcome::kAbandoned;
  end.reply = "its deadline passed";
  end.ended_at = now;
  return end;
}

// Nothing will be tried any more, and nothing was accepted.
bool GivenUp(const AttemptEnd& end) {
  return end.outcome != AttemptOutcome::kAccepted &&
         !end.next_attempt_at.has_value();
}

// The end of the attempt that an orphan's holder did not write.
AttemptEnd EndOfOrphan(const storage::Orphan& orphan, const RetryPolicy& policy,
                       absl::Time now) {
  DeliveryResult result;
  result.outcome =
      orphan.data_ended ? AttemptOutcome::kUnknown : AttemptOutcome::kAbandoned;
  result.reply = orphan.data_ended
                     ? "the sender stopped after the end of the data"
                     : "the sender stopped before the end of the data";
  return EndOf(result, orphan.message, policy, now);
}

}  // namespace

// What one conversation may do: it asks the store.
class DeliveryWorker::Attempt final : public DeliveryObserver {
 public:
  Attempt(const Options& options, const std::atomic<bool>& stopping,
          const MessageRow& row, const std::string& mail, absl::Time dated_at)
      : options_(options),
        stopping_(stopping),
        row_(row),
        lease_{row.message_id, row.lease_number},
        mail_(mail),
        dated_at_(dated_at) {}

  bool MayGoOn() override {
    if (stopping_) return false;
    const auto now = std::chrono::steady_clock::now();
    const absl::Duration since = absl::FromChrono(now - renewed_);
    if (since < options_.lease / 3) return true;
    bool held = false;
    const absl::Status renewed = options_.database->WriteAndWait(
        {}, [&](sql::Transaction& tx) -> absl::Status {
          ABSL_ASSIGN_OR_RETURN(
              held, storage::RenewLease(tx, lease_, options_.lease));
          return absl::OkStatus();
        });
    if (renewed.ok()) renewed_ = now;
    // While the lease lasts a store that does not answer stops nothing: the
    // mark will ask it again.
    return renewed.ok() ? held : since < options_.lease;
  }

  bool MayEndData() override {
    bool held = false;
    const absl::Status marked = CASELOAD_FAULT_STEP(
        "notify.delivery.mark",
        options_.database->WriteAndWait(
            {}, [&](sql::Transaction& tx) -> absl::Status {
              ABSL_ASSIGN_OR_RETURN(
                  held, storage::RecordDataEnd(tx, lease_, mail_, dated_at_,
                                               options_.clock->Now()));
              return absl::OkStatus();
            }));
    if (!marked.ok()) LogFailure("the end of the data was not marked", marked);
    return marked.ok() && held;
  }

  void Decided(const DeliveryResult& result) override {
    const AttemptEnd end =
        EndOf(result, row_, options_.retry, options_.clock->Now());
    absl::Status recorded;
    for (int i = 0; i < kRecordAttempts; ++i) {
      recorded = CASELOAD_FAULT_STEP("notify.delivery.record",
                                     WriteEnd(*options_.database, lease_, end));
      if (recorded.ok()) {
        options_.on_attempt_end(end.outcome, GivenUp(end));
        return;
      }
    }
    LogFailure("the outcome of a delivery was not recorded", recorded);
  }

 private:
  void LogFailure(absl::string_view what, const absl::Status& why) const {
    log::Error(what, {{"message_id", row_.message_id},
                      {"attempt", row_.lease_number},
                      {"status", why}});
  }

  const Options& options_;
  const std::atomic<bool>& stopping_;
  const MessageRow& row_;
  const Lease lease_;
  const std::string& mail_;
  const absl::Time dated_at_;
  std::chrono::steady_clock::time_point renewed_ =
      std::chrono::steady_clock::now();
};

absl::Status DeliveryWorker::RecoverOrphans(bool all) {
  bool any = false;
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(any, storage::HasOrphans(tx, all));
        return absl::OkStatus();
      }));
  if (!any) return absl::OkStatus();
  const absl::Time now = options_.clock->Now();
  return options_.database->WriteAndWait(
      {}, [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(const std::vector<storage::Orphan> orphans,
                              storage::FindOrphans(tx, all));
        for (const storage::Orphan& orphan : orphans) {
          const Lease lease{orphan.message.message_id,
                            orphan.message.lease_number};
          ABSL_RETURN_IF_ERROR(
              storage::RecordEnd(tx, lease,
                                 EndOfOrphan(orphan, options_.retry, now))
                  .status());
          ABSL_RETURN_IF_ERROR(AppendChange(tx, lease.message_id, now, ""));
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<std::optional<MessageRow>> DeliveryWorker::Claim(
    absl::Time now) {
  std::optional<absl::Time> due;
  ABSL_RETURN_IF_ERROR(options_.database->Read(
      absl::InfiniteFuture(), [&](sql::Transaction& tx) -> absl::Status {
        ABSL_ASSIGN_OR_RETURN(due, storage::NextDue(tx));
        return absl::OkStatus();
      }));
  std::optional<MessageRow> row;
  if (!due.has_value() || *due > now) return row;
  ABSL_RETURN_IF_ERROR(CASELOAD_FAULT_STEP(
      "notify.delivery.claim",
      options_.database->WriteAndWait(
          {}, [&](sql::Transaction& tx) -> absl::Status {
            ABSL_ASSIGN_OR_RETURN(row, storage::ClaimNext(tx, options_.name,
                                                          options_.lease, now));
            if (!row.has_value()) return absl::OkStatus();
            return AppendChange(tx, row->message_id, now, "");
          })));
  return row;
}

absl::StatusOr<bool> DeliveryWorker::DeliverNext() {
  const absl::Time now = options_.clock->Now();
  ABSL_ASSIGN_OR_RETURN(const std::optional<MessageRow> row, Claim(now));
  if (!row.has_value()) return false;
  const Lease lease{row->message_id, row->lease_number};
  if (now >= row->deadline_at) {
    const AttemptEnd end = PastDeadline(now);
    ABSL_RETURN_IF_ERROR(WriteEnd(*options_.database, lease, end));
    options_.on_attempt_end(end.outcome, GivenUp(end));
    return true;
  }
  ABSL_ASSIGN_OR_RETURN(const MessageContent content, ToContent(*row));
  // Bytes of which a copy may exist are sent again as they were.
  const absl::Time dated_at = row->mail_dated_at.value_or(now);
  std::string mail;
  if (row->mail.has_value()) {
    mail = *row->mail;
  } else {
    ABSL_ASSIGN_OR_RETURN(
        mail, Render(content, ToIdentity(*row), options_.mail, dated_at));
  }
  Attempt attempt(options_, stopping_, *row, mail, dated_at);
  options_.transport->Deliver(EnvelopeOf(content, options_.mail), mail,
                              attempt);
  return true;
}

void DeliveryWorker::Run() {
  while (!stopping_) {
    absl::Status status = RecoverOrphans(/*all=*/false);
    absl::Duration wait = options_.poll_interval;
    if (status.ok()) {
      const absl::StatusOr<bool> delivered = DeliverNext();
      status = delivered.status();
      if (delivered.ok() && *delivered) continue;
    }
    if (!status.ok()) {
      log::Error("a delivery round failed", {{"status", status}});
      wait = kStoreRetry;
    }
    options_.clock->WaitUntil(options_.clock->Now() + wait,
                              [this] { return stopping_.load(); });
  }
}

void DeliveryWorker::Stop() {
  stopping_ = true;
  options_.clock->WakeAll();
}

}  // namespace caseload::notify
