// fact_recorder.h: how a fact of a case (contact, no-contact reason,
// enrollment, note, condition) comes into the record, whoever brings it.
//
// A fact is a row that is never changed: a correction is the next revision of
// the same id, and what is taken back is superseded by nothing.

#ifndef SERVICES_CASEPLAN_FACT_RECORDER_H_
#define SERVICES_CASEPLAN_FACT_RECORDER_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/caseplan/convert_record.h"
#include "services/caseplan/domain/case_record.h"
#include "services/caseplan/domain/names.h"
#include "services/caseplan/service_base.h"
#include "services/caseplan/storage/record_store.h"
#include "services/caseplan/validate.h"
#include "services/common/rpc/call_context.h"
#include "services/common/sql/database.h"
#include "services/common/status/status_macros.h"

namespace caseload::caseplan {

// How a kind of fact is named: on the feed, and as a resource.
template <typename Fact>
struct FactKind;
template <>
struct FactKind<Contact> {
  using Name = ContactName;
  static constexpr absl::string_view kFeedKind = "contact";
};
template <>
struct FactKind<NoContactReason> {
  using Name = NoContactReasonName;
  static constexpr absl::string_view kFeedKind = "no_contact_reason";
};
template <>
struct FactKind<Enrollment> {
  using Name = EnrollmentName;
  static constexpr absl::string_view kFeedKind = "enrollment";
};
template <>
struct FactKind<Note> {
  using Name = NoteName;
  static constexpr absl::string_view kFeedKind = "note";
};
template <>
struct FactKind<CaseCondition> {
  using Name = ConditionName;
  static constexpr absl::string_view kFeedKind = "condition";
};

class FactRecorder : public ServiceBase {
 protected:
  explicit FactRecorder(const ServiceOptions& options) : ServiceBase(options) {}
  ~FactRecorder() = default;

  template <typename Fact>
  using ProtoOf = decltype(ToProto(std::declval<const Fact&>()));

  // Adds `fact`, or makes it the next revision of `corrected_id` when that is
  // not empty: it takes over the id, and the external id unless it has one.
  // NOT_FOUND when what it corrects does not stand; else as CheckFactFree.
  template <typename Fact>
  absl::StatusOr<ProtoOf<Fact>> SaveFact(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         const std::string& corrected_id,
                                         Fact fact) const {
    fact.recording = NewRecording(call);
    if (fact.id.empty()) fact.id = NewId();
    if (!corrected_id.empty()) {
      ABSL_ASSIGN_OR_RETURN(
          const Fact corrected,
          storage::GetStandingFact<Fact>(tx, fact.case_id, corrected_id));
      fact.id = corrected.id;
      fact.recording.revision = corrected.recording.revision + 1;
      if (!fact.external_id) fact.external_id = corrected.external_id;
    }
    ABSL_RETURN_IF_ERROR(storage::CheckFactFree(tx, fact));
    if (!corrected_id.empty()) {
      ABSL_RETURN_IF_ERROR(
          storage::SupersedeFact<Fact>(tx, fact.id, RecordTime(call)));
    }
    return InsertAndAnnounce(tx, call, fact);
  }

  // Stores what an import says of a fact that it brought before under the
  // resource name `known` ("" for a new one): the next revision of it, also
  // when it was taken back in between. A fact that has gone over to another
  // case is taken back there and begins anew here. Its resource name.
  template <typename Fact>
  absl::StatusOr<std::string> ImportFact(sql::Transaction& tx,
                                         const rpc::CallContext& call,
                                         const std::string& known,
                                         Fact fact) const {
    using Name = typename FactKind<Fact>::Name;
    const std::optional<Name> before = Name::Parse(known);
    const bool same_case =
        before.has_value() && before->parent.id == fact.case_id;
    fact.id = before.has_value() ? before->id : NewId();
    // What it said before stands in nobody's way.
    ABSL_RETURN_IF_ERROR(storage::CheckFactFree(tx, fact));
    fact.recording = NewRecording(call);
    if (same_case) {
      ABSL_ASSIGN_OR_RETURN(const storage::LatestRevision latest,
                            storage::LatestFactRevision<Fact>(tx, fact.id));
      fact.recording.revision = latest.number + 1;
      if (latest.stands) {
        ABSL_RETURN_IF_ERROR(
            storage::SupersedeFact<Fact>(tx, fact.id, RecordTime(call)));
      }
    } else if (before.has_value()) {
      ABSL_RETURN_IF_ERROR(WithdrawFact<Fact>(tx, call, known));
      fact.id = NewId();
    }
    ABSL_ASSIGN_OR_RETURN(const ProtoOf<Fact> saved,
                          InsertAndAnnounce(tx, call, fact));
    return saved.name();
  }

  // Takes the fact out of what stands; one that does not stand is well.
  template <typename Fact>
  absl::Status WithdrawFact(sql::Transaction& tx, const rpc::CallContext& call,
                            const std::string& name) const {
    using Name = typename FactKind<Fact>::Name;
    ABSL_ASSIGN_OR_RETURN(const Name parsed, ParseName<Name>("name", name));
    ABSL_ASSIGN_OR_RETURN(std::optional<Fact> standing,
                          FindStanding<Fact>(tx, parsed));
    if (!standing.has_value()) return absl::OkStatus();
    ABSL_RETURN_IF_ERROR(
        storage::SupersedeFact<Fact>(tx, parsed.id, RecordTime(call)));
    standing->recording.superseded_at = RecordTime(call);
    return Announce(tx, call, FactKind<Fact>::kFeedKind, ToProto(*standing));
  }

 private:
  template <typename Fact>
  absl::StatusOr<ProtoOf<Fact>> InsertAndAnnounce(sql::Transaction& tx,
                                                  const rpc::CallContext& call,
                                                  const Fact& fact) const {
    ABSL_RETURN_IF_ERROR(storage::InsertFact(tx, fact));
    ProtoOf<Fact> saved = ToProto(fact);
    ABSL_RETURN_IF_ERROR(Announce(tx, call, FactKind<Fact>::kFeedKind, saved));
    return saved;
  }

  template <typename Fact>
  static absl::StatusOr<std::optional<Fact>> FindStanding(
      sql::Transaction& tx, const typename FactKind<Fact>::Name& name) {
    absl::StatusOr<Fact> standing =
        storage::GetStandingFact<Fact>(tx, name.parent.id, name.id);
    if (standing.ok()) return std::optional<Fact>(*std::move(standing));
    if (!absl::IsNotFound(standing.status())) return standing.status();
    return std::optional<Fact>();
  }
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_FACT_RECORDER_H_
