// checklist_template.h: the checklist's page, as a Mustache template. Values
// are escaped; see checklist_page.cc for what they are.

#ifndef SERVICES_CONFERENCE_CHECKLIST_TEMPLATE_H_
#define SERVICES_CONFERENCE_CHECKLIST_TEMPLATE_H_

namespace caseload::conference {

inline constexpr char kChecklistTemplate[] = R"mustache(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pre-conference checklist, {{officer}}, {{conference_date}}</title>
<style>
body { font-family: sans-serif; line-height: 1.4; margin: 0 auto; max-width: 70em; padding: 1em; color: #111; background: #fff; }
h1 { font-size: 1.5em; }
h2 { font-size: 1.1em; margin: 1.5em 0 0.3em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1em 1em; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; }
.sub { margin-left: 2em; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0.3em 0; }
th, td { border: 1px solid #555; padding: 0.3em 0.5em; text-align: left; vertical-align: top; }
thead th { background: #eee; }
tbody th { font-weight: normal; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .scroll { overflow: visible; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
</style>
</head>
<body>
<main>
<h1>Pre-conference checklist</h1>
<dl>
<dt>Officer</dt><dd>{{officer}}</dd>
<dt>Conference with</dt><dd>{{supervisor}}</dd>
<dt>Conference on</dt><dd>{{conference_date}}</dd>
<dt>As of</dt><dd>{{as_of}}</dd>
<dt>Cases on the caseload</dt><dd>{{cases}}</dd>
<dt>Policy</dt><dd>{{policy}}</dd>
</dl>
{{#risk_stale}}
<p><strong>Note:</strong> nothing was heard lately of new assessments; levels may be older than they seem.</p>
{{/risk_stale}}
{{#lines}}
<section{{#sub}} class="sub"{{/sub}}>
<h2>{{number}}. {{text}}</h2>
{{#has_items}}
<div class="scroll">
<table>
<caption>Reminder {{number}}: {{case_count}}</caption>
<thead>
<tr><th scope="col">Client</th><th scope="col">Case</th><th scope="col">What</th><th scope="col">Why</th><th scope="col">Last in order</th><th scope="col">Due</th></tr>
</thead>
<tbody>
{{#items}}
<tr><th scope="row">{{client}}</th><td>{{case}}</td><td>{{what}}{{#about}} ({{.}}){{/about}}</td><td>{{why}}</td><td>{{last}}</td><td>{{due}}</td></tr>
{{/items}}
</tbody>
</table>
</div>
{{/has_items}}
{{^has_items}}
<p>No case.</p>
{{/has_items}}
</section>
{{/lines}}
</main>
</body>
</html>
)mustache";

}  // namespace caseload::conference

#endif  // SERVICES_CONFERENCE_CHECKLIST_TEMPLATE_H_
