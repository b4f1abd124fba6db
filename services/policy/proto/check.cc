#include "services/policy/proto/check.h"

#include <cstring>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "caseload/options/v1/options.pb.h"
#include "google/protobuf/reflection.h"
#include "services/policy/proto/check_lists.h"
#include "services/policy/proto/field_rules.h"

namespace caseload::policy {
namespace {

namespace pb = google::protobuf;

// ---- The pack ----

class PackChecker {
 public:
  PackChecker(const v1::PolicyPack& pack, ProblemList* problems)
      : pack_(pack), problems_(*problems) {}

  void Check() {
    CheckDayOrder(pack_.previous_effective_date(), "previous_effective_date",
                  pack_.effective_date(), "effective_date", &problems_);
    CheckBandScheme();
    CheckLists();
    CheckBandReferences(pack_, "");
    CheckPlan();
    CheckContact();
    CheckNoContactReasons();
    CheckCaseloadLimits();
    CheckQuarter();
    CheckNotice();
    CheckReminders();
    CheckSample();
    CheckOverrides();
  }

 private:
  void Add(absl::string_view field, absl::string_view reason) {
    problems_.Add(field, reason);
  }

  void CheckBandScheme() {
    const auto& bands = pack_.band_scheme().bands();
    band_ids_ = CheckUniqueIds(
        bands, "band_scheme.bands", "band_id",
        [](const v1::Band& band) { return band.band_id(); }, &problems_);
    for (int i = 0; i < bands.size(); ++i) {
      const std::string path =
          FieldPath(ElementPath("band_scheme.bands", i), "counts_as_high");
      if (i == 0 && bands[i].counts_as_high()) {
        Add(path, "is true for the lowest band, so that all would be high");
      } else if (i > 0 && bands[i - 1].counts_as_high() &&
                 !bands[i].counts_as_high()) {
        Add(path, "is false although the band below counts as high");
      }
    }
    if (!bands.empty() && !bands[bands.size() - 1].counts_as_high()) {
      Add("band_scheme.bands",
          "has no band that counts as high; the last one must");
    }
  }

  void CheckLists() {
    CheckUniqueIds(
        pack_.need_areas(), "need_areas", "need_area_id",
        [](const v1::NeedArea& area) { return area.need_area_id(); },
        &problems_);
    case_type_ids_ = CheckUniqueIds(
        pack_.case_types(), "case_types", "case_type_id",
        [](const v1::CaseType& type) { return type.case_type_id(); },
        &problems_);
    instrument_ids_ = CheckUniqueIds(
        pack_.assessment().instruments(), "assessment.instruments",
        "instrument_id",
        [](const v1::InstrumentUse& use) { return use.instrument_id(); },
        &problems_);
  }

