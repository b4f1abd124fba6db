// What one pack says otherwise than another.

#include "services/policy/proto/diff.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/proto/load.h"
#include "tests/unit/policy/support.h"

namespace caseload::policy {

// For the messages of failing tests.
void PrintTo(const FieldChange& change, std::ostream* os) {
  *os << change.field << " (" << static_cast<int>(change.kind) << "): \""
      << change.old_value << "\" -> \"" << change.new_value << "\"";
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = FieldChange::Kind;

v1::PolicyPack Juvenile() {
  const std::string path = "policies/packs/juvenile-4.6.textproto";
  return LoadPack(path, testing::ReadSourceFile(path)).value->message;
}

TEST(DiffPacksTest, APackDoesNotDifferFromItself) {
  EXPECT_THAT(DiffPacks(Juvenile(), Juvenile()), IsEmpty());
}

TEST(DiffPacksTest, NamesEachFieldWithOldAndNewValue) {
  v1::PolicyPack changed = Juvenile();
  changed.set_version_label("2027-01-01");
  changed.mutable_enrollment()->mutable_verify_every()->set_months(3);
  changed.mutable_contact()
      ->mutable_standards(0)
      ->mutable_requirements(0)
      ->set_count(2);
  changed.mutable_conference()->set_location_required(false);
  changed.mutable_notice()->mutable_advance()->set_short_notice(
      v1::SHORT_NOTICE_REFUSED_WITHOUT_WAIVER);
  EXPECT_THAT(
      DiffPacks(Juvenile(), changed),
      ElementsAre(FieldChange{"version_label", Kind::kChanged, "2021-03-22",
                              "2027-01-01"},
                  FieldChange{"enrollment.verify_every", Kind::kChanged,
                              "6 months", "3 months"},
                  FieldChange{"contact.standards[0].requirements[0].count",
                              Kind::kChanged, "1", "2"},
                  FieldChange{"conference.location_required", Kind::kChanged,
                              "true", "false"},
                  FieldChange{"notice.advance.short_notice", Kind::kChanged,
                              "SHORT_NOTICE_ACCEPTED_WITH_REASON",
                              "SHORT_NOTICE_REFUSED_WITHOUT_WAIVER"}));
}

TEST(DiffPacksTest, AnInsertedElementIsOneChange) {
  v1::PolicyPack changed = Juvenile();
  const int last = changed.need_areas_size();
  v1::NeedArea* area = changed.add_need_areas();
  area->set_need_area_id("gang");
  area->set_title("Gang");
  changed.mutable_need_areas()->SwapElements(0, last);
  // The swap put the first one last, which is an order of its own.
  for (int i = last; i > 1; --i) {
    changed.mutable_need_areas()->SwapElements(i, i - 1);
  }
  EXPECT_THAT(DiffPacks(Juvenile(), changed),
              ElementsAre(FieldChange{"need_areas[0]", Kind::kAdded, "",
                                      "need_area_id: \"gang\" title: "
                                      "\"Gang\""}));
  EXPECT_THAT(DiffPacks(changed, Juvenile()),
              ElementsAre(FieldChange{"need_areas[0]", Kind::kRemoved,
                                      "need_area_id: \"gang\" title: "
                                      "\"Gang\"",
                                      ""}));
}

// Bands stand lowest first, instruments by rank: order is a rule.
TEST(DiffPacksTest, AnotherOrderIsToldOnce) {
  v1::PolicyPack changed = Juvenile();
  changed.mutable_band_scheme()->mutable_bands()->SwapElements(0, 1);
  EXPECT_THAT(DiffPacks(Juvenile(), changed),
              ElementsAre(FieldChange{"band_scheme.bands", Kind::kReordered,
                                      "low, moderate, high, very-high",
                                      "moderate, low, high, very-high"}));
}

TEST(DiffPacksTest, AChangeInsideAMovedElementIsFound) {
  v1::PolicyPack changed = Juvenile();
  changed.mutable_band_scheme()->mutable_bands(3)->set_title("Highest");
  changed.mutable_band_scheme()->mutable_bands()->SwapElements(2, 3);
  EXPECT_THAT(
      DiffPacks(Juvenile(), changed),
      ElementsAre(
          FieldChange{"band_scheme.bands", Kind::kReordered,
                      "low, moderate, high, very-high",
                      "low, moderate, very-high, high"},
          FieldChange{"band_scheme.bands[2].title", Kind::kChanged,
                      Juvenile().band_scheme().bands(3).title(), "Highest"}));
}

TEST(DiffPacksTest, AListOfValuesIsOneValue) {
  v1::PolicyPack changed = Juvenile();
  changed.mutable_contact()->clear_counting_methods();
  changed.mutable_contact()->add_counting_methods(v1::CONTACT_METHOD_IN_PERSON);
  EXPECT_THAT(
      DiffPacks(Juvenile(), changed),
      ElementsAre(FieldChange{"contact.counting_methods", Kind::kChanged,
                              "CONTACT_METHOD_IN_PERSON, CONTACT_METHOD_VIDEO",
                              "CONTACT_METHOD_IN_PERSON"}));
}

TEST(DiffPacksTest, AnAbsentFieldIsAddedAndRemoved) {
  v1::PolicyPack changed = Juvenile();
  changed.clear_caseload_limits();
  changed.set_previous_effective_date("2015-06-01");
  v1::PolicyPack base = Juvenile();
  base.clear_previous_effective_date();
  const auto changes = DiffPacks(base, changed);
  ASSERT_THAT(changes, SizeIs(4));
  EXPECT_EQ(changes[0], (FieldChange{"previous_effective_date", Kind::kAdded,
                                     "", "2015-06-01"}));
  EXPECT_EQ(changes[1].field, "caseload_limits[0]");
  EXPECT_EQ(changes[1].kind, Kind::kRemoved);
  EXPECT_EQ(changes[3].field, "caseload_limits[2]");
}

// Without unique ids an element is held against the one in its place.
TEST(DiffPacksTest, ElementsWithOneIdAreComparedByPlace) {
  v1::PolicyPack base = Juvenile();
  *base.add_need_areas() = base.need_areas(0);
  v1::PolicyPack changed = base;
  changed.mutable_need_areas(1)->set_title("Another title");
  EXPECT_THAT(
      DiffPacks(base, changed),
      ElementsAre(FieldChange{"need_areas[1].title", Kind::kChanged,
                              base.need_areas(1).title(), "Another title"}));
}

}  // namespace
}  // namespace caseload::policy
