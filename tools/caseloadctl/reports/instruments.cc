#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/caseloadctl/reports/reports.h"
#include "tools/caseloadctl/show/words.h"

namespace caseload::caseloadctl {
namespace {

namespace av1 = assessment::v1;

constexpr char kUnverified[] =
    "A figure of this version is an example that was not found in a citable "
    "source: replace it before it judges anybody.";

// "ls-cmi/1.0" of "instruments/ls-cmi/versions/1.0".
std::string Version(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() == 4 ? absl::StrCat(parts[1], "/", parts[3]) : name;
}

// "moderate (juvenile-4 moderate)": a level and what it means.
std::string LevelWithBands(
    const std::string& level,
    const google::protobuf::RepeatedPtrField<av1::LevelBand>& bands) {
  if (bands.empty()) return level;
  return absl::StrCat(
      level, " (",
      absl::StrJoin(bands, ", ",
                    [](std::string* out, const av1::LevelBand& band) {
                      absl::StrAppend(out, band.band_scheme(), " ",
                                      band.band());
                    }),
      ")");
}

std::string Purpose(const policy::v1::Instrument& definition) {
  if (definition.clinical()) return "clinical";
  return definition.sets_risk() ? "sets risk" : "";
}

Table MoveTable(const av1::DryRunInstrumentResponse& effect) {
  Table table;
  table.caption = "How many move";
  table.columns = {{"from level"}, {"to level"}, {"cases", Align::kFigure}};
  table.when_empty = "No open case has an assessment that could be compared.";
  for (const av1::LevelMove& move : effect.moves()) {
    table.rows.push_back(
        {move.from_level(), move.to_level(), absl::StrCat(move.cases())});
  }
  return table;
}

Table ChangeTable(const av1::DryRunInstrumentResponse& effect) {
  Table table;
  table.caption = "Who moves";
  table.columns = {{"case", Align::kId},
                   {"assessment", Align::kId},
                   {"now by"},
                   {"from"},
                   {"to"}};
  table.when_empty = "Nobody.";
  for (const av1::LevelChange& change : effect.changes()) {
    table.rows.push_back(
        {IdOf(change.case_()), IdOf(change.assessment()),
         Version(change.from_instrument()),
         LevelWithBands(change.from_level(), change.from_bands()),
         LevelWithBands(change.to_level(), change.to_bands())});
  }
  return table;
}

Table ObstacleTable(const av1::DryRunInstrumentResponse& effect) {
  Table table;
  table.caption = "Who cannot be compared and keeps the level";
  table.columns = {
      {"case", Align::kId}, {"assessment", Align::kId}, {"scored by"}, {"why"}};
  for (const av1::NotComparable& one : effect.not_comparable()) {
    table.rows.push_back({IdOf(one.case_()), IdOf(one.assessment()),
                          Version(one.from_instrument()),
                          Words(one.obstacle())});
  }
  return table;
}

}  // namespace

Report InstrumentListReport(const av1::ListInstrumentsResponse& instruments) {
  Table table;
  table.columns = {{"version", Align::kId},
                   {"title"},
                   {"for"},
                   {"scoring"},
                   {"purpose"},
                   {"from"},
                   {"until"}};
  table.when_empty = "No version is stored.";
  Report report;
  report.title = "Instruments";
  for (const av1::Instrument& instrument : instruments.instruments()) {
    const policy::v1::Instrument& definition = instrument.definition();
    table.rows.push_back({Version(instrument.name()), definition.title(),
                          Words(definition.population()),
                          Words(definition.scoring_convention()),
                          Purpose(definition), definition.effective_date(),
                          definition.retired_date()});
    if (instrument.has_unverified_figures()) {
      report.notes.push_back(absl::StrCat(Version(instrument.name()),
                                          ": some figures are not verified."));
    }
  }
  report.tables.push_back(std::move(table));
  return report;
}

Report InstrumentCheckReport(const InstrumentCheck& check) {
  Table table;
  table.columns = {{"field", Align::kId}, {"place"}, {"reason"}};
  table.when_empty = "Nothing is wrong.";
  for (const policy::PolicyProblem& problem : check.problems) {
    const std::string place =
        problem.line == 0 ? problem.file
                          : absl::StrCat(problem.file, ":", problem.line, ":",
                                         problem.column);
    table.rows.push_back({problem.field.empty() ? "(text)" : problem.field,
                          place, problem.reason});
  }
  Report report;
  report.title = check.problems.empty() ? "A good instrument"
                                        : "An instrument with problems";
  report.facts = {{"version", Version(check.name)}};
  report.tables.push_back(std::move(table));
  if (check.has_unverified_figures) report.notes = {kUnverified};
  return report;
}

Report InstrumentEffectReport(const av1::DryRunInstrumentResponse& effect) {
  Report report;
  report.title = "What the version would change";
  report.facts = {
      {"open cases", absl::StrCat(effect.examined_cases())},
      {"would move", absl::StrCat(effect.changes_size())},
      {"not comparable", absl::StrCat(effect.not_comparable_size())}};
  report.tables = {MoveTable(effect), ChangeTable(effect)};
  if (!effect.not_comparable().empty()) {
    report.tables.push_back(ObstacleTable(effect));
  }
  if (effect.uses_unverified_figures()) report.notes = {kUnverified};
  return report;
}

Report InstrumentReport(const av1::Instrument& instrument) {
  Report report;
  report.title = "Stored";
  report.facts = {{"version", Version(instrument.name())},
                  {"title", instrument.definition().title()},
                  {"from", instrument.definition().effective_date()},
                  {"content hash", instrument.content_hash()}};
  if (instrument.has_unverified_figures()) report.notes = {kUnverified};
  return report;
}

Report RebandingReport(const av1::Rebanding& rebanding) {
  Report report;
  report.title = "Re-banded";
  report.facts = {
      {"version", Version(rebanding.instrument())},
      {"governs from", Day(rebanding.effective_date())},
      {"begun by", rebanding.started_by()},
      {"begun at", Moment(rebanding.start_time(), "")},
      {"done at", Moment(rebanding.finish_time(), "")},
      {"open cases", absl::StrCat(rebanding.examined_cases())},
      {"derived levels", absl::StrCat(rebanding.derived_cases())},
      {"moved", absl::StrCat(rebanding.changed_cases())},
      {"not comparable", absl::StrCat(rebanding.not_comparable_cases())}};
  return report;
}

}  // namespace caseload::caseloadctl
