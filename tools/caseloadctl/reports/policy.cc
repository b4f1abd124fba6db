#include <string>

#include "absl/strings/str_cat.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::PolicyPack;
using caseplan::v1::PolicyPackChange;
using caseplan::v1::PolicyPackProblem;

constexpr char kUnverified[] =
    "A figure of this version is an example that was not found in a citable "
    "source: replace it before it judges anybody.";

std::string Place(const PolicyPackProblem& problem) {
  if (problem.line() == 0) return problem.file();
  return absl::StrCat(problem.file(), ":", problem.line(), ":",
                      problem.column());
}

std::string Version(const PolicyPack& pack) {
  return absl::StrCat(pack.pack_id(), "/", pack.version_label());
}

Table ChangeTable(const caseplan::v1::DryRunPolicyPackResponse& effect) {
  Table table;
  table.caption = "What changes";
  table.columns = {{"field"}, {"kind"}, {"before"}, {"after"}};
  table.when_empty = effect.compared_with().empty()
                         ? "The division had no policy: everything is new."
                         : "Nothing.";
  for (const PolicyPackChange& change : effect.changes()) {
    table.rows.push_back({change.field(), Words(change.kind()),
                          change.old_value(), change.new_value()});
  }
  return table;
}

}  // namespace

Report PolicyListReport(const caseplan::v1::ListPolicyPacksResponse& packs) {
  Report report;
  report.title = "Policy versions";
  Table table;
  table.columns = {
      {"pack", Align::kId}, {"policy"}, {"version"}, {"division"}, {"from"}};
  table.when_empty = "No version is stored.";
  for (const PolicyPack& pack : packs.policy_packs()) {
    table.rows.push_back({IdOf(pack.name()), pack.pack_id(),
                          pack.version_label(), pack.division(),
                          Day(pack.effective_date())});
    if (pack.has_unverified_figures()) {
      report.notes.push_back(
          absl::StrCat(Version(pack), ": some figures are not verified."));
    }
  }
  report.tables.push_back(table);
  return report;
}

Report PolicyCheckReport(const caseplan::v1::CheckPolicyPackResponse& result) {
  Table table;
  table.columns = {{"place"}, {"field"}, {"reason"}};
  table.when_empty = "Nothing is wrong.";
  for (const PolicyPackProblem& problem : result.problems()) {
    table.rows.push_back({Place(problem), problem.field(), problem.reason()});
  }
  Report report;
  report.title = result.problems().empty() ? "A good policy pack"
                                           : "A policy pack with problems";
  report.facts = {{"pack", IdOf(result.policy_pack())},
                  {"stored", result.policy_pack().empty() ? ""
                             : result.stored()            ? "yes"
                                                          : "no"}};
  report.tables.push_back(table);
  if (result.has_unverified_figures()) report.notes = {kUnverified};
  return report;
}

Report PolicyEffectReport(
    const caseplan::v1::DryRunPolicyPackResponse& effect) {
  Report report;
  report.title = "What the activation would change";
  report.facts = {{"division", effect.division()},
                  {"compared with", IdOf(effect.compared_with())},
                  {"governs until", Day(effect.governs_until())},
                  {"needs --force", effect.needs_force() ? "yes" : "no"}};
  report.tables.push_back(ChangeTable(effect));
  if (effect.in_the_past()) {
    report.notes = {
        "The day is past: duties of days that are over would be judged by it."};
  }
  return report;
}

Report PolicyActivationReport(
    const caseplan::v1::ActivatePolicyPackResponse& result) {
  Report report;
  report.title = "Activated";
  report.facts = {
      {"activation", IdOf(result.activation().name())},
      {"division", result.activation().division()},
      {"governs from", Day(result.activation().effective_date())},
      {"governs until", Day(result.effect().governs_until())},
      {"forced because",
       result.activation().forced() ? result.activation().reason() : ""},
      {"in place of", IdOf(result.superseded().name())}};
  report.tables.push_back(ChangeTable(result.effect()));
  return report;
}

Report EffectivePolicyReport(const caseplan::v1::EffectivePolicy& policy) {
  const PolicyPack& pack = policy.policy_pack();
  Report report;
  report.title = pack.title();
  report.facts = {
      {"division", pack.division()},
      {"version", Version(pack)},
      {"pack", IdOf(pack.name())},
      {"content hash", pack.content_hash()},
      {"governs from", Day(policy.activation().effective_date())},
      {"governs until", Day(policy.governs_until())},
      {"activated by", policy.activation().recorded_by()},
      {"forced because",
       policy.activation().forced() ? policy.activation().reason() : ""}};
  if (pack.has_unverified_figures()) report.notes = {kUnverified};
  return report;
}

}  // namespace caseload::caseloadctl
