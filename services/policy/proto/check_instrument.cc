#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/policy/proto/check.h"
#include "services/policy/proto/check_lists.h"
#include "services/policy/proto/check_ratings.h"
#include "services/policy/proto/field_rules.h"

namespace caseload::policy {
namespace {

class InstrumentChecker {
 public:
  InstrumentChecker(const v1::Instrument& instrument, ProblemList* problems)
      : instrument_(instrument),
        summed_(instrument.scoring_convention() ==
                v1::SCORING_CONVENTION_SUM_OF_DOMAINS),
        narrative_(instrument.scoring_convention() ==
                   v1::SCORING_CONVENTION_NARRATIVE),
        has_conventions_(std::any_of(
            instrument.norm_groups().begin(), instrument.norm_groups().end(),
            [](const v1::NormGroup& group) { return group.has_item_range(); })),
        problems_(*problems) {}

  void Check() {
    CheckDayOrder(instrument_.effective_date(), "effective_date",
                  instrument_.retired_date(), "retired_date", &problems_);
    CheckDomains();
    CheckTotal();
    CheckLevels();
    CheckNormGroups();
    CheckConventions();
    CheckMappings();
    CheckPurpose();
    CheckRatingScales(instrument_, &problems_);
    CheckPeople(instrument_, &problems_);
  }

 private:
  void Add(absl::string_view field, absl::string_view reason) {
    problems_.Add(field, reason);
  }

  void CheckDomains() {
    const auto& domains = instrument_.domains();
    CheckUniqueIds(
        domains, "domains", "domain_id",
        [](const v1::Domain& domain) { return domain.domain_id(); },
        &problems_);
    for (int i = 0; i < domains.size(); ++i) {
      CheckDomain(domains[i], ElementPath("domains", i));
    }
  }

  void CheckDomain(const v1::Domain& domain, const std::string& path) {
    if (summed_ != (domain.maximum() > 0)) {
      Add(FieldPath(path, "maximum"),
          summed_ ? "is 0, and the domain's score is summed"
                  : "is set, and nothing is summed");
    }
    if (summed_ && domain.item_count() == 0) {
      Add(FieldPath(path, "item_count"), "is 0, and the domain is scored");
    } else if (summed_ && domain.maximum() < domain.item_count()) {
      Add(FieldPath(path, "maximum"), "is less than one point for each item");
    }
    if (domain.has_item_range()) CheckOwnRange(domain, path);
    if (domain.has_bands_provenance() != !domain.bands().empty()) {
      Add(FieldPath(path, "bands_provenance"),
          domain.has_bands_provenance() ? "is set, and there are no bands"
                                        : "is missing");
    }
    if (!domain.bands().empty()) {
      CheckBands(domain.bands(), RangeOf(domain, nullptr),
                 FieldPath(path, "bands"));
      CheckUniqueIds(
          domain.bands(), FieldPath(path, "bands"), "level",
          [](const v1::ScoreBand& band) { return band.level(); }, &problems_);
    }
    const bool is_static = domain.kind() == v1::DOMAIN_KIND_STATIC;
    if (is_static && domain.may_be_driver()) {
      Add(FieldPath(path, "may_be_driver"),
          "is true for a static domain, which cannot be worked on");
    }
    if (is_static && !domain.need_area_ids().empty()) {
      Add(FieldPath(path, "need_area_ids"),
          "is set for a static domain, which no plan can target");
    }
    if (domain.kind() == v1::DOMAIN_KIND_DYNAMIC &&
        domain.need_area_ids().empty()) {
      Add(FieldPath(path, "need_area_ids"),
          "is empty; a dynamic domain says which need area answers it");
    }
  }

  // Lowest and highest score.
  struct Range {
    int minimum = 0;
    int maximum = 0;
  };

  // Of a domain under the convention of `group`, if that has one.
  static Range RangeOf(const v1::Domain& domain, const v1::NormGroup* group) {
    const bool by_group = group != nullptr && group->has_item_range();
    if (!by_group && !domain.has_item_range()) return {0, domain.maximum()};
    const v1::ItemRange& item =
        by_group ? group->item_range() : domain.item_range();
    return {domain.item_count() * item.minimum(),
            domain.item_count() * item.maximum()};
  }

  Range TotalRangeOf(const v1::NormGroup& group) const {
    Range total;
    for (const v1::Domain& domain : instrument_.domains()) {
      const Range range = RangeOf(domain, &group);
      total.minimum += range.minimum;
      total.maximum += range.maximum;
    }
    return total;
  }

  // The lowest total under the convention that has the highest one.
  int HighestMinimum() const {
    int highest = 0;
    for (const v1::NormGroup& group : instrument_.norm_groups()) {
      highest = std::max(highest, TotalRangeOf(group).minimum);
    }
    return highest;
  }

