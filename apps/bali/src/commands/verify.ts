import { endProgress, printJson, printLines, Refused, showProgress } from '@bali/command-line';
import {
  type AnchorsShown,
  isBlindCertificate,
  isCertifiedCopy,
  isReceipt,
  NotVerified,
  type Policy,
  readOlder,
  readOlderIndexes,
  readPasskeys,
  SITE_COPY,
  type Verified,
  type VerifiedCopy,
  verifyAnchors,
  verifyPackage,
  verifyReceipt,
  WHOLE_LEDGER,
  keysForReceipt,
  witnessesOfReceipt,
} from '@bali/inspection';
import { Command } from 'commander';
import { faultyLines } from './damaged-texts.js';
import { verifyAsCertificate } from './verify-certificate.js';
import { authorityOf, hoursOf, instantOf, otherHandsLines, readPolicy, signedByOthers } from './verify-other-hands.js';
import type { StampAuthority } from '@bali/time-stamps';
import { open, readFile, stat } from 'node:fs/promises';

interface VerifyCommandOptions {
  readonly key?: string;
  readonly older?: string;
  readonly access?: string;
  readonly accessKey?: string;
  readonly sealed?: string;
  readonly sealedKey?: string;
  readonly entry?: string;
  readonly treeOnly?: boolean;
  readonly otherWording?: boolean;
  readonly missingTexts?: boolean;
  readonly policy?: string;
  readonly receivedAt?: Date;
  readonly maxAge?: number;
  readonly authority?: readonly StampAuthority[];
  readonly json?: boolean;
}

const MAX_RECEIPT_BYTES = 2_000_000;

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      "verify an inspection package, a site's certified copy, a receipt or a certificate of the blind, offline; the first thing wrong is named",
    )
    .argument(
      '<package|copy|receipt|certificate>',
      'a package or a copy (a directory or a zip file), a receipt, or a certificate of the blind',
    )
    .option('--key <vkey>', 'the verifier key, received by another way than the package')
    .option(
      '--older <package>',
      'an older package or copy of the same ledger, or a checkpoint: is it the beginning of this one?',
    )
    .option(
      '--access <package>',
      'a package of the access ledger: was each signature by a passkey made by one that its signer had then?',
    )
    .option('--access-key <vkey>', 'the verifier key of the access ledger, received by another way than its package')
    .option(
      '--sealed <package>',
      'a package of the sealed ledger: is each daily anchor the hash of what it keeps, and (with --access) is neither ledger rewritten or cut since?',
    )
    .option('--sealed-key <vkey>', 'the verifier key of the sealed ledger, received by another way than its package')
    .option(
      '--policy <file>',
      'a policy (C2SP tlog-policy): whose cosignatures the last checkpoint but those of a day must have, and the keys of the log',
    )
    .option('--received-at <instant>', 'with --policy: when the package was received (default: now)', instantOf)
    .option('--max-age <hours>', 'with --policy: how old the last witnessed checkpoint may be (default: 24)', hoursOf)
    .option(
      '--authority <name=file>',
      'a time stamp authority and its certificate in PEM: its stamps are verified, and one is asked for; may be repeated',
      authorityOf,
    )
    .option('--entry <file>', 'of a proof alone: the entry, as a line of events.jsonl without its LF')
    .option('--tree-only', 'only hashes, tiles, bundles, checkpoints and their signatures')
    .option(
      '--other-wording',
      'also if the files for people are written in words of another version: then they are not compared, and the result says so',
    )
    .option(
      '--missing-texts',
      'also if free texts are missing that were not redacted, as its manifest says: then the result names them',
    )
    .option('--json', 'print one JSON document')
    .action(verify);
}

