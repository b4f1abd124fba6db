// audit_log.h: one row for every call.
//
// A change's row is inserted in the change's own transaction, so that neither
// exists without the other. A read's or a refusal's row goes through a batching
// writer: it is written before the answer leaves and synced within a second
// (it survives kill -9; docs/auditlog.md says what a power cut may take).
//
// Thread safety: InsertRow belongs to its transaction; Writer is thread-safe.

#ifndef SERVICES_COMMON_AUDIT_AUDIT_LOG_H_
#define SERVICES_COMMON_AUDIT_AUDIT_LOG_H_

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/sql/database.h"
#include "services/common/sync/mutex.h"

namespace caseload::audit {

// See the comments of the table audit_log.
struct Row {
  absl::Time recorded_at;
  std::string principal;
  std::string person;
  std::string method;
  std::string code;
  std::string reason;
  std::vector<std::string> records;
  std::string request_id;
  std::string traceparent;
};

// Inserts `row` in the transaction of the change that it tells of.
absl::Status InsertRow(sql::Transaction& tx, const Row& row);

// Writes the rows of reads and refusals, many in one transaction.
class Writer {
 public:
  // Rows that may wait; one more is refused, and with it the call.
  static constexpr size_t kMaxWaiting = 4096;
  // Rows in one transaction.
  static constexpr size_t kMaxBatch = 256;

  // `database` is borrowed and must outlive the writer.
  explicit Writer(sql::Database* database) : database_(database) {}
  // Waits until everything accepted is written.
  ~Writer();

  // Queues `row`; `done` is called exactly once, with OK when the row is
  // written. A call whose row could not be written must not be answered with
  // what it read.
  void Append(Row row, std::function<void(absl::Status)> done);

  // Returns when every row accepted before is written or refused.
  void Drain();

 private:
  struct Waiting {
    Row row;
    std::function<void(absl::Status)> done;
  };
  void WriteNextBatch();

  sql::Database* const database_;
  sync::Mutex mutex_;
  sync::CondVar idle_;
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace caseload::audit

#endif  // SERVICES_COMMON_AUDIT_AUDIT_LOG_H_
