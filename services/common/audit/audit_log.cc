#include "services/common/audit/audit_log.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace caseload::audit {
namespace {

// Names of records are made of [a-z0-9/-] only, so quoting is all JSON needs.
std::string ToJson(const std::vector<std::string>& records) {
  if (records.empty()) return "[]";
  return absl::StrCat("[\"", absl::StrJoin(records, "\",\""), "\"]");
}

}  // namespace

absl::Status InsertRow(sql::Transaction& tx, const Row& row) {
  return tx
      .Execute(
          "INSERT INTO audit_log (recorded_at, principal, person, method, code,"
          " reason, records, request_id, traceparent)"
          " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)",
          absl::ToUnixMicros(row.recorded_at), row.principal, row.person,
          row.method, row.code, row.reason, ToJson(row.records), row.request_id,
          row.traceparent)
      .status();
}

Writer::~Writer() { Drain(); }

void Writer::Append(Row row, std::function<void(absl::Status)> done) {
  bool refused = false;
  bool begin = false;
  {
    sync::MutexLock lock(&mutex_);
    if (waiting_.size() >= kMaxWaiting) {
      refused = true;
    } else {
      waiting_.push_back({std::move(row), std::move(done)});
      begin = !writing_;
      writing_ = true;
    }
  }
  if (refused) {
    done(status::ResourceExhausted("AUDIT_QUEUE_FULL",
                                   "too many calls wait for their audit row",
                                   absl::Seconds(1)));
    return;
  }
  if (begin) WriteNextBatch();
}

void Writer::WriteNextBatch() {
  auto batch = std::make_shared<std::vector<Waiting>>();
  {
    sync::MutexLock lock(&mutex_);
    while (!waiting_.empty() && batch->size() < kMaxBatch) {
      batch->push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    if (batch->empty()) {
      writing_ = false;
      // Under the lock: once Drain() sees it, this object may be gone.
      idle_.NotifyAll();
      return;
    }
  }
  sql::WriteOptions options;
  options.durability = sql::Durability::kWritten;
  // A store with too many changes waiting still records that it refused more.
  options.own_place = true;
  database_->Write(
      options,
      [batch](sql::Transaction& tx) -> absl::Status {
        for (const Waiting& waiting : *batch) {
          ABSL_RETURN_IF_ERROR(InsertRow(tx, waiting.row));
        }
        return absl::OkStatus();
      },
      [this, batch](const absl::Status& written) {
        if (!written.ok()) {
          log::Error("audit rows were not written",
                     {{"rows", batch->size()}, {"reason", written}});
        }
        const absl::Status answer =
            written.ok() ? written
                         : status::Unavailable(
                               "AUDIT_UNAVAILABLE",
                               "the call's audit row could not be written",
                               absl::Seconds(1));
        for (Waiting& waiting : *batch) waiting.done(answer);
        WriteNextBatch();
      });
}

void Writer::Drain() {
  sync::MutexLock lock(&mutex_);
  idle_.Wait(&lock, [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !writing_;
  });
}

}  // namespace caseload::audit
