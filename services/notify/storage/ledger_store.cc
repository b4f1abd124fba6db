#include "services/notify/storage/ledger_store.h"

#include "absl/strings/str_cat.h"
#include "services/notify/storage/columns.h"

namespace caseload::notify::storage {

absl::StatusOr<std::vector<MessageRow>> ListDuties(sql::Transaction& tx,
                                                   const LedgerFilter& filter) {
  MessageQuery query;
  query.Where("due_by_date IS NOT NULL");
  const Reach& reach = filter.reach;
  if (!reach.all) {
    if (reach.subject.empty()) return std::vector<MessageRow>();
    query.Where(reach.as_supervisor
                    ? "(recipient_subject = ? OR supervisor_subject = ?)"
                    : "recipient_subject = ?",
                reach.subject);
  }
  if (filter.conference_id.has_value()) {
    query.Where("conference_id = ?", *filter.conference_id);
  }
  if (filter.recipient_id.has_value()) {
    query.Where("recipient_id = ?", *filter.recipient_id);
  }
  if (filter.supervisor_id.has_value()) {
    query.Where("supervisor_id = ?", *filter.supervisor_id);
  }
  if (filter.division.has_value()) {
    query.Where("division = ?", *filter.division);
  }
  if (filter.due_from.has_value()) {
    query.Where("due_by_date >= ?", ToText(*filter.due_from));
  }
  if (filter.due_to.has_value()) {
    query.Where("due_by_date <= ?", ToText(*filter.due_to));
  }
  if (filter.late_as_of.has_value()) {
    query.Where(
        "state <> 'CANCELLED' AND (accepted_date > due_by_date"
        " OR state = 'FAILED' OR (accepted_date IS NULL AND due_by_date < ?))",
        ToText(*filter.late_as_of));
  }
  if (filter.after.has_value()) {
    query.Where("(due_by_date, message_id) > (?, ?)",
                ToText(filter.after->first), filter.after->second);
  }
  query.End(
      absl::StrCat(" ORDER BY due_by_date, message_id LIMIT ", filter.limit));
  return query.Run(tx);
}

}  // namespace caseload::notify::storage