  // Over all conventions.
  Range WidestOf(const v1::Domain& domain) const {
    if (!has_conventions_) return RangeOf(domain, nullptr);
    Range widest{std::numeric_limits<int>::max(), 0};
    for (const v1::NormGroup& group : instrument_.norm_groups()) {
      const Range range = RangeOf(domain, &group);
      widest.minimum = std::min(widest.minimum, range.minimum);
      widest.maximum = std::max(widest.maximum, range.maximum);
    }
    return widest;
  }

  void CheckItemRange(const v1::ItemRange& range, const std::string& path) {
    if (range.maximum() > range.minimum()) return;
    Add(FieldPath(path, "maximum"),
        absl::StrCat("is ", range.maximum(), ", not above the minimum of ",
                     range.minimum()));
  }

  void CheckOwnRange(const v1::Domain& domain, const std::string& path) {
    const std::string field = FieldPath(path, "item_range");
    CheckItemRange(domain.item_range(), field);
    if (!summed_) Add(field, "is set, and nothing is summed");
    if (has_conventions_) {
      Add(field, "is set, and the norm groups have ranges of their own");
    }
  }

  // What the items can add up to is what the domain says.
  void CheckReach(const v1::Domain& domain, const std::string& path) {
    if (!summed_ || (!domain.has_item_range() && !has_conventions_)) return;
    const int reach = WidestOf(domain).maximum;
    if (reach != domain.maximum()) {
      Add(FieldPath(path, "maximum"),
          absl::StrCat("is ", domain.maximum(), "; its ", domain.item_count(),
                       " items can add up to ", reach));
    }
  }

  // Where one answer is worth different points, every group says which.
  void CheckConventions() {
    const auto& domains = instrument_.domains();
    for (int i = 0; i < domains.size(); ++i) {
      const std::string path = ElementPath("domains", i);
      CheckReach(domains[i], path);
      if (has_conventions_ && !domains[i].bands().empty()) {
        Add(FieldPath(path, "bands"),
            "is set, and the norm groups' conventions give one answer "
            "different points");
      }
    }
    if (!has_conventions_) return;
    const auto& groups = instrument_.norm_groups();
    for (int i = 0; i < groups.size(); ++i) {
      const std::string path =
          FieldPath(ElementPath("norm_groups", i), "item_range");
      if (!groups[i].has_item_range()) {
        Add(path, "is missing, and another norm group has one");
      } else if (!summed_) {
        Add(path, "is set, and nothing is summed");
      } else {
        CheckItemRange(groups[i].item_range(), path);
      }
    }
  }

  // Total, in order, without gaps or overlaps.
  template <typename Bands>
  void CheckBands(const Bands& bands, Range range, const std::string& path) {
    int next = range.minimum;
    for (int i = 0; i < bands.size(); ++i) {
      const v1::ScoreBand& band = bands[i];
      const std::string element = ElementPath(path, i);
      if (i == 0 && band.minimum() != next) {
        Add(FieldPath(element, "minimum"),
            absl::StrCat("is ", band.minimum(), "; the lowest score is ",
                         next));
      } else if (band.minimum() != next) {
        Add(FieldPath(element, "minimum"),
            absl::StrCat("is ", band.minimum(), " where ", next, " follows: ",
                         band.minimum() > next
                             ? "scores would have no band"
                             : "scores would have two bands"));
      }
      if (band.maximum() < band.minimum()) {
        Add(FieldPath(element, "maximum"),
            absl::StrCat("is ", band.maximum(), ", below the minimum of ",
                         band.minimum()));
        return;
      }
      next = band.maximum() + 1;
    }
    if (next != range.maximum + 1) {
      Add(path, absl::StrCat("ends at ", next - 1, "; the highest score is ",
                             range.maximum));
    }
  }

  void CheckTotal() {
    int sum = 0;
    int lowest = 0;
    int items = 0;
    for (const v1::Domain& domain : instrument_.domains()) {
      sum += domain.maximum();
      if (summed_) lowest += WidestOf(domain).minimum;
      items += domain.item_count();
    }
    if (sum != instrument_.maximum_total()) {
      Add("maximum_total",
          absl::StrCat("is ", instrument_.maximum_total(),
                       "; the domains' maxima add up to ", sum));
    }
    if (lowest != instrument_.minimum_total()) {
      Add("minimum_total",
          absl::StrCat("is ", instrument_.minimum_total(),
                       "; the domains' lowest scores add up to ", lowest));
    }
    const int allowed = instrument_.missing_items().allowed();
    if (allowed > 0 && HighestMinimum() > 0) {
      Add("missing_items.allowed",
          absl::StrCat("is ", allowed,
                       ", and a total that lacks an item would lie below the "
                       "lowest band"));
    }
    if (summed_ && allowed >= items) {
      Add("missing_items.allowed",
          absl::StrCat("is ", allowed, ", and there are ", items,
                       " items in all"));
    }
  }

