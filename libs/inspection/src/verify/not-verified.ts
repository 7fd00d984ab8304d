/** What can be wrong with a package or a receipt. A code never changes its meaning. */
export const FAULTS = {
  'not-a-package': 'This is no inspection package.',
  'archive-damaged': 'The zip file is damaged, or is not made as such files are.',
  'archive-ambiguous':
    'The zip file holds something that is not in its list of files: another program may see another package.',
  'unsafe-name': 'A file has a name that leads out of the package, or that no file of a package has.',
  'foreign-file': 'No package holds a file of this name.',
  'duplicate-file': 'A file is in the archive twice.',
  'not-a-file': 'Something in the package is no ordinary file.',
  'decompression-bomb': 'A file becomes larger than it may when it is unpacked.',
  'unknown-file': 'There is a file that the manifest does not list.',
  'missing-file': 'A file that belongs to the package is not there.',
  'manifest-malformed': 'The manifest cannot be read.',
  'manifest-differs': 'The manifest does not say what the package holds.',
  'another-trial': 'This is of another trial, or of another ledger.',
  'key-malformed': 'A verifier key cannot be read.',
  'wrong-key': 'The checkpoint is not signed with the key that it is to be verified with.',
  'signature-wrong': 'The signature under a checkpoint is not one of its text.',
  'checkpoint-malformed': 'A checkpoint cannot be read.',
  'checkpoint-differs': 'The events do not give the root that the checkpoint says.',
  fork: 'An older checkpoint was signed over other events: the log was changed since.',
  truncated: 'An older checkpoint was signed over more events: the log was cut.',
  'event-altered': 'An event is not the one that is in the tree.',
  'event-missing': 'An event is missing.',
  'event-inserted': 'There is an event that is not in the tree.',
  'events-swapped': 'Two events are in each other’s place.',
  'entry-altered': 'An entry in a bundle is not the event that is in the tree.',
  'tile-altered': 'A tile does not hold the hashes of the tree.',
  'event-malformed': 'An event is not written as events are.',
  'event-unknown': 'This software does not know an event of this type and version.',
  'event-violates-schema': 'An event does not keep the schema of its type.',
  'event-out-of-order': 'An event is not the next one of its record.',
  'event-repeated': 'An event is there twice.',
  'record-signature-wrong': 'The electronic signature in an event is not one of this event.',
  'passkey-not-shown':
    'The access ledger does not show that an electronic signature was made with a passkey of its signer.',
  'text-differs': 'A free text is not the one whose hash stands in the event.',
  'text-missing': 'A free text is missing that was not redacted.',
  'content-key-wrong': 'The key of a sealed record does not open it.',
  'derived-differs': 'A file that is made from the events is not what they give.',
  'wording-unknown':
    'The files for people are written in words of another version: they were not compared with the events.',
  'file-altered': 'A file is not the one that the manifest lists.',
  'index-wrong': 'The list of indexes does not say where the events are in the log.',
  'event-of-another-site': 'An event is not one of this site, nor of the trial as a whole.',
  'not-witnessed': 'No checkpoint in it is cosigned by as many witnesses as the policy asks for.',
  'witnessed-too-long-ago': 'The last checkpoint that witnesses cosigned is older than the policy allows.',
  'cosignature-wrong': 'A cosignature of a witness of the policy is not one of this checkpoint.',
  'not-stamped': 'No checkpoint in it has a time stamp of a known authority.',
  'stamp-wrong': 'A time stamp of a known authority is not one of this checkpoint.',
  'anchor-not-shown': 'The sealed ledger does not show what the anchor of a day is the hash of.',
  'anchor-wrong': 'The anchor of a day is not the hash of what the sealed ledger keeps of that day.',
  'certificate-malformed': 'The certificate of the blind cannot be read.',
  'receipt-malformed': 'The receipt cannot be read.',
  'receipt-not-included': 'The receipt does not show that the entry is in the log.',
} as const;

export type Fault = keyof typeof FAULTS;

/** Where something is wrong, and what was to be there. */
export interface Finding {
  readonly fault: Fault;
  readonly file: string;
  /** From 1, as editors count. */
  readonly line?: number;
  /** Of an event, from 0. */
  readonly index?: number;
  readonly detail?: string;
  readonly expected?: string;
  readonly found?: string;
}

/** The first thing that is wrong: which file, which line, what was expected. */
export class NotVerified extends Error {
  readonly finding: Finding;

  constructor(finding: Finding, options?: ErrorOptions) {
    super(sentenceOf(finding), options);
    this.name = 'NotVerified';
    this.finding = finding;
  }
}

function sentenceOf({ fault, file, line, index, detail, expected, found }: Finding): string {
  const place = [
    file,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(index === undefined ? [] : [`event ${index}`]),
  ];
  return [
    `${place.join(', ')}: ${FAULTS[fault]}`,
    ...(detail === undefined ? [] : [`${detail}.`]),
    ...(expected === undefined ? [] : [`Expected: ${shortened(expected)}.`]),
    ...(found === undefined ? [] : [`Found: ${shortened(found)}.`]),
  ].join(' ');
}

const SHOWN = 200;

/** What is found may be anything: it is shown on one line, and not all of it. */
function shortened(text: string): string {
  const line = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