async function verify(path: string, options: VerifyCommandOptions): Promise<void> {
  try {
    const text = await textAt(path);
    const receipt = text !== undefined && isReceipt(text) ? text : undefined;
    if (text !== undefined && isBlindCertificate(text)) verifyAsCertificate(path, text, options);
    else if (receipt === undefined)
      await ((await isCertifiedCopy(path)) ? verifyAsCopy : verifyAsPackage)(path, options);
    else await verifyAsReceipt(path, receipt, options);
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    if (options.json === true) printJson({ verified: false, ...error.finding, sentence: error.message });
    throw new Refused(`NOT VERIFIED. ${error.message}`, { cause: error });
  }
}

/** A package is a directory or a zip file; a receipt or a certificate of the blind is a text that says what it is. */
async function textAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64), position: 0 });
    const beginning = buffer.toString('utf8', 0, bytesRead);
    if (!isReceipt(beginning) && !isBlindCertificate(beginning)) return undefined;
  } finally {
    await file.close();
  }
  if (found.size > MAX_RECEIPT_BYTES) throw new Refused(`${path} is too large for a receipt or a certificate`);
  return readFile(path, 'utf8');
}

async function verifyAsReceipt(path: string, receipt: string, options: VerifyCommandOptions): Promise<void> {
  if (options.access !== undefined)
    throw new Refused('a receipt is verified alone: --access is for packages and copies');
  const policy = options.policy === undefined ? undefined : readPolicy(options.policy);
  const known = keysForReceipt(options.key, policy);
  if (known.length === 0 && !receipt.trimStart().startsWith('{')) {
    throw new Refused('a proof alone is verified with the key of its log: give it with --key');
  }
  const entry = options.entry === undefined ? undefined : await readFile(options.entry);
  const { index, origin, treeSize, record, keyWasGiven } = verifyReceipt(receipt, path, known, entry);
  const witnessed = witnessesOfReceipt(receipt, path, policy);
  const { recordedAt, actor } = record.metadata;
  if (options.json === true) {
    printJson({ verified: true, origin, index, treeSize, record, keyWasGiven, ...(witnessed && { witnessed }) });
  } else {
    printLines(
      'VERIFIED. The log has this record.',
      `  Log       ${origin}`,
      `  Event     ${index} of the first ${treeSize}`,
      `  Record    ${record.type}, revision ${record.revision} of ${record.stream}`,
      ...(witnessed === undefined ? [] : [`  Witnessed by ${witnessed.join(', ')}`]),
      `  Recorded  ${recordedAt}, by ${actor.name} (${actor.role}, ${actor.organisation})`,
    );
  }
  if (!keyWasGiven) process.stderr.write(`${KEY_WARNING}\n`);
}

async function verifyAsPackage(path: string, options: VerifyCommandOptions): Promise<void> {
  const { key, older, treeOnly, otherWording, missingTexts, json } = options;
  if (treeOnly === true && options.access !== undefined)
    throw new Refused('--access is about signatures of people, which --tree-only leaves out');
  const policy: Policy = {
    ...(key === undefined ? {} : { key }),
    ...(await passkeysOf(options)),
    ...(older === undefined ? {} : { older: await readOlder(older) }),
    ...signedByOthers(options),
    ...(treeOnly === true ? { checks: 'tree' } : {}),
    ...(otherWording === true ? { otherWording } : {}),
    ...(missingTexts === true ? { missingTexts } : {}),
    progress: ({ step, done, of }) => showProgress(`${step === 'events' ? 'events' : 'audit log'}: ${done} of ${of}`),
  };
  const verified = await verifyPackage(WHOLE_LEDGER, path, policy).finally(endProgress);
  const anchors = await anchorsOf(path, verified, options);
  if (json === true) printJson({ verified: true, ...verified, ...alsoShown(options), ...(anchors && { anchors }) });
  else printLines(...resultLines(verified, options), ...anchorLines(anchors, options));
  if (!verified.keyWasGiven) process.stderr.write(`${KEY_WARNING}\n`);
}