  void CheckLevels() {
    const auto& levels = instrument_.levels();
    level_ids_ = CheckUniqueIds(
        levels, "levels", "level_id",
        [](const v1::Level& level) { return level.level_id(); }, &problems_);
    if (narrative_ && !levels.empty()) {
      Add("levels", "is set, and nothing is scored");
    } else if (!narrative_ && levels.size() < 2) {
      Add("levels", "has fewer than 2 levels");
    }
  }

  void CheckNormGroups() {
    const auto& groups = instrument_.norm_groups();
    CheckUniqueIds(
        groups, "norm_groups", "norm_group_id",
        [](const v1::NormGroup& group) { return group.norm_group_id(); },
        &problems_);
    if (summed_ && groups.empty()) {
      Add("norm_groups", "is empty, and totals are summed");
    }
    std::set<std::string> people;
    for (int i = 0; i < groups.size(); ++i) {
      const std::string path =
          FieldPath(ElementPath("norm_groups", i), "total_bands");
      if ((groups[i].has_gender() || groups[i].has_setting()) &&
          !people.insert(PeopleOf(groups[i])).second) {
        Add(ElementPath("norm_groups", i),
            "is for the same gender and setting as a group before it");
      }
      if (!summed_) {
        if (!groups[i].total_bands().empty()) {
          Add(path, "is set, and nothing is summed");
        }
        continue;
      }
      CheckBands(groups[i].total_bands(), TotalRangeOf(groups[i]), path);
      CheckLevelOrder(groups[i], path);
    }
  }

  static std::string PeopleOf(const v1::NormGroup& group) {
    return absl::StrCat(group.gender(), "/", group.setting(), "/",
                        group.item_range().minimum(), "-",
                        group.item_range().maximum());
  }

  // The bands name the instrument's levels, each once and lowest first.
  void CheckLevelOrder(const v1::NormGroup& group, const std::string& path) {
    int previous = -1;
    for (int i = 0; i < group.total_bands_size(); ++i) {
      const std::string field = FieldPath(ElementPath(path, i), "level");
      const std::string& level = group.total_bands(i).level();
      int rank = -1;
      for (int j = 0; j < instrument_.levels_size(); ++j) {
        if (instrument_.levels(j).level_id() == level) rank = j;
      }
      if (rank < 0) {
        Add(field, absl::StrCat("is '", level, "', which is no level of the ",
                                "instrument"));
      } else if (rank <= previous) {
        Add(field, absl::StrCat("is '", level,
                                "', which is not above the level before it"));
      }
      previous = rank;
    }
  }

  void CheckMappings() {
    std::map<std::string, std::set<std::string>> by_scheme;
    for (int i = 0; i < instrument_.level_mappings_size(); ++i) {
      const v1::LevelMapping& mapping = instrument_.level_mappings(i);
      const std::string path =
          FieldPath(ElementPath("level_mappings", i), "level_id");
      if (level_ids_.count(mapping.level_id()) == 0) {
        Add(path, absl::StrCat("is '", mapping.level_id(),
                               "', which is no level of the instrument"));
      } else if (!by_scheme[mapping.band_scheme_id()]
                      .insert(mapping.level_id())
                      .second) {
        Add(path, absl::StrCat("is '", mapping.level_id(),
                               "', which is mapped twice in scheme '",
                               mapping.band_scheme_id(), "'"));
      }
    }
    for (const auto& [scheme, mapped] : by_scheme) {
      for (const v1::Level& level : instrument_.levels()) {
        if (mapped.count(level.level_id()) != 0) continue;
        Add("level_mappings",
            absl::StrCat("does not map the level '", level.level_id(),
                         "' in scheme '", scheme, "'"));
      }
    }
    if (instrument_.sets_risk() && by_scheme.empty()) {
      Add("level_mappings", "is empty, and the instrument sets risk");
    }
  }

  void CheckPurpose() {
    if (instrument_.sets_risk() && instrument_.clinical()) {
      Add("sets_risk", "is true for a clinical instrument, which never does");
    }
    if (instrument_.sets_risk() && narrative_) {
      Add("sets_risk", "is true, and nothing is scored");
    }
  }

  const v1::Instrument& instrument_;
  const bool summed_;
  const bool narrative_;
  // The norm groups stand for conventions by which the items are scored.
  const bool has_conventions_;
  ProblemList& problems_;
  std::set<std::string> level_ids_;
};

}  // namespace

std::vector<PolicyProblem> CheckInstrument(const v1::Instrument& instrument) {
  ProblemList problems;
  CheckFieldRules(instrument, "", &problems);
  InstrumentChecker(instrument, &problems).Check();
  return std::move(problems).Take();
}

}  // namespace caseload::policy
