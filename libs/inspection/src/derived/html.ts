import { escapedHtml } from '@bali/schema';
import { WORDING } from '../format/wording.js';
import { INVISIBLE, INVISIBLE_V2, visible } from './invisible.js';

/** Which texts are not shown as they are: most are. */
const SPECIAL = new RegExp(`[&<>"']|${INVISIBLE.source}`);

/** A text as HTML shows it, whatever is in it. @param wording the version of the words. */
export function escaped(text: string, wording = WORDING): string {
  if (!SPECIAL.test(text)) return text;
  return escapedHtml(visible(text, wording < 3 ? INVISIBLE_V2 : INVISIBLE));
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1a1a1a }
h1, h2 { line-height: 1.2 } table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: 600 }
th, td { border-bottom: 1px solid #ccc; padding: .35rem .6rem; text-align: left; vertical-align: top }
thead th { position: sticky; top: 0; background: #f2f2f2 } td.n { text-align: right; font-variant-numeric: tabular-nums }
pre { background: #f2f2f2; padding: .75rem; overflow-x: auto } code { overflow-wrap: anywhere }
td:last-child { overflow-wrap: anywhere; min-width: 12rem }
nav ol { columns: 16rem } dt { font-weight: 600 } dd { margin: 0 0 .5rem }
@media print { thead th { position: static } }
`;

/** The beginning of a page that loads nothing and runs nothing. */
export function pageHead(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
`;
}

export const PAGE_END = '</body>\n</html>\n';