/** Whether the anchors in a package of the trial ledger fit packages of the other two. @throws Refused, NotVerified */
async function anchorsOf(
  path: string,
  { ledger }: Verified,
  { sealed, sealedKey, access, accessKey }: VerifyCommandOptions,
): Promise<AnchorsShown | undefined> {
  if (sealed === undefined) return undefined;
  if (ledger !== 'trial') throw new Refused('--sealed is about anchors, which are in the trial ledger alone');
  return verifyAnchors(path, {
    sealed: { path: sealed, ...(sealedKey === undefined ? {} : { key: sealedKey }) },
    ...(access === undefined
      ? {}
      : { access: { path: access, ...(accessKey === undefined ? {} : { key: accessKey }) } }),
  });
}

function anchorLines(shown: AnchorsShown | undefined, { sealed, access }: VerifyCommandOptions): readonly string[] {
  if (shown === undefined) return [];
  const { anchors, ofBoth, from, to } = shown;
  if (from === undefined) return ['  Anchors       none: the trial had not begun'];
  const others =
    access === undefined ? 'the access ledger was not looked at' : `${ofBoth} of them of ${access} as well`;
  return [`  Anchors       ${anchors}, from ${from} to ${to ?? from}: each is of ${sealed ?? ''}; ${others}`];
}

async function verifyAsCopy(path: string, options: VerifyCommandOptions): Promise<void> {
  const { key, older, treeOnly, otherWording, missingTexts, json } = options;
  if (options.sealed !== undefined)
    throw new Refused('--sealed is for packages of the trial ledger: a copy has no anchors');
  if (treeOnly === true) throw new Refused('a certified copy is verified whole: --tree-only is for packages');
  const verified = await verifyPackage(SITE_COPY, path, {
    ...(key === undefined ? {} : { key }),
    ...(await passkeysOf(options)),
    ...(older === undefined ? {} : { older: await readOlder(older), olderIndexes: await readOlderIndexes(older) }),
    ...signedByOthers(options),
    ...(otherWording === true ? { otherWording } : {}),
    ...(missingTexts === true ? { missingTexts } : {}),
    progress: ({ step, done, of }) => showProgress(`${step === 'events' ? 'hashes' : 'audit log'}: ${done} of ${of}`),
  }).finally(endProgress);
  if (json === true) printJson({ verified: true, ...verified, ...alsoShown(options) });
  else printLines(...copyLines(verified, options));
  if (!verified.keyWasGiven) process.stderr.write(`${KEY_WARNING}\n`);
}

/** Whose passkeys were which, where a package of the access ledger is given. */
async function passkeysOf({ access, accessKey }: VerifyCommandOptions): Promise<Pick<Policy, 'passkeys'>> {
  if (access === undefined) return {};
  const passkeys = await readPasskeys(access, accessKey === undefined ? {} : { key: accessKey });
  if (accessKey === undefined) process.stderr.write(`${ACCESS_KEY_WARNING}\n`);
  return { passkeys };
}

/** What else was shown, as far as it was asked for. */
function alsoShown({ older, access }: VerifyCommandOptions): object {
  return {
    ...(older === undefined ? {} : { isContinuationOf: older }),
    ...(access === undefined ? {} : { passkeysShownBy: access }),
  };
}

function alsoShownLines({ older, access }: VerifyCommandOptions): readonly string[] {
  return [
    ...(older === undefined ? [] : [`  Continues     ${older}`]),
    ...(access === undefined
      ? []
      : [`  Passkeys      each signature by a passkey is by one of its signer, as shown by ${access}`]),
  ];
}

