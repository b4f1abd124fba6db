#include "tests/support/assessment/example_instruments.h"

#include <cstdlib>
#include <iostream>

#include "google/protobuf/text_format.h"

namespace caseload::assessment::testing {
namespace {

policy::v1::Instrument Parse(const char* text) {
  policy::v1::Instrument instrument;
  if (!google::protobuf::TextFormat::ParseFromString(text, &instrument)) {
    std::cerr << "an example instrument does not parse\n";
    std::abort();
  }
  return instrument;
}

}  // namespace

policy::v1::Instrument ExampleRisk() {
  return Parse(R"pb(
    instrument_id: "example-risk"
    version: "1.0"
    title: "Example risk instrument"
    publisher: "Nobody"
    population: POPULATION_JUVENILE
    effective_date: "2020-01-01"
    scoring_convention: SCORING_CONVENTION_SUM_OF_DOMAINS
    maximum_total: 12
    provenance { kind: PROVENANCE_KIND_DEFAULT source: "made for tests" }
    domains {
      domain_id: "history"
      title: "History"
      kind: DOMAIN_KIND_STATIC
      item_count: 4
      maximum: 4
      size_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    domains {
      domain_id: "family"
      title: "Family"
      kind: DOMAIN_KIND_DYNAMIC
      item_count: 5
      maximum: 5
      size_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
      bands { level: "low" minimum: 0 maximum: 2 }
      bands { level: "high" minimum: 3 maximum: 5 }
      bands_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
      may_be_driver: true
      need_area_ids: "family"
    }
    domains {
      domain_id: "peers"
      title: "Peers"
      kind: DOMAIN_KIND_DYNAMIC
      item_count: 3
      maximum: 3
      size_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
      may_be_driver: true
      need_area_ids: "peers"
    }
    levels { level_id: "low" title: "Low" }
    levels { level_id: "moderate" title: "Moderate" }
    levels { level_id: "high" title: "High" }
    norm_groups {
      norm_group_id: "all"
      title: "Everybody"
      total_bands { level: "low" minimum: 0 maximum: 3 }
      total_bands { level: "moderate" minimum: 4 maximum: 7 }
      total_bands { level: "high" minimum: 8 maximum: 12 }
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    norm_groups {
      norm_group_id: "custody"
      title: "In custody"
      total_bands { level: "low" minimum: 0 maximum: 4 }
      total_bands { level: "moderate" minimum: 5 maximum: 8 }
      total_bands { level: "high" minimum: 9 maximum: 12 }
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    level_mappings {
      band_scheme_id: "example-bands"
      level_id: "low"
      band_id: "low"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    level_mappings {
      band_scheme_id: "example-bands"
      level_id: "moderate"
      band_id: "middle"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    level_mappings {
      band_scheme_id: "example-bands"
      level_id: "high"
      band_id: "top"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    missing_items {
      allowed: 1
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    validity {
      period { months: 6 }
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    administered_by: "trained staff"
    sets_risk: true
    validation_evidence {
      statement: "none; it is an example"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
  )pb");
}

policy::v1::Instrument ExampleRecorded() {
  return Parse(R"pb(
    instrument_id: "example-recorded"
    version: "1"
    title: "Example instrument of a vendor"
    publisher: "Nobody"
    population: POPULATION_ADULT
    effective_date: "2020-01-01"
    scoring_convention: SCORING_CONVENTION_LEVEL_RECORDED
    provenance { kind: PROVENANCE_KIND_DEFAULT source: "made for tests" }
    domains {
      domain_id: "friends"
      title: "Friends"
      kind: DOMAIN_KIND_DYNAMIC
      size_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
      may_be_driver: true
      need_area_ids: "peers"
    }
    levels { level_id: "lo" title: "Lower" }
    levels { level_id: "hi" title: "Higher" }
    level_mappings {
      band_scheme_id: "example-bands"
      level_id: "lo"
      band_id: "low"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    level_mappings {
      band_scheme_id: "example-bands"
      level_id: "hi"
      band_id: "top"
      provenance { kind: PROVENANCE_KIND_UNVERIFIED_EXAMPLE source: "tests" }
    }
    missing_items {
      allowed: 0
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    validity {
      period { months: 12 }
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    administered_by: "trained staff"
    sets_risk: true
    validation_evidence {
      statement: "none; it is an example"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
  )pb");
}

policy::v1::Instrument ExampleAreas() {
  return Parse(R"pb(
    instrument_id: "example-areas"
    version: "1"
    title: "Example of described areas"
    publisher: "Nobody"
    population: POPULATION_ANY
    effective_date: "2020-01-01"
    scoring_convention: SCORING_CONVENTION_NARRATIVE
    provenance { kind: PROVENANCE_KIND_DEFAULT source: "made for tests" }
    domains {
      domain_id: "housing"
      title: "Housing"
      kind: DOMAIN_KIND_DYNAMIC
      size_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
      need_area_ids: "housing"
    }
    domains {
      domain_id: "health"
      title: "Health"
      kind: DOMAIN_KIND_DYNAMIC
      size_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
      need_area_ids: "health"
    }
    missing_items {
      allowed: 0
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    validity {
      period { months: 6 }
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    administered_by: "trained staff"
    validation_evidence {
      statement: "none; it is an example"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
  )pb");
}

policy::v1::Instrument ExampleScreen() {
  return Parse(R"pb(
    instrument_id: "example-screen"
    version: "1"
    title: "Example clinical screen"
    publisher: "Nobody"
    population: POPULATION_ANY
    effective_date: "2020-01-01"
    scoring_convention: SCORING_CONVENTION_SUM_OF_DOMAINS
    maximum_total: 24
    provenance { kind: PROVENANCE_KIND_DEFAULT source: "made for tests" }
    domains {
      domain_id: "distress"
      title: "Distress"
      kind: DOMAIN_KIND_DYNAMIC
      item_count: 6
      maximum: 24
      size_provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
      need_area_ids: "health"
    }
    levels { level_id: "none" title: "None" }
    levels { level_id: "serious" title: "Serious" }
    norm_groups {
      norm_group_id: "scored-0-to-4"
      title: "Items scored 0 to 4"
      total_bands { level: "none" minimum: 0 maximum: 12 }
      total_bands { level: "serious" minimum: 13 maximum: 24 }
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    missing_items {
      allowed: 0
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    validity {
      period { days: 90 }
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
    administered_by: "licensed clinician"
    clinical: true
    validation_evidence {
      statement: "none; it is an example"
      provenance { kind: PROVENANCE_KIND_DEFAULT source: "tests" }
    }
  )pb");
}

}  // namespace caseload::assessment::testing
