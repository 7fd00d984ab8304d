import { SITES, TRIAL } from '@bali/protocol';
import type { AboutCopy } from '../format/copy-manifest.js';
import { FILES } from '../format/layout.js';
import { faultyCount, faultyTexts } from './faulty-texts.js';
import { escaped, PAGE_END, pageHead } from './html.js';
import { OPENSSL, tableIn, withBali } from './ledger-readme.js';

export interface CopyFacts {
  readonly about: AboutCopy;
  /** The verifier keys, each with its fingerprint. */
  readonly keys: readonly { readonly line: string; readonly fingerprint: string }[];
}

/** The title of everything in a copy that people read. */
export function copyTitle(trialId: string, site: string): string {
  return `Certified copy for the site ${siteName(site)}, trial ${TRIAL.acronym} (${trialId})`;
}

/** The document that an investigator opens first, who may never have seen the system. */
export function copyReadme({ about, keys }: CopyFacts): string {
  const title = copyTitle(about.trialId, about.site);
  return [
    pageHead(title),
    `<h1>Certified copy</h1>\n<p>${escaped(title)}</p>\n`,
    whatThisIs(about),
    scope(about),
    faultyTexts(about.freeTexts.faulty),
    records(about),
    contents(about),
    howToVerify(keys, about.wording),
    whatItProves(about),
    PAGE_END,
  ].join('');
}

function siteName(site: string): string {
  const name = SITES.find(({ code }) => code === site)?.name;
  return name === undefined ? site : `${site}, ${name}`;
}

function whatThisIs({ site }: AboutCopy): string {
  return `<h2>What this is</h2>
<p>The records of the clinical trial ${escaped(TRIAL.acronym)} (${escaped(TRIAL.title)}, registered as ${escaped(TRIAL.id)}) that belong to
the site ${escaped(siteName(site))}: what was recorded about its own patients, by whom, when, why and under which signature, and what was
recorded about the trial as a whole. It is yours to keep: what it shows can be verified without the sponsor, without us, and
without our program.</p>
<p>Everything that happens in the trial is recorded as an <i>event</i> in one list, the ledger, that is only ever appended to. An event is
never changed or deleted; a mistake is corrected by another event, which names the old value and the new one. The events of other
sites are not in this copy. Each of them is here as a hash only: a number computed from it, from which it cannot be read, and which
is needed to verify yours. Nothing here tells the treatment of any patient.</p>
`;
}

function scope(about: AboutCopy): string {
  const { counts, freeTexts, madeBy, period, software } = about;
  const rows: readonly (readonly [string, string])[] = [
    ['Trial', about.trialId],
    ['Site', siteName(about.site)],
    ['Name of the log', about.origin],
    ['Events of the ledger, all sites', `${about.treeSize} (numbered from 0)`],
    ['Events in this copy', String(counts.events)],
    ['Recorded', period === null ? 'nothing yet' : `from ${period.from} to ${period.until} (UTC)`],
    ['Patients', String(counts.patients)],
    ['Electronic signatures', String(counts.signatures)],
    ['Earlier checkpoints', String(counts.checkpoints)],
    ['Free texts (comments, reasons, narratives)', textsIn(freeTexts, about.wording)],
    ['Root of the tree (SHA-256)', about.root],
    ['Made', `${about.madeAt} (UTC)`],
    ['Made by', `${madeBy.name} (${madeBy.userId}; ${madeBy.role}, ${madeBy.organisation})`],
    ['Made because', about.reason],
    ['Made with', `BALI ${software.version}, commit ${software.commit}`],
  ];
  return `<h2>Scope</h2>\n${table(rows.map(([name, value]) => [name, escaped(value, about.wording)]))}
<p>When, by whom and why the copy was made is not under the log's signature; that it was made is an event
(<code>CertifiedCopyMade</code>) of the access ledger, which names the SHA-256 of <code>${FILES.manifest}</code>.</p>
`;
}

const WITHHELD_BECAUSE_V3 =
  'they are about an unblinding, could tell a treatment, and are for the person alone who was told it';
const WITHHELD_BECAUSE =
  'they could tell a treatment, as they are about an unblinding or their author knew one, or were not released yet when the copy was made';

function textsIn(freeTexts: AboutCopy['freeTexts'], wording: number): string {
  const { references, included, redacted, withheld, faulty = [] } = freeTexts;
  return (
    `${references} places of the records refer to one; ${included} are shown; ${redacted} were redacted (erased, because of ` +
    `personal data in them, each by an event of its own); ${withheld.length} are withheld ` +
    `(${wording < 4 ? WITHHELD_BECAUSE_V3 : WITHHELD_BECAUSE})${faultyCount(faulty)}`
  );
}

function records({ records }: AboutCopy): string {
  return `<h2>Records in it</h2>
<p>Each from its first event on. Compare the list with your own: a patient of yours who is not here is missing.</p>
${table(records.map(({ stream, events }) => [`<code>${escaped(stream)}</code>`, `${events} events`]))}`;
}