function copyLines(verified: VerifiedCopy, options: VerifyCommandOptions): readonly string[] {
  const { site, origin, treeSize, root, events, patients, redactedTexts, withheldTexts } = verified;
  return [
    headline({ checks: 'everything', wording: verified.wording, faultyTexts: verified.faultyTexts }),
    'Not that it holds every event of the site: nothing in a copy can show that.',
    `  Site          ${site}`,
    `  Events        ${events} of the ${treeSize} of ${origin}`,
    `  Patients      ${patients}`,
    `  Root          ${root}`,
    `  Checkpoints   ${verified.earlierCheckpoints} earlier ones, each of a beginning of this log`,
    ...otherHandsLines(verified),
    ...alsoShownLines(options),
    ...(redactedTexts > 0 ? [`  Redacted      ${redactedTexts} free texts`] : []),
    ...faultyLines(verified.faultyTexts),
    ...(withheldTexts > 0 ? [`  Withheld      ${withheldTexts} free texts`] : []),
    ...findingLines(verified),
    ...ignoredLines(verified.ignored),
    ...keyLines(verified),
  ];
}

/** What people should know of what is verified. */
function findingLines({ findings }: Pick<Verified, 'findings'>): readonly string[] {
  return findings.map(({ sentence }) => `  FINDING       ${sentence}`);
}

/** What lies beside the package and is no part of it. */
function ignoredLines(ignored: readonly string[]): readonly string[] {
  const [first] = ignored;
  if (first === undefined) return [];
  const others = ignored.length === 1 ? '' : ` and ${ignored.length - 1} more`;
  return [`  Passed over   ${first}${others}: left by a file manager, no part of it, and looked at by nobody`];
}

function keyLines({ key, keyWasGiven }: Pick<Verified, 'key' | 'keyWasGiven'>): readonly string[] {
  return [
    `  Key           ${key.line}`,
    `                SHA-256 ${key.fingerprint}${keyWasGiven ? ', as given' : ', FROM WHAT IS VERIFIED'}`,
  ];
}

const KEY_WARNING =
  'WARNING: no key was given with --key, so the key in the file itself was used. Whoever wrote the file could have put ' +
  'another one there: compare it with one that you received by another way.';

const ACCESS_KEY_WARNING =
  'WARNING: no key was given with --access-key, so the key in the package of the access ledger itself was used. Whoever wrote that ' +
  'package could have put another one there: compare it with one that you received by another way.';

function headline({ checks, wording, faultyTexts }: Pick<Verified, 'checks' | 'wording' | 'faultyTexts'>): string {
  if (checks === 'tree') return 'VERIFIED, the tree only: not what the events and the tables say.';
  const but = faultyTexts.length === 0 ? '' : `, but ${faultyTexts.length} FREE TEXTS ARE MISSING`;
  if (wording.compared)
    return but === '' ? 'VERIFIED. Every byte of it.' : `VERIFIED${but}. Every byte of what is there.`;
  return (
    `VERIFIED${but}, but for README.html and the audit log’s tables and pages, which are NOT COMPARED with the events: they are written ` +
    `in words of version ${wording.version}. What they say, only the maker of the package says.`
  );
}

function resultLines(verified: Verified, options: VerifyCommandOptions): readonly string[] {
  const { ledger, origin, treeSize, root, checks, earlierCheckpoints, redactedTexts, withheldTexts, stateDigest } =
    verified;
  const everything = checks === 'everything';
  return [
    headline(verified),
    `  Ledger        ${ledger} (${origin})`,
    `  Events        ${treeSize}`,
    `  Root          ${root}`,
    ...(everything ? [`  State digest  ${stateDigest}`] : []),
    `  Checkpoints   ${earlierCheckpoints} earlier ones, each of a beginning of this log`,
    ...otherHandsLines(verified),
    ...alsoShownLines(options),
    ...(redactedTexts > 0 ? [`  Redacted      ${redactedTexts} free texts`] : []),
    ...(withheldTexts > 0 ? [`  Withheld      ${withheldTexts} free texts`] : []),
    ...(everything ? faultyLines(verified.faultyTexts) : []),
    ...findingLines(verified),
    ...ignoredLines(verified.ignored),
    ...keyLines(verified),
  ];
}
