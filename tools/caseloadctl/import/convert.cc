#include "tools/caseloadctl/import/convert.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/type/v1/date.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "tools/caseloadctl/csv/values.h"

namespace caseload::caseloadctl {
namespace {

using caseplan::v1::ImportRecord;
using csv::Column;
using csv::ColumnType;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void SetDate(absl::CivilDay day, type::v1::Date* date) {
  date->set_year(static_cast<int32_t>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

void SetInstant(absl::Time instant, google::protobuf::Timestamp* timestamp) {
  const int64_t seconds = absl::ToUnixSeconds(instant);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(instant - absl::FromUnixSeconds(seconds))));
}

// "leave_of_absence" is LEAVE_TYPE_LEAVE_OF_ABSENCE: the prefix is that of the
// first enumerator, ..._UNSPECIFIED.
int EnumNumber(const EnumDescriptor& type, absl::string_view word) {
  const absl::string_view prefix =
      absl::StripSuffix(type.value(0)->name(), "UNSPECIFIED");
  const auto* value =
      type.FindValueByName(absl::StrCat(prefix, absl::AsciiStrToUpper(word)));
  return value == nullptr ? 0 : value->number();
}

// Fills the column's field; `cell` has the form of the column's type.
void SetField(const Column& column, const std::string& cell, Message* content) {
  const FieldDescriptor* field =
      content->GetDescriptor()->FindFieldByName(column.name);
  if (field == nullptr) return;
  const Reflection& reflection = *content->GetReflection();
  switch (column.type) {
    case ColumnType::kDate:
      SetDate(*csv::ParseDate(cell),
              static_cast<type::v1::Date*>(
                  reflection.MutableMessage(content, field)));
      return;
    case ColumnType::kMonth:
      SetDate(absl::CivilDay(*csv::ParseMonth(cell)),
              static_cast<type::v1::Date*>(
                  reflection.MutableMessage(content, field)));
      return;
    case ColumnType::kInstant:
      SetInstant(*csv::ParseInstant(cell),
                 static_cast<google::protobuf::Timestamp*>(
                     reflection.MutableMessage(content, field)));
      return;
    case ColumnType::kEnum:
      reflection.SetEnumValue(content, field,
                              EnumNumber(*field->enum_type(), cell));
      return;
    case ColumnType::kInteger:
      reflection.SetInt32(content, field,
                          static_cast<int32_t>(*csv::ParseInteger(cell)));
      return;
    case ColumnType::kDecimal:
      reflection.SetDouble(
          content, field,
          static_cast<double>(*csv::ParseHundredths(cell)) / 100);
      return;
    case ColumnType::kBoolean:
      reflection.SetBool(content, field, *csv::ParseBoolean(cell));
      return;
    case ColumnType::kDateList:
      for (absl::string_view part : csv::SplitList(cell)) {
        SetDate(*csv::ParseDate(part),
                static_cast<type::v1::Date*>(
                    reflection.AddMessage(content, field)));
      }
      return;
    case ColumnType::kCodeList:
    case ColumnType::kReferenceList:
      for (absl::string_view part : csv::SplitList(cell)) {
        reflection.AddString(content, field, std::string(part));
      }
      return;
    default:
      reflection.SetString(content, field, cell);
  }
}

}  // namespace

const FieldDescriptor* ContentField(const csv::FileSchema& schema) {
  const FieldDescriptor* field =
      ImportRecord::descriptor()->FindFieldByName(schema.name);
  if (field == nullptr || field->containing_oneof() == nullptr) return nullptr;
  return field;
}

ImportRecord ToImportRecord(const csv::FileSchema& schema,
                            const csv::Record& record) {
  ImportRecord result;
  type::v1::ImportRow& row = *result.mutable_row();
  row.set_line(record.line);
  Message* content =
      result.GetReflection()->MutableMessage(&result, ContentField(schema));
  for (const auto& [name, cell] : record.values) {
    if (name == csv::kSourceSystemColumn) {
      row.mutable_external_id()->set_source_system(cell);
    } else if (name == csv::kIdColumn) {
      row.mutable_external_id()->set_id(cell);
    } else if (name == csv::kEnteredAtColumn) {
      SetInstant(*csv::ParseInstant(cell), row.mutable_entered_at());
    } else if (name == csv::kWithdrawnColumn) {
      row.set_withdrawn(*csv::ParseBoolean(cell));
    } else {
      SetField(schema.columns[static_cast<size_t>(schema.Find(name))], cell,
               content);
    }
  }
  return result;
}

}  // namespace caseload::caseloadctl
