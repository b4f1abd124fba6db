#include "services/conference/coverage_report.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/conference/access.h"
#include "services/conference/convert.h"
#include "services/conference/storage/conference_store.h"

namespace caseload::conference {
namespace {

// However a division counts its quarters, the one that holds a day lies within
// so many days of it.
constexpr int kLongestReachDays = 100;

policy::DayRange PeriodAround(absl::CivilDay quarter_day) {
  return {quarter_day - kLongestReachDays, quarter_day + kLongestReachDays};
}

bool Matches(const std::string& wanted, const std::string& value) {
  return wanted.empty() || wanted == value;
}

bool Asked(const CoverageQuery& query, const Posting& posting) {
  return Matches(query.division, posting.division) &&
         Matches(query.unit_id, posting.unit_id) &&
         Matches(query.supervisor_id, posting.supervisor_id);
}

bool Asked(const CoverageQuery& query, policy::Coverage state) {
  return query.states.empty() ||
         std::find(query.states.begin(), query.states.end(), state) !=
             query.states.end();
}

std::string Fingerprint(const rpc::CallContext& call,
                        const v1::ListConferenceCoverageRequest& request) {
  v1::ListConferenceCoverageRequest filter = request;
  filter.clear_page_size();
  filter.clear_page_token();
  return absl::StrCat(call.caller.principal, " ", call.caller.person, " ",
                      call.method, " ", filter.SerializeAsString());
}

// By officer, in order of their start.
absl::StatusOr<std::map<std::string, std::vector<ConferenceOnDay>>>
LoadConferences(sql::Transaction& tx, const policy::DayRange& period) {
  ConferenceFilter filter;
  filter.visibility.everything = true;
  filter.from = period.first;
  filter.to = period.last;
  ABSL_ASSIGN_OR_RETURN(const std::vector<Conference> conferences,
                        ListConferences(tx, filter));
  std::map<std::string, std::vector<ConferenceOnDay>> by_officer;
  for (const Conference& conference : conferences) {
    by_officer[conference.officer.officer_id].push_back(
        {conference.id, conference.day, conference.state});
  }
  return by_officer;
}

}  // namespace

absl::StatusOr<CoverageFacts> CoverageReport::Gather(
    const rpc::CallContext& call,
    const v1::ListConferenceCoverageRequest& request) const {
  CoverageFacts facts;
  ABSL_ASSIGN_OR_RETURN(facts.query, Validate(request));
  const PeerCall peer_call = PeerCallOf(call);
  ABSL_ASSIGN_OR_RETURN(const CountyCalendar calendar,
                        options_.calendar->Get(peer_call));
  const absl::CivilDay today = policy::LocalDay(call.now, calendar.zone);
  facts.as_of = facts.query.as_of.value_or(today);
  if (facts.as_of > today) {
    return status::InvalidField("as_of", "DATE_IN_FUTURE",
                                "lies after the day of the call");
  }
  ABSL_ASSIGN_OR_RETURN(const Visibility caller,
                        VisibilityOf(call, *options_.caseplan, facts.as_of));
  const absl::CivilDay quarter_day = facts.query.quarter_day;
  ABSL_ASSIGN_OR_RETURN(std::vector<OfficerInPeriod> officers,
                        options_.coverage->ListOfficersInPeriod(
                            peer_call, PeriodAround(quarter_day)));
  for (OfficerInPeriod& officer : officers) {
    if (!Supervises(caller, officer.officer_id)) continue;
    // The posting of the day asked about says which division's quarter it is.
    const std::optional<Posting> nearest =
        PostingIn(officer, PeriodAround(quarter_day), facts.as_of);
    if (!nearest.has_value() ||
        !Matches(facts.query.division, nearest->division)) {
      continue;
    }
    ABSL_ASSIGN_OR_RETURN(
        auto pack, options_.packs->InForce(nearest->division, quarter_day));
    std::optional<Posting> posting = PostingIn(
        officer, policy::QuarterOf(quarter_day, pack->quarter), facts.as_of);
    if (!posting.has_value() || !Asked(facts.query, *posting)) continue;
    if (posting->division != nearest->division) {
      ABSL_ASSIGN_OR_RETURN(
          pack, options_.packs->InForce(posting->division, quarter_day));
    }
    facts.officers.push_back(
        {std::move(officer), *std::move(posting), std::move(pack)});
  }
  return facts;
}

absl::StatusOr<v1::ListConferenceCoverageResponse> CoverageReport::Read(
    sql::Transaction& tx, const rpc::CallContext& call,
    const v1::ListConferenceCoverageRequest& request,
    const CoverageFacts& facts) const {
  ABSL_ASSIGN_OR_RETURN(const int32_t page_size,
                        paging::PageSize(request.page_size()));
  const std::string fingerprint = Fingerprint(call, request);
  ABSL_ASSIGN_OR_RETURN(
      const std::string after,
      options_.pages->Open(fingerprint, request.page_token()));
  ABSL_ASSIGN_OR_RETURN(
      const auto conferences,
      LoadConferences(tx, PeriodAround(facts.query.quarter_day)));
  v1::ListConferenceCoverageResponse response;
  std::string last;
  for (const OfficerToCover& covered : facts.officers) {
    const std::string& officer_id = covered.officer.officer_id;
    if (officer_id <= after) continue;
    const auto found = conferences.find(officer_id);
    const OfficerCoverage coverage =
        JudgeOfficer(*covered.pack, covered.officer, covered.posting,
                     found == conferences.end() ? std::vector<ConferenceOnDay>()
                                                : found->second,
                     facts.query.quarter_day, facts.as_of);
    if (!Asked(facts.query, coverage.judgement.coverage)) continue;
    if (response.coverage_size() == page_size) {
      response.set_next_page_token(options_.pages->Seal(fingerprint, last));
      break;
    }
    *response.add_coverage() = ToProto(coverage);
    last = officer_id;
  }
  return response;
}

}  // namespace caseload::conference
