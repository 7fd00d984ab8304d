import { fingerprintOf, formatWitnessKey } from '@bali/ledger';
import type { Witness } from './witness.js';

/** The page of a witness: what it has seen, and when it last heard. */
export function witnessPage(witness: Witness, now: Date): string {
  const rows = witness.logs.map((log) => rowOf(log.origin, witness)).join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Witness ${escaped(witness.key.name)}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; max-width: 80rem }
table { border-collapse: collapse } th, td { border: 1px solid; padding: .4rem; text-align: left; vertical-align: top }
code { overflow-wrap: anywhere }
</style>
<h1>Witness ${escaped(witness.key.name)}</h1>
<p>This program cosigns the newest tree of each log below, if it extends the one that it cosigned before. It keeps what it saw.</p>
<p>Key: <code>${escaped(formatWitnessKey(witness.key))}</code><br>SHA-256: ${fingerprintOf(witness.key)}</p>
<table>
<thead><tr><th>Log<th>Events<th>Root<th>Cosigned<th>Last heard<th>Contradictions</thead>
<tbody>${rows}</tbody>
</table>
<p>Shown at ${now.toISOString()}.</p>
</html>
`;
}

function rowOf(origin: string, witness: Witness): string {
  const { latest, contradictions } = witness.seenOf(origin);
  const heard = witness.heardOf(origin);
  const cells = [
    escaped(origin),
    latest === undefined ? 'none yet' : String(latest.size),
    latest === undefined ? '' : `<code>${escaped(latest.root)}</code>`,
    latest === undefined ? 'never' : new Date(latest.time * 1000).toISOString(),
    heard === undefined
      ? 'not since this program was started'
      : `${heard.at.toISOString()}: ${escaped(heard.sentence)}`,
    contradictions.length === 0
      ? 'none'
      : contradictions
          .map(({ note, time }) => `<strong>${new Date(time * 1000).toISOString()}</strong><pre>${escaped(note)}</pre>`)
          .join(''),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
