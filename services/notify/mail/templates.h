// templates.h: the words of a mail, as Mustache templates.
//
// The reminders are not here: their text is the division's policy pack's
// (R014). Values: see notice_text.cc. Nothing in them names a client.

#ifndef SERVICES_NOTIFY_MAIL_TEMPLATES_H_
#define SERVICES_NOTIFY_MAIL_TEMPLATES_H_

namespace caseload::notify {

// Plain text; every value unescaped. No tag stands alone on its line: what a
// section that is left out leaves of such a line differs between Mustaches.
inline constexpr char kTextTemplate[] = R"mustache({{{recipient}}},

{{{opening}}}{{#previous}}

Until now:
  Date:      {{{date}}}
  Time:      {{{time}}}{{#location}}
  Location:  {{{.}}}{{/location}}

Now:{{/previous}}{{{gap}}}
  Date:      {{{date}}}
  Time:      {{{time}}}{{#location}}
  Location:  {{{.}}}{{/location}}{{#has_reminders}}

{{{reminders_opening}}}{{{newline}}}{{#reminders}}
{{{indent}}}{{{number}}}. {{{text}}}{{#counts}}
{{{indent}}}     - {{{label}}}: {{{count}}}{{/counts}}{{/reminders}}

{{{counts_note}}}{{/has_reminders}}{{#link}}

Details: {{{.}}}{{/link}}

{{{supervisor}}}
{{{county}}}
)mustache";

// HTML of the same; values are escaped.
inline constexpr char kHtmlTemplate[] = R"mustache(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{subject}}</title>
</head>
<body style="font-family: sans-serif; font-size: 1em; line-height: 1.4; max-width: 42em;">
<p>{{recipient}},</p>
<p>{{opening}}</p>
{{#previous}}
<h2 style="font-size: 1em;">Until now</h2>
<table role="presentation" style="border-spacing: 0;">
<tr><td style="padding-right: 1em;">Date</td><td>{{date}}</td></tr>
<tr><td style="padding-right: 1em;">Time</td><td>{{time}}</td></tr>
{{#location}}
<tr><td style="padding-right: 1em;">Location</td><td>{{.}}</td></tr>
{{/location}}
</table>
<h2 style="font-size: 1em;">Now</h2>
{{/previous}}
<table role="presentation" style="border-spacing: 0;">
<tr><td style="padding-right: 1em;">Date</td><td><strong>{{date}}</strong></td></tr>
<tr><td style="padding-right: 1em;">Time</td><td><strong>{{time}}</strong></td></tr>
{{#location}}
<tr><td style="padding-right: 1em;">Location</td><td><strong>{{.}}</strong></td></tr>
{{/location}}
</table>
{{#has_reminders}}
<p>{{reminders_opening}}</p>
<ul style="list-style: none; padding-left: 0;">
{{#reminders}}
<li style="margin: 0 0 0.6em {{margin}};">{{number}}. {{text}}
{{#has_counts}}
<ul>
{{#counts}}
<li>{{label}}: <strong>{{count}}</strong></li>
{{/counts}}
</ul>
{{/has_counts}}
</li>
{{/reminders}}
</ul>
<p>{{counts_note}}</p>
{{/has_reminders}}
{{#link}}
<p>Details: <a href="{{.}}">{{.}}</a></p>
{{/link}}
<p>{{supervisor}}<br>{{county}}</p>
</body>
</html>
)mustache";

}  // namespace caseload::notify

#endif  // SERVICES_NOTIFY_MAIL_TEMPLATES_H_
