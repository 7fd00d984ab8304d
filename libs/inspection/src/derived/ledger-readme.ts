import type { Ledger } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { FILES } from '../format/layout.js';
import { type About, type Manifest, redactedIn } from '../format/ledger-manifest.js';
import { faultyCount, faultyTexts } from './faulty-texts.js';
import { escaped, PAGE_END, pageHead } from './html.js';

export interface ReadmeFacts {
  readonly about: About;
  /** The verifier keys, each with its fingerprint. */
  readonly keys: readonly { readonly line: string; readonly fingerprint: string }[];
}

/** The title of everything in a package that people read. */
export function titleOf({ trialId, ledger }: Pick<Manifest, 'trialId' | 'ledger'>): string {
  return `Audit log of the ${ledger} ledger, trial ${TRIAL.acronym} (${trialId})`;
}

const LEDGERS: Readonly<Record<Ledger, string>> = {
  trial: `The <b>trial</b> ledger is the clinical record: consent, screening, randomization, harvest, implantation, follow-up,
amputations, deaths, adverse events, corrections, signatures. It holds nothing from which the treatment of any patient could
be told, so it may be read by people who must not know it.`,
  sealed: `The <b>sealed</b> ledger holds what would tell the treatment of patients: the randomization list, what was prepared,
implanted, kept and used. <strong>Whoever reads this package is unblinded.</strong> Its records are encrypted; the file
<code>${FILES.contentKeys}</code> holds the key of each single record, so that they can be read here without any other key.`,
  access: `The <b>access</b> ledger says who could do what: accounts, roles and their sites and dates, who signed in, who was not
let in, every package like this one that was made, and every reading of data that could tell a treatment.`,
};

/** The document that an inspector opens first, who may never have seen the system. */
export function readmeHtml({ about, keys }: ReadmeFacts): string {
  return [
    pageHead(`Inspection package: ${titleOf(about)}`),
    `<h1>Inspection package</h1>\n<p>${escaped(titleOf(about))}</p>\n`,
    whatThisIs(about),
    facts(about),
    faultyTexts(about.freeTexts.faulty),
    howToRead(about),
    howToVerify(keys, about.wording),
    whatItProves(about.wording),
    words(),
    PAGE_END,
  ].join('');
}

function whatThisIs({ ledger }: About): string {
  return `<h2>What this is</h2>
<p>A complete copy of one ledger of the clinical trial ${escaped(TRIAL.acronym)} (${escaped(TRIAL.title)}, registered as
${escaped(TRIAL.id)}, sponsor ${escaped(TRIAL.sponsor)}), with its audit log as tables that people read, and with what is needed to
verify, without trusting those who made it, that nothing in it was changed, left out, added or put in another order.</p>
<p>Everything that happens in the trial is recorded as an <i>event</i>: who did what, when, why, and under which signature. An
event is never changed or deleted; a mistake is corrected by another event, which names the old value and the new one.</p>
<p>${LEDGERS[ledger]}</p>
`;
}

function facts(about: About): string {
  const { counts, freeTexts, madeBy, period, software } = about;
  const rows: readonly (readonly [string, string])[] = [
    ['Trial', about.trialId],
    ['Ledger', about.ledger],
    ['Name of the log', about.origin],
    ['Events', `${about.treeSize} (numbered from 0)`],
    ['Recorded', period === null ? 'nothing yet' : `from ${period.from} to ${period.until} (UTC)`],
    // Which patients sealed records are about is told inside them.
    ...(about.ledger === 'trial' ? [['Patients', String(counts.patients)] as const] : []),
    ['Records (streams) in it', String(counts.streams)],
    ['Electronic signatures', String(counts.signatures)],
    ['Earlier checkpoints', String(counts.checkpoints)],
    ['Free texts (comments, reasons, narratives)', textsIn(freeTexts)],
    ['Root of the tree (SHA-256)', about.root],
    ['Digest of the state (SHA-256)', about.stateDigest],
    ['Made', `${about.madeAt} (UTC)`],
    ['Made by', `${madeBy.name} (${madeBy.userId}; ${madeBy.role}, ${madeBy.organisation})`],
    ['Made because', about.reason],
    ['Made with', `BALI ${software.version}, commit ${software.commit}`],
  ];
  const cells = rows.map(
    ([name, value]) => `<tr><th scope="row">${name}</th><td>${escaped(value, about.wording)}</td></tr>\n`,
  );
  return `<h2>Scope</h2>\n<table>\n<tbody>\n${cells.join('')}</tbody>\n</table>
<p>When, by whom and why the package was made is not under the log's signature; that it was made is an event of the access ledger.</p>
`;
}

