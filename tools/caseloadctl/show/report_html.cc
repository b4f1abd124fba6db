#include <kainjow/mustache.hpp>

#include "tools/caseloadctl/show/report.h"

namespace caseload::caseloadctl {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr char kPage[] = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<style>
body { font: 1rem/1.4 sans-serif; color: #111; background: #fff; margin: 1.5rem; }
h1 { font-size: 1.4rem; }
dl { display: grid; grid-template-columns: max-content auto; gap: .2rem 1rem; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; vertical-align: top; }
tbody th { white-space: nowrap; }
td.figure { text-align: right; font-variant-numeric: tabular-nums; }
@media print {
  body { margin: 0; font-size: 9pt; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
</style>
</head>
<body>
<main>
<h1>{{title}}</h1>
{{#has_facts}}
<dl>
{{#facts}}
<dt>{{label}}</dt><dd>{{value}}</dd>
{{/facts}}
</dl>
{{/has_facts}}
{{#tables}}
{{#has_rows}}
<div class="wide" role="region" tabindex="0" aria-label="{{caption}}">
<table>
<caption>{{caption}}</caption>
<thead>
<tr>{{#columns}}<th scope="col">{{heading}}</th>{{/columns}}</tr>
</thead>
<tbody>
{{#rows}}
<tr>{{#cells}}{{#first}}<th scope="row">{{text}}</th>{{/first}}{{^first}}<td{{#figure}} class="figure"{{/figure}}>{{text}}</td>{{/first}}{{/cells}}</tr>
{{/rows}}
</tbody>
</table>
</div>
{{/has_rows}}
{{^has_rows}}
<p>{{#caption}}{{caption}}: {{/caption}}{{when_empty}}</p>
{{/has_rows}}
{{/tables}}
{{#notes}}
<p>{{.}}</p>
{{/notes}}
</main>
</body>
</html>
)html";

data FactData(const std::vector<Fact>& facts) {
  data list{data::type::list};
  for (const Fact& fact : facts) {
    if (fact.value.empty()) continue;
    data entry;
    entry.set("label", fact.label);
    entry.set("value", fact.value);
    list.push_back(entry);
  }
  return list;
}

data RowData(const Table& table, const std::vector<std::string>& row) {
  data cells{data::type::list};
  for (size_t i = 0; i < row.size(); ++i) {
    data cell;
    cell.set("text", row[i]);
    cell.set("first", i == 0);
    cell.set("figure", table.columns[i].align == Align::kFigure);
    cells.push_back(cell);
  }
  data entry;
  entry.set("cells", cells);
  return entry;
}

data TableData(const Report& report, const Table& table) {
  data columns{data::type::list};
  for (const Column& column : table.columns) {
    data entry;
    entry.set("heading", column.heading);
    columns.push_back(entry);
  }
  data rows{data::type::list};
  for (const auto& row : table.rows) rows.push_back(RowData(table, row));
  data entry;
  entry.set("caption", table.caption.empty() ? report.title : table.caption);
  entry.set("when_empty", table.when_empty);
  entry.set("has_rows", !table.rows.empty());
  entry.set("columns", columns);
  entry.set("rows", rows);
  return entry;
}

}  // namespace

std::string ToHtml(const Report& report) {
  data page;
  page.set("title", report.title);
  const data facts = FactData(report.facts);
  page.set("has_facts", facts.is_non_empty_list());
  page.set("facts", facts);
  data tables{data::type::list};
  for (const Table& table : report.tables) {
    tables.push_back(TableData(report, table));
  }
  page.set("tables", tables);
  data notes{data::type::list};
  for (const std::string& note : report.notes) notes.push_back(data(note));
  page.set("notes", notes);
  mustache page_template{std::string(kPage)};
  return page_template.render(page);
}

}  // namespace caseload::caseloadctl