  // Every list of band ids and case type ids, wherever it stands, refers to the
  // pack's own.
  void CheckBandReferences(const pb::Message& message,
                           const std::string& path) {
    const pb::Reflection& reflection = *message.GetReflection();
    std::vector<const pb::FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const pb::FieldDescriptor* field : fields) {
      const std::string field_path = FieldPath(path, field->name());
      if (absl::StrContains(field->name(), "band_ids")) {
        CheckReferences(
            reflection.GetRepeatedFieldRef<std::string>(message, field),
            field_path, band_ids_, "band", &problems_);
      } else if (field->name() == "case_type_ids") {
        CheckReferences(
            reflection.GetRepeatedFieldRef<std::string>(message, field),
            field_path, case_type_ids_, "case type", &problems_);
      } else if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) {
        continue;
      } else if (field->is_repeated()) {
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
          CheckBandReferences(reflection.GetRepeatedMessage(message, field, i),
                              ElementPath(field_path, i));
        }
      } else {
        CheckBandReferences(reflection.GetMessage(message, field), field_path);
      }
    }
  }

  // Each band stands in one rule of `rules` at most; in none or all when
  // `total`.
  template <typename Rules>
  void CheckBandsCovered(const Rules& rules, absl::string_view path,
                         bool total) {
    std::set<std::string> covered;
    for (int i = 0; i < rules.size(); ++i) {
      const std::string list = FieldPath(ElementPath(path, i), "band_ids");
      for (int j = 0; j < rules[i].band_ids_size(); ++j) {
        const std::string& band = rules[i].band_ids(j);
        if (!covered.insert(band).second) {
          Add(ElementPath(list, j),
              absl::StrCat("is '", band, "', which another rule has already"));
        }
      }
    }
    if (!total || rules.empty()) return;
    for (const v1::Band& band : pack_.band_scheme().bands()) {
      if (covered.count(band.band_id()) == 0) {
        Add(path,
            absl::StrCat("has no rule for the band '", band.band_id(), "'"));
      }
    }
  }

  void CheckPlan() {
    const v1::PlanRules& plan = pack_.plan();
    CheckBandsCovered(plan.need_counts(), "plan.need_counts", true);
    for (int i = 0; i < plan.need_counts_size(); ++i) {
      const v1::NeedCountRule& rule = plan.need_counts(i);
      if (rule.has_maximum() && rule.maximum() < rule.minimum()) {
        Add(FieldPath(ElementPath("plan.need_counts", i), "maximum"),
            absl::StrCat("is ", rule.maximum(), ", below the minimum of ",
                         rule.minimum()));
      }
    }
    std::set<std::string> seen;
    for (int i = 0; i < plan.highest_factors_size(); ++i) {
      const std::string path =
          FieldPath(ElementPath("plan.highest_factors", i), "instrument_ids");
      const auto& ids = plan.highest_factors(i).instrument_ids();
      CheckReferences(ids, path, instrument_ids_, "instrument", &problems_);
      for (int j = 0; j < ids.size(); ++j) {
        if (!seen.insert(ids[j]).second) {
          Add(ElementPath(path, j),
              absl::StrCat("is '", ids[j],
                           "', which another rule has already"));
        }
      }
    }
    for (int i = 0; i < plan.smart().reviewer_parts_size(); ++i) {
      for (const int required : plan.smart().required_parts()) {
        if (plan.smart().reviewer_parts(i) != required) continue;
        Add(ElementPath("plan.smart.reviewer_parts", i),
            "is a required part too; a part is checked or answered, not both");
      }
    }
  }

  void CheckContact() {
    CheckLocations();
    const auto& standards = pack_.contact().standards();
    std::set<std::pair<std::string, std::string>> seen;
    for (int i = 0; i < standards.size(); ++i) {
      const std::string path = ElementPath("contact.standards", i);
      for (const std::string& band : standards[i].band_ids()) {
        std::vector<std::string> types(standards[i].case_type_ids().begin(),
                                       standards[i].case_type_ids().end());
        if (types.empty()) types.push_back("");
        for (const std::string& type : types) {
          if (seen.insert({band, type}).second) continue;
          Add(path, absl::StrCat("is a second standard for the band '", band,
                                 type.empty() ? "'" : "' and the case type '",
                                 type, type.empty() ? "" : "'"));
        }
      }
      CheckRequirements(standards[i], path);
    }
    for (const v1::Band& band : pack_.band_scheme().bands()) {
      if (seen.count({band.band_id(), ""}) == 0) {
        Add("contact.standards",
            absl::StrCat("has no standard for the band '", band.band_id(),
                         "' that holds for every case type"));
      }
    }
  }

  void CheckLocations() {
    std::set<int> mapped;
    const auto& mappings = pack_.contact().location_mappings();
    for (int i = 0; i < mappings.size(); ++i) {
      if (mapped.insert(mappings[i].location()).second) continue;
      Add(FieldPath(ElementPath("contact.location_mappings", i), "location"),
          "is mapped twice");
    }
    for (int value = v1::ContactLocation_MIN + 1;
         value <= v1::ContactLocation_MAX; ++value) {
      if (mapped.count(value) == 0) {
        Add("contact.location_mappings",
            absl::StrCat("does not map ",
                         v1::ContactLocation_Name(
                             static_cast<v1::ContactLocation>(value))));
      }
    }
  }

  void CheckRequirements(const v1::ContactStandard& standard,
                         const std::string& path) {
    std::set<std::string> ids;
    const std::string list = FieldPath(path, "requirements");
    for (int i = 0; i < standard.requirements_size(); ++i) {
      const v1::ContactRequirement& requirement = standard.requirements(i);
      const std::string element = ElementPath(list, i);
      CheckRequirementId(requirement.requirement_id(), element, &ids);
      const bool has_length =
          requirement.window_unit() == v1::WINDOW_UNIT_CALENDAR_MONTH ||
          requirement.window_unit() == v1::WINDOW_UNIT_ROLLING_DAYS;
      if (!has_length && requirement.window_length() > 1) {
        Add(FieldPath(element, "window_length"),
            "must be 1 for a week or a quarter");
      }
      if (requirement.window_unit() == v1::WINDOW_UNIT_CALENDAR_MONTH &&
          requirement.window_length() > 24) {
        Add(FieldPath(element, "window_length"),
            "is more than 24 calendar months");
      }
      if (requirement.window_unit() == v1::WINDOW_UNIT_ROLLING_DAYS &&
          requirement.count() > requirement.window_length()) {
        Add(FieldPath(element, "count"),
            "asks for more than one contact a day");
      }
      if (requirement.positive() &&
          requirement.party() == v1::CONTACT_PARTY_COLLATERAL) {
        Add(FieldPath(element, "positive"),
            "is true for a collateral contact, at which the person is not met");
      }
    }
    const std::string initial = FieldPath(path, "initial_requirements");
    for (int i = 0; i < standard.initial_requirements_size(); ++i) {
      CheckRequirementId(standard.initial_requirements(i).requirement_id(),
                         ElementPath(initial, i), &ids);
    }
  }

  void CheckRequirementId(const std::string& id, const std::string& element,
                          std::set<std::string>* ids) {
    if (!ids->insert(id).second) {
      Add(FieldPath(element, "requirement_id"),
          absl::StrCat("is '", id, "', which the standard has twice"));
    }
  }

  void CheckNoContactReasons() {
    std::map<std::string, const v1::NoContactReason*> reasons;
    for (int i = 0; i < pack_.no_contact_reasons_size(); ++i) {
      const v1::NoContactReason& reason = pack_.no_contact_reasons(i);
      if (!reasons.emplace(reason.code(), &reason).second) {
        Add(FieldPath(ElementPath("no_contact_reasons", i), "code"),
            absl::StrCat("is '", reason.code(), "', which the list has twice"));
      }
    }
    const auto find = [&](const std::string& code, absl::string_view path) {
      const auto it = reasons.find(code);
      if (it == reasons.end()) {
        Add(path,
            absl::StrCat("is '", code, "', which is no reason of the pack"));
      }
      return it == reasons.end() ? nullptr : it->second;
    };
    const v1::NoContactReason* new_case =
        find(pack_.month_close().new_case_reason_code(),
             "month_close.new_case_reason_code");
    if (new_case != nullptr && !new_case->set_by_system()) {
      Add("month_close.new_case_reason_code",
          "names a reason that people set; it must be one of the system's");
    }
    const v1::NoContactReason* warrant =
        find(pack_.month_close().warrant_reason_code(),
             "month_close.warrant_reason_code");
    if (warrant == nullptr) return;
    for (const int evidence : warrant->evidence()) {
      if (evidence == v1::NO_CONTACT_EVIDENCE_WARRANT_REQUEST) return;
    }
    Add("month_close.warrant_reason_code",
        "names a reason that does not demand the warrant request (R029)");
  }

  void CheckCaseloadLimits() {
    const auto& limits = pack_.caseload_limits();
    CheckBandsCovered(limits, "caseload_limits", true);
    std::map<std::string, int> by_band;
    for (int i = 0; i < limits.size(); ++i) {
      if (limits[i].has_in_band_from() &&
          limits[i].in_band_from() > limits[i].limit()) {
        Add(FieldPath(ElementPath("caseload_limits", i), "in_band_from"),
            absl::StrCat("is ", limits[i].in_band_from(),
                         ", above the limit of ", limits[i].limit()));
      }
      for (const std::string& band : limits[i].band_ids()) {
        by_band.emplace(band, limits[i].limit());
      }
    }
    int below = 0;
    for (const v1::Band& band : pack_.band_scheme().bands()) {
      const auto it = by_band.find(band.band_id());
      if (it == by_band.end()) continue;
      if (below != 0 && it->second > below) {
        Add("caseload_limits",
            absl::StrCat("allows ", it->second, " cases of the band '",
                         band.band_id(), "', more than of the band below it (",
                         below, ")"));
      }
      below = it->second;
    }
  }

  void CheckQuarter() {
    const v1::QuarterRule& quarter = pack_.quarter();
    const bool fiscal = quarter.kind() == v1::QUARTER_KIND_FISCAL;
    const bool rolling = quarter.kind() == v1::QUARTER_KIND_ROLLING;
    if (fiscal != quarter.has_fiscal_first_month()) {
      Add("quarter.fiscal_first_month",
          fiscal ? "is missing" : "is set, and the quarter is not fiscal");
    }
    if (rolling != quarter.has_rolling_days()) {
      Add("quarter.rolling_days",
          rolling ? "is missing" : "is set, and the quarter is not rolling");
    }
    if (rolling && pack_.carrying().minimum_days() > quarter.rolling_days()) {
      Add("carrying.minimum_days", "is longer than the quarter");
    }
  }

  void CheckNotice() {
    const v1::NoticeTimingRule& timing = pack_.notice().timing();
    const int minimum = pack_.notice().advance().minimum_days();
    if (timing.escalate_days() < minimum) {
      Add("notice.timing.escalate_days",
          absl::StrCat("is ", timing.escalate_days(),
                       ", after the last day on which a notice is good (",
                       minimum, ")"));
    }
    if (timing.warn_days() <= timing.escalate_days()) {
      Add("notice.timing.warn_days", "is not before escalate_days");
    }
    if (timing.target_days() <= timing.warn_days()) {
      Add("notice.timing.target_days", "is not before warn_days");
    }
    CheckRoles(pack_.notice().waiver().approver_roles(),
               "notice.waiver.approver_roles");
  }

  template <typename List>
  void CheckRoles(const List& names, absl::string_view path) {
    std::set<std::string> roles;
    for (int value = caseload::options::v1::Role_MIN + 1;
         value <= caseload::options::v1::Role_MAX; ++value) {
      const std::string& name = caseload::options::v1::Role_Name(
          static_cast<caseload::options::v1::Role>(value));
      roles.insert(absl::AsciiStrToLower(name.substr(strlen("ROLE_"))));
    }
    CheckReferences(names, path, roles, "role", &problems_);
  }

  void CheckOverrides() {
    const v1::OverrideRules& rules = pack_.overrides();
    CheckRoles(rules.approval().approver_roles(),
               "overrides.approval.approver_roles");
    CheckUniqueIds(
        rules.reasons(), "overrides.reasons", "reason_id",
        [](const v1::OverrideReason& reason) { return reason.reason_id(); },
        &problems_);
  }

  // The lines are exactly those of the manual's outline, in its order.
  void CheckReminders() {
    CheckOutline();
    const v1::NoticeRules& notice = pack_.notice();
    const std::set<std::string> outline(notice.manual_outline().begin(),
                                        notice.manual_outline().end());
    std::set<std::string> lines;
    bool known = true;
    for (int i = 0; i < notice.reminders_size(); ++i) {
      const std::string& number = notice.reminders(i).number();
      const std::string path =
          FieldPath(ElementPath("notice.reminders", i), "number");
      if (outline.count(number) == 0) {
        Add(path, absl::StrCat("is '", number,
                               "', which manual_outline does not list"));
        known = false;
      } else if (!lines.insert(number).second) {
        Add(path, absl::StrCat("is '", number, "', which the list has twice"));
        known = false;
      }
    }
    for (const std::string& number : notice.manual_outline()) {
      if (lines.count(number) != 0) continue;
      Add("notice.reminders",
          absl::StrCat("lacks the manual's line '", number,
                       "'; a notice must carry every line of the manual's "
                       "list (R014)"));
      known = false;
    }
    for (int i = 0; known && i < notice.reminders_size(); ++i) {
      if (notice.reminders(i).number() == notice.manual_outline(i)) continue;
      Add(FieldPath(ElementPath("notice.reminders", i), "number"),
          absl::StrCat("is '", notice.reminders(i).number(), "' where the ",
                       "manual has '", notice.manual_outline(i), "'"));
      return;
    }
  }

  // 1, 2, ..., and sub-items 5.1, 5.2 ... right after their item.
  void CheckOutline() {
    std::vector<int> last;
    for (int i = 0; i < pack_.notice().manual_outline_size(); ++i) {
      const std::string& number = pack_.notice().manual_outline(i);
      const std::vector<std::string> parts = absl::StrSplit(number, '.');
      last.resize(parts.size() < last.size() ? parts.size() : last.size());
      if (parts.size() == last.size()) {
        ++last.back();
      } else {
        last.push_back(1);
      }
      if (absl::StrJoin(last, ".") != number) {
        Add(ElementPath("notice.manual_outline", i),
            absl::StrCat("is '", number, "' where '", absl::StrJoin(last, "."),
                         "' follows"));
        return;
      }
    }
  }

  void CheckSample() {
    CheckBandsCovered(pack_.sample().strata(), "sample.strata", false);
  }

  const v1::PolicyPack& pack_;
  ProblemList& problems_;
  std::set<std::string> band_ids_;
  std::set<std::string> case_type_ids_;
  std::set<std::string> instrument_ids_;
};

}  // namespace

std::vector<PolicyProblem> CheckPack(const v1::PolicyPack& pack) {
  ProblemList problems;
  CheckFieldRules(pack, "", &problems);
  PackChecker(pack, &problems).Check();
  return std::move(problems).Take();
}

}  // namespace caseload::policy
