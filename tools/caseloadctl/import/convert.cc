#include "tools/caseloadctl/import/convert.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/assessment/v1/import.pb.h"
#include "caseload/caseplan/v1/import.pb.h"
#include "caseload/type/v1/date.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "tools/caseloadctl/csv/values.h"

namespace caseload::caseloadctl {
namespace {

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

// Adds a pair to a list of messages with the fields key and value.
void AddPair(absl::string_view key, absl::string_view value, bool is_score,
             const FieldDescriptor* list, Message* content) {
  Message* pair = content->GetReflection()->AddMessage(content, list);
  const Reflection& reflection = *pair->GetReflection();
  const auto& type = *pair->GetDescriptor();
  reflection.SetString(pair, type.FindFieldByName("key"), std::string(key));
  const FieldDescriptor* field = type.FindFieldByName("value");
  if (is_score) {
    reflection.SetInt32(pair, field,
                        static_cast<int32_t>(*csv::ParseInteger(value)));
  } else {
    reflection.SetString(pair, field, std::string(value));
  }
}

void AddPairs(const std::string& cell, bool is_score,
              const FieldDescriptor* list, Message* content) {
  const auto pairs = csv::SplitMap(cell);
  for (const auto& [key, value] : *pairs) {
    AddPair(key, value, is_score, list, content);
  }
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
    case ColumnType::kScoreMap:
    case ColumnType::kLevelMap:
      AddPairs(cell, column.type == ColumnType::kScoreMap, field, content);
      return;
    default:
      reflection.SetString(content, field, cell);
  }
}

// A field of any service's request or record.
const FieldDescriptor* Field(const Message& message, absl::string_view name) {
  return message.GetDescriptor()->FindFieldByName(std::string(name));
}

// The field of the request's records that holds rows of `schema`, or null.
const FieldDescriptor* ContentIn(const Message& request,
                                 const csv::FileSchema& schema) {
  const FieldDescriptor* field =
      Field(request, "records")->message_type()->FindFieldByName(schema.name);
  if (field == nullptr || field->containing_oneof() == nullptr) return nullptr;
  return field;
}

}  // namespace

const Message* RequestFor(const csv::FileSchema& schema) {
  const Message* const requests[] = {
      &caseplan::v1::ImportRecordsRequest::default_instance(),
      &assessment::v1::ImportRecordsRequest::default_instance()};
  for (const Message* request : requests) {
    if (ContentIn(*request, schema) != nullptr) return request;
  }
  return nullptr;
}

const FieldDescriptor* ContentField(const csv::FileSchema& schema) {
  const Message* request = RequestFor(schema);
  return request == nullptr ? nullptr : ContentIn(*request, schema);
}

std::unique_ptr<Message> NewImportRecord(const csv::FileSchema& schema) {
  const FieldDescriptor* content = ContentField(schema);
  std::unique_ptr<Message> record(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(content->containing_type())
          ->New());
  record->GetReflection()->MutableMessage(record.get(), content);
  return record;
}

std::unique_ptr<Message> ToImportRecord(const csv::FileSchema& schema,
                                        const csv::Record& record) {
  std::unique_ptr<Message> result = NewImportRecord(schema);
  type::v1::ImportRow& row = *MutableRow(result.get());
  row.set_line(record.line);
  Message* content = result->GetReflection()->MutableMessage(
      result.get(), ContentField(schema));
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

type::v1::ImportRow* MutableRow(Message* record) {
  return static_cast<type::v1::ImportRow*>(
      record->GetReflection()->MutableMessage(record, Field(*record, "row")));
}

type::v1::ImportEnd* MutableEnd(Message* request) {
  return static_cast<type::v1::ImportEnd*>(
      request->GetReflection()->MutableMessage(request,
                                               Field(*request, "end")));
}

void SetRun(const std::string& run, Message* request) {
  request->GetReflection()->SetString(request, Field(*request, "run"), run);
}

void AddRecord(std::unique_ptr<Message> record, Message* request) {
  request->GetReflection()->AddAllocatedMessage(
      request, Field(*request, "records"), record.release());
}

}  // namespace caseload::caseloadctl
