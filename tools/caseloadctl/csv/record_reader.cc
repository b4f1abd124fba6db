#include "tools/caseloadctl/csv/record_reader.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/caseloadctl/csv/values.h"
#include "tools/caseloadctl/csv/writer.h"

namespace caseload::csv {
namespace {

constexpr size_t kMaxListEntries = 64;
constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";

// A reason and what to do; an empty reason means that all is well.
struct Verdict {
  absl::string_view reason;
  std::string text;
};

Verdict Fine() { return {}; }

Verdict Check(bool good, absl::string_view reason, absl::string_view text) {
  if (good) return Fine();
  return {reason, std::string(text)};
}

std::string Amount(int64_t hundredths) {
  return absl::StrCat(hundredths / 100, ".", hundredths % 100 / 10,
                      hundredths % 10);
}

Verdict CheckInteger(const Column& column, absl::string_view cell) {
  std::optional<int64_t> value = ParseInteger(cell);
  if (!value.has_value()) {
    return {"NUMBER_INVALID", "is no whole number; write digits only"};
  }
  return Check(
      *value >= column.min && *value <= column.max, "NUMBER_OUT_OF_RANGE",
      absl::StrCat("must lie between ", column.min, " and ", column.max));
}

Verdict CheckDecimal(const Column& column, absl::string_view cell) {
  std::optional<int64_t> value = ParseHundredths(cell);
  if (!value.has_value()) {
    return {"NUMBER_INVALID",
            "is no number with at most two decimals; write it like 0.50"};
  }
  return Check(*value >= column.min && *value <= column.max,
               "NUMBER_OUT_OF_RANGE",
               absl::StrCat("must lie between ", Amount(column.min), " and ",
                            Amount(column.max)));
}

Verdict CheckText(const Column& column, absl::string_view cell) {
  const int64_t characters = CountCharacters(cell);
  return Check(characters <= column.max, "VALUE_TOO_LONG",
               absl::StrCat("has ", characters, " characters; at most ",
                            column.max, " are taken"));
}

Verdict CheckEnum(const Column& column, absl::string_view cell) {
  const bool known = std::find(column.allowed.begin(), column.allowed.end(),
                               cell) != column.allowed.end();
  return Check(
      known, "VALUE_UNKNOWN",
      absl::StrCat("must be one of ", absl::StrJoin(column.allowed, ", ")));
}

Verdict CheckCode(absl::string_view cell) {
  return Check(IsCode(cell), "CODE_INVALID",
               "is no code; use 1 to 63 of A-Z a-z 0-9 _ -");
}

Verdict CheckId(absl::string_view cell) {
  return Check(IsExternalId(cell), "ID_INVALID",
               "is no id; use 1 to 64 of A-Z a-z 0-9 . _ : -");
}

Verdict CheckDate(absl::string_view cell) {
  return Check(ParseDate(cell).has_value(), "DATE_INVALID",
               "is no day from 1900 to 2199; write it like 2026-11-22");
}

template <typename CheckEntry>
Verdict CheckList(absl::string_view cell, CheckEntry check_entry) {
  const std::vector<absl::string_view> entries = SplitList(cell);
  if (entries.size() > kMaxListEntries) {
    return {"LIST_INVALID",
            absl::StrCat("has more than ", kMaxListEntries, " entries")};
  }
  for (size_t i = 0; i < entries.size(); ++i) {
    Verdict verdict = check_entry(entries[i]);
    if (!verdict.reason.empty()) {
      return {verdict.reason, absl::StrCat("entry ", i + 1, " ", verdict.text)};
    }
    if (std::find(entries.begin(), entries.begin() + i, entries[i]) !=
        entries.begin() + i) {
      return {"LIST_INVALID", absl::StrCat("entry ", i + 1, " occurs twice")};
    }
  }
  return Fine();
}

template <typename CheckValue>
Verdict CheckMap(absl::string_view cell, CheckValue check_value) {
  const auto pairs = SplitMap(cell);
  if (!pairs.has_value()) {
    return {"LIST_INVALID", "must hold pairs like family=3;peers=2"};
  }
  if (pairs->size() > kMaxListEntries) {
    return {"LIST_INVALID",
            absl::StrCat("has more than ", kMaxListEntries, " entries")};
  }
  for (size_t i = 0; i < pairs->size(); ++i) {
    Verdict verdict = CheckCode((*pairs)[i].first);
    if (verdict.reason.empty()) verdict = check_value((*pairs)[i].second);
    for (size_t j = 0; j < i && verdict.reason.empty(); ++j) {
      verdict = Check((*pairs)[j].first != (*pairs)[i].first, "LIST_INVALID",
                      "names a domain that occurs twice");
    }
    if (!verdict.reason.empty()) {
      return {verdict.reason, absl::StrCat("entry ", i + 1, " ", verdict.text)};
    }
  }
  return Fine();
}

Verdict CheckForm(const Column& column, absl::string_view cell) {
  switch (column.type) {
    case ColumnType::kId:
    case ColumnType::kReference:
      return CheckId(cell);
    case ColumnType::kText:
      return CheckText(column, cell);
    case ColumnType::kCode:
      return CheckCode(cell);
    case ColumnType::kEnum:
      return CheckEnum(column, cell);
    case ColumnType::kDate:
      return CheckDate(cell);
    case ColumnType::kMonth:
      return Check(ParseMonth(cell).has_value(), "MONTH_INVALID",
                   "is no month from 1900 to 2199; write it like 2026-11");
    case ColumnType::kInstant:
      return Check(ParseInstant(cell).has_value(), "INSTANT_INVALID",
                   "is no instant; write it with its offset, like "
                   "2026-11-22T09:30:00-08:00");
    case ColumnType::kLocalDateTime:
      return Check(ParseLocalDateTime(cell).has_value(), "DATE_TIME_INVALID",
                   "is no local date and time; write it like "
                   "2026-11-22T09:30");
    case ColumnType::kInteger:
      return CheckInteger(column, cell);
    case ColumnType::kDecimal:
      return CheckDecimal(column, cell);
    case ColumnType::kBoolean:
      return Check(ParseBoolean(cell).has_value(), "BOOLEAN_INVALID",
                   "must be true or false");
    case ColumnType::kEmail:
      return Check(IsEmail(cell), "EMAIL_INVALID", "is no single mail address");
    case ColumnType::kZone: {
      absl::TimeZone zone;
      return Check(absl::LoadTimeZone(std::string(cell), &zone), "ZONE_UNKNOWN",
                   "is no IANA zone; write it like America/Los_Angeles");
    }
    case ColumnType::kFileName:
      return Check(FindSchema(cell) != nullptr, "FILE_UNKNOWN",
                   "is no file of an export");
    case ColumnType::kCodeList:
      return CheckList(cell, CheckCode);
    case ColumnType::kDateList:
      return CheckList(cell, CheckDate);
    case ColumnType::kReferenceList:
      return CheckList(cell, CheckId);
    case ColumnType::kScoreMap:
      return CheckMap(cell, [&column](absl::string_view value) {
        return CheckInteger(column, value);
      });
    case ColumnType::kLevelMap:
      return CheckMap(cell, CheckCode);
  }
  return Fine();
}

absl::string_view ValueOf(const Record& record, absl::string_view column) {
  auto found = record.values.find(column);
  return found == record.values.end() ? absl::string_view() : found->second;
}

bool RuleApplies(const RowRule& rule, absl::string_view other) {
  if (rule.values.empty()) return !other.empty();
  return std::find(rule.values.begin(), rule.values.end(), other) !=
         rule.values.end();
}

std::string Condition(const RowRule& rule) {
  return rule.values.empty() ? absl::StrCat(rule.other, " is there")
                             : absl::StrCat(rule.other, " is ",
                                            absl::StrJoin(rule.values, " or "));
}

Verdict CheckRule(const RowRule& rule, const Record& record) {
  const absl::string_view value = ValueOf(record, rule.column);
  const absl::string_view other = ValueOf(record, rule.other);
  switch (rule.kind) {
    case RowRule::Kind::kNotBefore:
      // Dates of one form are in order as text.
      return Check(value.empty() || other.empty() || value >= other,
                   "PERIOD_REVERSED",
                   absl::StrCat("must not lie before ", rule.other));
    case RowRule::Kind::kRequiredWhen:
      return Check(!value.empty() || !RuleApplies(rule, other), "VALUE_MISSING",
                   absl::StrCat("is required when ", Condition(rule)));
    case RowRule::Kind::kOnlyWhen:
      return Check(value.empty() || RuleApplies(rule, other),
                   "VALUE_NOT_ALLOWED",
                   absl::StrCat("must be empty unless ", Condition(rule)));
  }
  return Fine();
}

bool IsReferenced(RecordKind kind) {
  for (const FileSchema& schema : RecordSchemas()) {
    for (const Column& column : schema.columns) {
      const bool refers = column.type == ColumnType::kReference ||
                          column.type == ColumnType::kReferenceList;
      if (refers && column.reference == kind) return true;
    }
  }
  return false;
}

bool IsWithdrawn(const Record& record) {
  return ValueOf(record, kWithdrawnColumn) == "true";
}

}  // namespace

uint64_t IdHash(absl::string_view source_system, absl::string_view id) {
  return absl::HashOf(source_system, id);
}

void IdSets::Begin(RecordKind kind) {
  // Contacts and notes are the most by far, and nothing refers to them.
  if (kind == RecordKind::kManifest || !IsReferenced(kind)) return;
  sets_[static_cast<size_t>(kind)].emplace();
}

void IdSets::Add(RecordKind kind, uint64_t hash) {
  if (kind == RecordKind::kManifest) return;
  auto& set = sets_[static_cast<size_t>(kind)];
  if (set.has_value()) set->insert(hash);
}

void IdSets::Drop(RecordKind kind) {
  if (kind == RecordKind::kManifest) return;
  sets_[static_cast<size_t>(kind)].reset();
}

bool IdSets::MayContain(RecordKind kind, uint64_t hash) const {
  const auto& set = sets_[static_cast<size_t>(kind)];
  return !set.has_value() || set->contains(hash);
}

RecordReader::RecordReader(std::istream& in, std::string file,
                           const FileSchema& schema, Options options)
    : file_(std::move(file)),
      schema_(schema),
      options_(options),
      tokenizer_(in) {
  ReadHeader();
}

void RecordReader::AddFileProblem(int64_t line, absl::string_view column,
                                  absl::string_view reason,
                                  absl::string_view text) {
  file_problems_.push_back({file_, line, std::string(column),
                            std::string(reason), std::string(text)});
}

void RecordReader::AddHeaderColumn(const std::string& name) {
  if (absl::StartsWith(name, kIgnoredColumnPrefix)) {
    mapping_.push_back(-1);
    return;
  }
  const int index = schema_.Find(name);
  if (index < 0) {
    AddFileProblem(1, IsUtf8(name) ? name : "", "COLUMN_UNKNOWN",
                   absl::StrCat("is no column of ", schema_.name,
                                "; remove or rename it"));
  } else if (std::find(mapping_.begin(), mapping_.end(), index) !=
             mapping_.end()) {
    AddFileProblem(1, name, "COLUMN_DUPLICATE",
                   "occurs twice in the header; keep one");
  }
  mapping_.push_back(index);
  header_.push_back(name);
}

void RecordReader::ReadHeader() {
  RawRow row;
  const bool found = tokenizer_.Next(&row);
  if (tokenizer_.read_failed()) {
    AddFileProblem(0, "", "FILE_UNREADABLE", "cannot be read");
    return;
  }
  if (tokenizer_.has_utf16_mark()) {
    AddFileProblem(0, "", "FILE_NOT_UTF8", "is UTF-16; export it as UTF-8");
    return;
  }
  if (!found) {
    AddFileProblem(0, "", "FILE_EMPTY",
                   "has no header; the first row names the columns");
    return;
  }
  if (row.fault != RawRow::Fault::kNone) {
    AddFileProblem(row.line, "", "HEADER_MALFORMED",
                   "the header cannot be taken apart, or nothing follows it");
    return;
  }
  latin1_ = options_.latin1 && !tokenizer_.has_utf8_mark();
  for (const std::string& name : row.cells) AddHeaderColumn(name);
  for (size_t i = 0; i < schema_.columns.size(); ++i) {
    if (schema_.columns[i].required &&
        std::find(mapping_.begin(), mapping_.end(), static_cast<int>(i)) ==
            mapping_.end()) {
      AddFileProblem(1, schema_.columns[i].name, "COLUMN_MISSING",
                     "is required and not in the header");
    }
  }
  readable_ = file_problems_.empty();
}

std::vector<std::string> RecordReader::header() const { return header_; }

void RecordReader::AddProblem(absl::string_view column,
                              absl::string_view reason, absl::string_view text,
                              RowOutcome* outcome) const {
  outcome->problems.push_back({file_, outcome->raw.line, std::string(column),
                               std::string(reason), std::string(text)});
}

bool RecordReader::Next(RowOutcome* outcome) {
  outcome->record.reset();
  outcome->problems.clear();
  outcome->rejected_cells.clear();
  if (!readable_) return false;
  if (!tokenizer_.Next(&outcome->raw)) {
    if (tokenizer_.read_failed()) {
      AddFileProblem(0, "", "FILE_UNREADABLE",
                     "could not be read to its end; the rows before are good");
    }
    complete_ = !cut_short_ && !tokenizer_.read_failed();
    readable_ = false;
    return false;
  }
  ++rows_;
  cut_short_ = cut_short_ || outcome->raw.fault == RawRow::Fault::kTooLong ||
               outcome->raw.fault == RawRow::Fault::kTruncated;
  outcome->problems = CheckShape(outcome->raw);
  if (outcome->problems.empty()) CheckRow(outcome);
  if (!outcome->problems.empty()) outcome->record.reset();
  if (options_.keep_cells || !outcome->problems.empty()) KeepCells(outcome);
  return true;
}

void RecordReader::KeepCells(RowOutcome* outcome) const {
  RawRow& raw = outcome->raw;
  if (raw.fault != RawRow::Fault::kNone) return;
  if (raw.cells.size() != mapping_.size()) {
    // As it can best be told: one line, cells between commas.
    raw.text = absl::StrJoin(raw.cells, ",");
    return;
  }
  for (size_t i = 0; i < mapping_.size(); ++i) {
    if (mapping_[i] < 0) continue;
    outcome->rejected_cells.push_back(latin1_ ? Latin1ToUtf8(raw.cells[i])
                                              : raw.cells[i]);
  }
}

std::vector<Problem> RecordReader::CheckShape(const RawRow& raw) const {
  Verdict verdict = Fine();
  switch (raw.fault) {
    case RawRow::Fault::kMalformed:
      verdict = {"ROW_MALFORMED",
                 "has a quotation mark in the wrong place; enclose the cell in "
                 "quotation marks and double those inside"};
      break;
    case RawRow::Fault::kTooLong:
      verdict = {"ROW_TOO_LONG",
                 "is longer than 1 MiB, as if a quotation mark were never "
                 "closed; nothing after it was read"};
      break;
    case RawRow::Fault::kTruncated:
      verdict = {"FILE_TRUNCATED",
                 "the file ends before this row's line end; export it again"};
      break;
    case RawRow::Fault::kNone:
      if (raw.cells.size() != mapping_.size()) {
        verdict = {"ROW_CELL_COUNT",
                   absl::StrCat("has ", raw.cells.size(),
                                " cells; the header has ", mapping_.size())};
      }
      break;
  }
  if (verdict.reason.empty()) return {};
  return {
      {file_, raw.line, "", std::string(verdict.reason), verdict.text},
  };
}

void RecordReader::CheckCell(const Column& column, std::string* cell,
                             RowOutcome* outcome) {
  Verdict verdict = Fine();
  if (latin1_) *cell = Latin1ToUtf8(*cell);
  if (!IsUtf8(*cell)) {
    verdict = {"NOT_UTF8",
               "is not UTF-8; export the file as UTF-8, or say that it is "
               "Latin-1"};
  } else if (HasControlCharacter(*cell)) {
    verdict = {"CONTROL_CHARACTER",
               "holds a control character; remove it (or the file has another "
               "encoding)"};
  } else {
    verdict = CheckForm(column, *cell);
  }
  if (!verdict.reason.empty()) {
    AddProblem(column.name, verdict.reason, verdict.text, outcome);
  }
}

void RecordReader::CheckRow(RowOutcome* outcome) {
  outcome->record.emplace();
  Record& record = *outcome->record;
  record.kind = schema_.kind;
  record.line = outcome->raw.line;
  for (size_t i = 0; i < mapping_.size(); ++i) {
    const std::string& raw = outcome->raw.cells[i];
    if (mapping_[i] < 0 || raw.empty()) continue;
    const Column& column = schema_.columns[static_cast<size_t>(mapping_[i])];
    std::string cell = raw;
    CheckCell(column, &cell, outcome);
    record.values.emplace(column.name, std::move(cell));
  }
  const bool withdrawn = IsWithdrawn(record);
  for (const Column& column : schema_.columns) {
    const bool always =
        column.name == kSourceSystemColumn || column.name == kIdColumn;
    if (column.required && (always || !withdrawn) &&
        record.values.count(column.name) == 0) {
      AddProblem(column.name, "VALUE_MISSING", "is required", outcome);
    }
  }
  // A rule compares cells whose form is right.
  if (outcome->problems.empty() && !withdrawn) CheckRules(outcome);
  if (outcome->problems.empty()) CheckDuplicate(outcome);
}

void RecordReader::CheckRules(RowOutcome* outcome) {
  const Record& record = *outcome->record;
  for (const RowRule& rule : schema_.rules) {
    Verdict verdict = CheckRule(rule, record);
    if (!verdict.reason.empty()) {
      AddProblem(rule.column, verdict.reason, verdict.text, outcome);
    }
  }
  if (options_.ids == nullptr) return;
  const absl::string_view system = ValueOf(record, kSourceSystemColumn);
  for (const Column& column : schema_.columns) {
    if (column.type != ColumnType::kReference &&
        column.type != ColumnType::kReferenceList) {
      continue;
    }
    const absl::string_view cell = ValueOf(record, column.name);
    for (absl::string_view id : SplitList(cell)) {
      if (!options_.ids->MayContain(column.reference, IdHash(system, id))) {
        AddProblem(column.name, "REFERENCE_UNKNOWN",
                   absl::StrCat("names a row that ",
                                SchemaOf(column.reference).file_name(),
                                " does not hold, or that was rejected there"),
                   outcome);
        break;
      }
    }
  }
}

void RecordReader::CheckDuplicate(RowOutcome* outcome) {
  // The manifest names files, not records.
  const bool manifest = schema_.kind == RecordKind::kManifest;
  const Record& record = *outcome->record;
  const char* const key = manifest ? "file" : kIdColumn;
  const uint64_t hash =
      IdHash(ValueOf(record, kSourceSystemColumn), ValueOf(record, key));
  if (!seen_.insert(hash).second) {
    AddProblem(key, "ID_DUPLICATE",
               "occurs earlier in this file; the first one is taken", outcome);
    return;
  }
  if (options_.ids != nullptr && !IsWithdrawn(record)) {
    options_.ids->Add(schema_.kind, hash);
  }
}

RejectWriter::RejectWriter(std::vector<std::string> header, std::ostream& out)
    : header_(std::move(header)), out_(out) {
  out_ << kUtf8Mark;
  std::vector<std::string> names = header_;
  for (const char* name : {"reason", "column", "line", "text"}) {
    names.push_back(absl::StrCat(kIgnoredColumnPrefix, name));
  }
  WriteRow(names, out_);
}

void RejectWriter::Write(const RowOutcome& outcome) {
  std::vector<std::string> cells(header_.size());
  const bool whole = outcome.rejected_cells.size() == header_.size();
  if (whole) cells = outcome.rejected_cells;
  std::vector<std::string> reasons;
  std::vector<std::string> columns;
  for (const Problem& problem : outcome.problems) {
    reasons.push_back(absl::StrCat(problem.reason, ": ", problem.text));
    if (!problem.column.empty()) columns.push_back(problem.column);
  }
  cells.push_back(absl::StrJoin(reasons, "; "));
  cells.push_back(absl::StrJoin(columns, ";"));
  cells.push_back(absl::StrCat(outcome.raw.line));
  cells.push_back(whole ? "" : outcome.raw.text);
  WriteRow(cells, out_);
}

}  // namespace caseload::csv