function textsIn(freeTexts: About['freeTexts']): string {
  const { kept, references, included, withheld = [], faulty = [] } = freeTexts;
  const places = `${references} places of the record refer to one`;
  if (kept === 'withheld')
    return `${places}; they are withheld from this package, because a free text could tell a treatment`;
  return (
    `${places}; ${included} are shown, ${redactedIn(freeTexts)} were redacted (erased, because of personal data in them)` +
    withheldCount(withheld.length) +
    faultyCount(faulty)
  );
}

function withheldCount(withheld: number): string {
  if (withheld === 0) return '';
  return (
    `, ${withheld} are withheld from whoever this package was made for (they could tell a treatment, or have not left their site ` +
    `yet; ${FILES.manifest} lists where they belong)`
  );
}

function howToRead({ ledger, wording }: About): string {
  const rows: readonly (readonly [string, string])[] = [
    [
      FILES.auditHtml,
      'the audit log as sentences, in the order of the events; large ones go on in <code>audit-log/</code>',
    ],
    [FILES.auditCsv, tableIn(wording)],
    [FILES.state, 'the state of the trial after the last event, as computed from the events, with its digest'],
    [FILES.events, 'the events themselves: line i, counted from 0, is exactly the bytes of leaf i (JSON, RFC 8785)'],
    [FILES.texts, 'the free texts that belong to the events: index of the event, field, salt, text'],
    ...(ledger === 'sealed' ? ([[FILES.contentKeys, 'the key of each single sealed record']] as const) : []),
    ['schemas/', 'what each type of event holds (JSON Schema)'],
    [FILES.checkpoint, 'the signed statement: this log, so many events, this root'],
    ['checkpoints/', 'every earlier statement of this kind, by the number of events'],
    [FILES.verifierKeys, 'the keys with which the statements are verified'],
    ['tile/', 'the tree over the events, and the events in bundles, for programs that others wrote (C2SP tlog-tiles)'],
    [FILES.manifest, 'the list of all files, with their sizes and hashes'],
  ];
  const cells = rows.map(([name, text]) => `<tr><th scope="row"><code>${name}</code></th><td>${text}</td></tr>\n`);
  return `<h2>What is in it</h2>\n<table>\n<tbody>\n${cells.join('')}</tbody>\n</table>\n`;
}

/** Verifies the signature of the checkpoint with nothing but OpenSSL 3 and the usual tools of a shell. */
export const OPENSSL = `head -n 3 checkpoint > /tmp/note.txt
tail -n +5 checkpoint | head -n 1 | cut -d ' ' -f 3 | base64 -d | tail -c 64 > /tmp/note.sig
(printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; head -n 1 verifier-keys.txt | cut -d + -f 3- | base64 -d | tail -c 32) > /tmp/key.der
openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey /tmp/key.der -in /tmp/note.txt -sigfile /tmp/note.sig`;

/** Computes the root over the events as RFC 6962 has it, and compares it with the checkpoint's. */
const PYTHON = `import base64, hashlib
def sha256(data): return hashlib.sha256(data).digest()
edge, size = [], 0
for line in open("events.jsonl", "rb"):
    node, level, size = sha256(b"\\0" + line[:-1]), 0, size + 1
    while edge and edge[-1][0] == level:
        node, level = sha256(b"\\1" + edge.pop()[1] + node), level + 1
    edge.append((level, node))
root = edge.pop()[1] if edge else sha256(b"")
while edge: root = sha256(b"\\1" + edge.pop()[1] + root)
says = open("checkpoint", encoding="utf-8").read().split("\\n")
same = says[1] == str(size) and base64.b64decode(says[2]) == root
print(size, "events,", "root as in the checkpoint" if same else "NOT the events of the checkpoint")
raise SystemExit(0 if same else 1)`;

const IN_ITS_FOLDER_V2 = `<p>Then, in the folder of this package, any of these commands. The first one checks everything. The second and the third need
nothing of ours: one verifies the signature under the checkpoint, the other that the events are those of the checkpoint.</p>`;