function contents({ wording }: AboutCopy): string {
  const rows: readonly (readonly [string, string])[] = [
    [FILES.auditHtml, 'the events as sentences, in their order; large ones go on in <code>audit-log/</code>'],
    [FILES.auditCsv, tableIn(wording)],
    [
      FILES.events,
      'the events themselves: each line is exactly the bytes of a leaf (JSON, RFC 8785), then a line feed',
    ],
    [FILES.indexes, 'line by line, the number of that event in the ledger, from 0: the index of its leaf'],
    [FILES.texts, 'the free texts that belong to the events: index of the event, field, salt, text'],
    ['schemas/', 'what each type of event holds (JSON Schema)'],
    [FILES.checkpoint, 'the signed statement: this log, so many events, this root'],
    ['checkpoints/', 'every earlier statement of this kind, by the number of events'],
    [FILES.verifierKeys, 'the keys with which the statements are verified'],
    ['tile/', 'the hashes of all leaves of the ledger, and the tree over them (C2SP tlog-tiles)'],
    [FILES.manifest, 'the list of all files with their sizes and hashes, and of the free texts that are withheld'],
  ];
  return `<h2>What is in it</h2>\n${table(rows.map(([name, text]) => [`<code>${name}</code>`, text]))}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const cells = rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`);
  return `<table>\n<tbody>\n${cells.join('')}</tbody>\n</table>\n`;
}

/** Computes the root over the hashes of all leaves as RFC 6962 has it, and finds the hash of each event among them. */
const PYTHON = `import base64, hashlib
def sha256(data): return hashlib.sha256(data).digest()
def tile(number, width):
    digits = str(number).zfill(-(-len(str(number)) // 3) * 3)
    parts = [digits[at:at + 3] for at in range(0, len(digits), 3)]
    path = "tile/0/" + "/".join(["x" + part for part in parts[:-1]] + parts[-1:])
    data = open(path + (".p/%d" % width if width < 256 else ""), "rb").read()
    return [data[at:at + 32] for at in range(0, len(data), 32)]
says = open("checkpoint", encoding="utf-8").read().split("\\n")
size = int(says[1])
hashes = [each for first in range(0, size, 256) for each in tile(first // 256, min(256, size - first))]
edge = []
for node in hashes:
    level = 0
    while edge and edge[-1][0] == level:
        node, level = sha256(b"\\1" + edge.pop()[1] + node), level + 1
    edge.append((level, node))
root = edge.pop()[1] if edge else sha256(b"")
while edge: root = sha256(b"\\1" + edge.pop()[1] + root)
leaves = open("events.jsonl", "rb").read().split(b"\\n")[:-1]
indexes = [int(line) for line in open("indexes.txt")]
same = (len(hashes) == size and root == base64.b64decode(says[2]) and len(leaves) == len(indexes) == len(set(indexes))
        and all(hashes[index] == sha256(b"\\0" + leaf) for index, leaf in zip(indexes, leaves)))
print(len(leaves), "events of", size, "as in the checkpoint" if same else "NOT as in the checkpoint")
raise SystemExit(0 if same else 1)`;

const IN_ITS_FOLDER_V2 = `<p>Then, in the folder of this copy, any of these commands. The first one checks everything. The second and the third need nothing of
ours: one verifies the signature under the checkpoint, the other that each event is, to the byte, a leaf of the tree of that
checkpoint.</p>`;

const ANY_OF_THESE = `<p>Then any of these commands. The first one checks everything, and is given in the folder of the program, not in this one. The second
and the third are given in the folder of this copy and need nothing of ours: one verifies the signature under the checkpoint, the
other that each event is, to the byte, a leaf of the tree of that checkpoint.</p>`;

function howToVerify(keys: CopyFacts['keys'], wording: number): string {
  const lines = keys.map(
    ({ line, fingerprint }) => `<dt><code>${escaped(line)}</code></dt><dd>SHA-256 ${escaped(fingerprint)}</dd>\n`,
  );
  return `<h2>How to verify it</h2>
<p><b>First compare the key</b> with the one that you were given by another way, on paper. Who could write this copy could also have put
another key into it.</p>
<dl>
${lines.join('')}</dl>
${wording < 3 ? IN_ITS_FOLDER_V2 : ANY_OF_THESE}
<ol>
<li>${withBali('copy', escaped(keys[0]?.line ?? ''), wording)}</li>
<li>With OpenSSL 3, in a shell. It says <code>Signature Verified Successfully</code>.
<pre id="with-openssl">${escaped(OPENSSL)}</pre></li>
<li>With Python 3: save these lines as <code>verify.py</code>, and run <code>python3 verify.py</code>.
<pre id="with-python">${escaped(PYTHON)}</pre></li>
</ol>
`;
}

function whatItProves({ treeSize, wording }: AboutCopy): string {
  const older = wording < 3 ? 'bali verify . --older EARLIER-COPY' : 'bali verify COPY --older EARLIER-COPY';
  return `<h2>What that proves, and what not</h2>
<p>It proves that each event here stands, to the byte and at its number, in the one ledger over whose ${treeSize} events the holder of the
key signed the checkpoint; that of each record that is here the events are in their order, none between them missing; that no free
text is missing but those that an event says were redacted, and those that the list in <code>${FILES.manifest}</code> says are withheld; and that
the tables for people say what the events say.</p>
<p><b>It does not prove that this is every event of the site.</b> The other leaves are here as hashes, and from a hash nobody can tell whose
event it is: whoever made this copy could have left out a whole record, or the last events of one. What shows that is in your
hands: the list of records above, the receipts that you kept of what you entered (each names an index, which must stand in
<code>${FILES.indexes}</code>), and an earlier copy (<code>${older}</code>: what was in it must be in this one). And an
inspector, who reads the whole ledger, can compare this copy with it.</p>
<p>It does not prove that what somebody entered was true. And who holds the signing key could write a whole ledger anew and sign that:
what shows it is <b>an older checkpoint in other hands</b>, such as yours. Keep this copy, or at least the file
<code>${FILES.checkpoint}</code>.</p>
`;
}
