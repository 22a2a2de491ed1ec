/** How an exported page looks: the app's colours and measures, on paper too. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(oklch(0.995 0.001 230), oklch(0.195 0.009 245));
  --hairline: light-dark(oklch(0.905 0.006 230), oklch(0.29 0.011 245));
  --text: light-dark(oklch(0.26 0.016 245), oklch(0.925 0.006 235));
  --strong: light-dark(oklch(0.17 0.016 245), oklch(0.985 0.003 235));
  --muted: light-dark(oklch(0.49 0.018 240), oklch(0.71 0.014 238));
  --accent: light-dark(oklch(0.47 0.11 240), oklch(0.79 0.095 230));
  --code: light-dark(oklch(0.965 0.004 230), oklch(0.16 0.009 245));
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--ground);
  color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  overflow-wrap: anywhere;
}
main { max-width: 720px; margin: 0 auto; padding: 40px 20px 64px; }
a { color: var(--accent); text-underline-offset: 2px; }
.top { padding-bottom: 20px; border-bottom: 1px solid var(--hairline); }
.top p { color: var(--muted); font-size: 13px; }
.top .topic { margin-bottom: 8px; color: var(--text); font-size: 15px; }
h1 { color: var(--strong); font-size: 28px; font-weight: 650; letter-spacing: -0.01em; line-height: 1.25; }
h2 {
  display: flex;
  align-items: center;
  gap: 12px;
  margin: 28px 0 4px;
  color: var(--muted);
  font-size: 13px;
  font-weight: 600;
}
h2::before, h2::after { flex: 1; height: 1px; background: var(--hairline); content: ''; }
section { content-visibility: auto; contain-intrinsic-size: auto 2000px; }
.message { padding-inline-start: 48px; break-inside: avoid; }
.message.starts { margin-top: 14px; }
.message:target { background: var(--code); box-shadow: 0 0 0 6px var(--code); }
.deep { margin-inline-start: 48px; padding-inline-start: 60px; border-inline-start: 2px solid var(--hairline); }
.message > header { position: relative; }
.who {
  position: absolute;
  inset-block-start: 2px;
  inset-inline-start: -48px;
  display: grid;
  place-items: center;
  width: 36px;
  height: 36px;
  border-radius: 10px;
  background: light-dark(oklch(0.905 0.052 var(--hue)), oklch(0.36 0.062 var(--hue)));
  color: light-dark(oklch(0.38 0.095 var(--hue)), oklch(0.9 0.062 var(--hue)));
  font-size: 13px;
  font-weight: 650;
  line-height: 1;
}
.h0{--hue:0}
.h1{--hue:30}
.h2{--hue:60}
.h3{--hue:90}
.h4{--hue:120}
.h5{--hue:150}
.h6{--hue:180}
.h7{--hue:210}
.h8{--hue:240}
.h9{--hue:270}
.h10{--hue:300}
.h11{--hue:330}
b { color: var(--strong); font-weight: 650; }
time, header > em, small, .notice, .gone, .in, .to, .thread, footer, summary { color: var(--muted); font-size: 13px; }
header > em { margin-inline-start: 6px; font-style: normal; }
small { display: block; }
.gone { font-style: italic; }
.notice { margin-top: 6px; padding-inline-start: 48px; }
.in a, .to a { color: inherit; text-decoration: none; }
.in a:hover, .to a:hover { text-decoration: underline; }
.to { padding-inline-start: 8px; border-inline-start: 2px solid var(--hairline); }
.text { max-width: 72ch; }
.act { font-style: italic; }
.act > p:first-of-type, .does { display: inline; }
.text > :not(:first-child) { margin-top: 6px; }
.text p, h1, .topic { unicode-bidi: plaintext; }
.text .heading { color: var(--strong); font-weight: 650; }
.text .written { white-space: pre-wrap; }
.text .mention { color: var(--accent); font-weight: 550; }
.text ul, .text ol { padding-inline-start: 1.5em; }
.text li:has(> .task) { margin-inline-start: -1.2em; list-style: none; }
.text blockquote { padding-inline-start: 12px; border-inline-start: 3px solid var(--hairline); color: var(--muted); }
.text hr { margin: 12px 0; border: 0; border-top: 1px solid var(--hairline); }
code { font-family: ui-monospace, 'Cascadia Code', 'SF Mono', Menlo, Consolas, monospace; font-size: 0.92em; }
.text :not(pre) > code { padding: 1px 5px; border-radius: 4px; background: var(--code); }
.code { position: relative; border: 1px solid var(--hairline); border-radius: 6px; background: var(--code); }
.bar { position: absolute; inset-block-start: 0; inset-inline-end: 0; padding: 4px 10px; color: var(--muted); font-size: 12px; }
.bar:has(> :only-child:empty) { display: none; }
pre {
  padding: 10px 14px;
  overflow-x: auto;
  line-height: 1.5;
  tab-size: 4;
  overflow-wrap: normal;
  unicode-bidi: isolate;
  direction: ltr;
  text-align: left;
}
.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 12px; border: 1px solid var(--hairline); text-align: start; vertical-align: top; }
th { font-weight: 650; }
.reactions { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 4px; font-size: 13px; }
.reactions span { padding: 1px 8px; border: 1px solid var(--hairline); border-radius: 999px; }
.thread { margin-block: 2px 8px; }
details { margin-top: 2px; }
details .text { padding-inline-start: 12px; border-inline-start: 2px solid var(--hairline); color: var(--muted); }
footer { margin-top: 40px; padding-top: 12px; border-top: 1px solid var(--hairline); }
@media (max-width: 480px) {
  main { padding: 24px 14px 48px; }
  .deep { margin-inline-start: 12px; padding-inline-start: 54px; }
}
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  section { content-visibility: visible; }
  pre { white-space: pre-wrap; }
  h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
}
`;