const ANY_OF_THESE = `<p>Then any of these commands. The first one checks everything, and is given in the folder of the program, not in this one. The second
and the third are given in the folder of this package and need nothing of ours: one verifies the signature under the checkpoint, the
other that the events are those of the checkpoint.</p>`;

/** The table for spreadsheets, as the list of files has it. */
export function tableIn(wording: number): string {
  if (wording < 3) return 'the same as a table, for a spreadsheet';
  return 'the same as a table for a spreadsheet: UTF-8, columns separated by semicolons';
}

/** How our program verifies a package, or a copy. @param key as HTML. */
export function withBali(what: 'package' | 'copy', key: string, wording: number): string {
  if (wording < 3)
    return `With our program: every byte, every file made again and compared, every signature of a person.
<pre id="with-bali">npm run bali -- verify . --key '${key}'</pre>`;
  return `With our program, BALI: every byte, every file made again and compared, every signature of a person. Nothing is run or written in the
folder of this ${what}. In the folder into which you downloaded and unpacked BALI (it names the version above), with the whole path of this
${what}, of its folder or of its zip file, in place of <code>${what.toUpperCase()}</code>:
<pre id="with-bali">npm run bali -- verify ${what.toUpperCase()} --key '${key}'</pre>`;
}

function howToVerify(keys: ReadmeFacts['keys'], wording: number): string {
  const lines = keys.map(
    ({ line, fingerprint }) => `<dt><code>${escaped(line)}</code></dt><dd>SHA-256 ${escaped(fingerprint)}</dd>\n`,
  );
  const key = escaped(keys[0]?.line ?? '');
  return `<h2>How to verify it</h2>
<p><b>First compare the key</b> with the one that you were given by another way: on paper, from the site, at an earlier inspection.
Who could write this package could also have put another key into it.</p>
<dl>
${lines.join('')}</dl>
${wording < 3 ? IN_ITS_FOLDER_V2 : ANY_OF_THESE}
<ol>
<li>${withBali('package', key, wording)}</li>
<li>With OpenSSL 3, in a shell. It says <code>Signature Verified Successfully</code>.
<pre id="with-openssl">${escaped(OPENSSL)}</pre></li>
<li>With Python 3: save these lines as <code>verify.py</code>, and run <code>python3 verify.py</code>.
<pre id="with-python">${escaped(PYTHON)}</pre></li>
</ol>
<p>Other programs for transparency logs (C2SP signed-note, tlog-checkpoint and tlog-tiles; for instance Go's
<code>golang.org/x/mod/sumdb/note</code> and <code>tlog</code>) read <code>checkpoint</code> and <code>tile/</code> as they are.</p>
`;
}

function whatItProves(wording: number): string {
  const older = wording < 3 ? 'bali verify . --older EARLIER-PACKAGE' : 'bali verify PACKAGE --older EARLIER-PACKAGE';
  return `<h2>What that proves, and what not</h2>
<p>It proves that the events are, to the byte and in their order, those over which the holder of the key signed the checkpoint, and
that the tables for people say what the events say. It does not prove that what somebody entered was true.</p>
<p>Who holds the signing key could write a whole log anew and sign that. What shows it is <b>an older checkpoint in other hands</b>: a
package of an earlier inspection, or a receipt that a site kept. <code>${older}</code> says whether the
earlier log is the beginning of this one. Keep this package, or at least the file <code>checkpoint</code>, for the next time.</p>
`;
}

function words(): string {
  return `<h2>Words</h2>
<dl>
<dt>Ledger</dt><dd>A list of events that is only ever appended to.</dd>
<dt>Leaf</dt><dd>The bytes of one event, as they were made when it was recorded and are hashed ever since.</dd>
<dt>Tree, root</dt><dd>Hashes over all leaves, pair by pair, up to one hash, the root (RFC 6962). Any other event, or another order,
gives another root.</dd>
<dt>Checkpoint</dt><dd>The name of the log, the number of its events and their root, signed.</dd>
<dt>Recorded at, happened at</dt><dd>The server's clock says when an event was recorded; when it happened is what was entered. A long
time between them is shown as a late entry.</dd>
<dt>Superseded signature</dt><dd>What was signed was corrected later: the signature stands in the record, and stands for it no more.</dd>
<dt>Redacted</dt><dd>A free text that was erased, because personal data stood in it by mistake. Its hash stays in the event.</dd>
</dl>
`;
}
