import {
  fingerprintOf,
  Malformed,
  NoteNotVerified,
  openNote,
  parseNote,
  parseVerifierKey,
  type VerifierKey,
} from '@bali/ledger';
import { NotVerified } from './not-verified.js';

/** The first line of the text that is signed, and so of the file. It names the version of the form. */
const FORM = 'bali-certificate-of-the-blind/1';
/** As many leaks are planted at least, one for each channel: a certificate of fewer does not show that the blind holds. */
const LEAKS = 45;
/** Number of histories, and of pairs of patients whose times are measured, below which a certificate shows too little. */
const HISTORIES = 10;
const PAIRS = 100;
/** The name of the key that signs certificates. */
export const CERTIFICATE_KEY_NAME = 'bali/certificate-of-the-blind';

/** How long something took of one arm and of the other, in pairs; see `npm run bench:arms`. */
export interface TimingOfRoute {
  readonly route: string;
  readonly pairs: number;
  readonly medianA: number;
  readonly medianB: number;
  /** Of A less B within pairs, with the 95 % bootstrap interval. */
  readonly difference: number;
  readonly interval: readonly [number, number];
  /** How often an arm would be guessed right, with the 95 % bootstrap interval: 0.5 is by chance. */
  readonly auc: number;
  readonly aucInterval: readonly [number, number];
}

/** What was played of a release to show that the blind holds, and what was seen. */
export interface BlindCertificate {
  readonly software: { readonly version: string; readonly commit: string; readonly isChanged: boolean };
  readonly madeAt: string;
  /** Number of runs in which it was made: a run that was ended is gone on with. Absent: one. */
  readonly runs?: number;
  readonly machine: { readonly node: string; readonly cores: number; readonly load: number };
  readonly nonInterference: {
    readonly seed: number;
    readonly histories: number;
    readonly patientsSwapped: number;
    readonly blindedRoles: readonly string[];
    /** In each of the two worlds. */
    readonly responses: number;
    readonly bytes: number;
    readonly differingBytes: number;
    /** The first place where two worlds differ. */
    readonly difference?: string;
  };
  readonly leaks: {
    readonly seed: number;
    readonly planted: number;
    readonly found: number;
    readonly meanHistories: number;
    /** Where two worlds differ in which nothing is planted: `nothing`. */
    readonly control: string;
    readonly channels: readonly { readonly channel: string; readonly what: string; readonly found: boolean }[];
  };
  readonly timing: {
    readonly seed: number;
    readonly patients: number;
    readonly unit: 'milliseconds';
    /** The load average of a minute while times were measured. With more than there are cores, the intervals are wide. */
    readonly load?: { readonly least: number; readonly most: number; readonly cores: number };
    readonly routes: readonly TimingOfRoute[];
  };
  readonly notCovered: readonly string[];
  /** The line of the key that signs it: to be compared with the one received by another way. */
  readonly key: string;
}

/** The text that is signed: the form, then JSON that people can read. */
export function certificateText(certificate: BlindCertificate): string {
  return `${FORM}\n${JSON.stringify(certificate, null, 2)}\n`;
}

export function isBlindCertificate(text: string): boolean {
  return text.startsWith('bali-certificate-of-the-blind/');
}

export interface VerifiedCertificate {
  readonly certificate: BlindCertificate;
  readonly keyWasGiven: boolean;
  readonly fingerprint: string;
  /** What of it does not show that the blind holds, as sentences. */
  readonly shortcomings: readonly string[];
}

/**
 * @param key the verifier key, received by another way. Without it the certificate's own is used, which proves less.
 * @throws NotVerified
 */
export function verifyCertificate(note: string, file: string, key?: string): VerifiedCertificate {
  const certificate = certificateIn(note, file);
  const verifier = keyIn(key ?? certificate.key, file);
  try {
    openNote(note, [verifier]);
  } catch (error) {
    if (!(error instanceof NoteNotVerified)) throw error;
    const fault = error.why === 'unknown-keys' ? 'wrong-key' : 'signature-wrong';
    throw new NotVerified({ fault, file, detail: error.message }, { cause: error });
  }
  const [keyWasGiven, fingerprint] = [key !== undefined, fingerprintOf(verifier)];
  return { certificate, keyWasGiven, fingerprint, shortcomings: shortcomingsOf(certificate) };
}

function certificateIn(note: string, file: string): BlindCertificate {
  try {
    const { text } = parseNote(note);
    const certificate = JSON.parse(text.slice(FORM.length + 1)) as BlindCertificate;
    // What is read is exactly what was signed: nothing stands in the text that is not shown.
    if (text.startsWith(`${FORM}\n`) && certificateText(certificate) === text) return certificate;
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof SyntaxError)) throw error;
    throw new NotVerified({ fault: 'certificate-malformed', file, detail: error.message }, { cause: error });
  }
  throw new NotVerified({ fault: 'certificate-malformed', file, detail: `It is not of the form ${FORM}` });
}

function keyIn(line: string, file: string): VerifierKey {
  try {
    return parseVerifierKey(line);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new NotVerified({ fault: 'key-malformed', file, detail: error.message }, { cause: error });
  }
}

function shortcomingsOf({ software, nonInterference, leaks, timing }: BlindCertificate): readonly string[] {
  const { differingBytes, difference = '' } = nonInterference;
  const missed = leaks.channels.filter(({ found }) => !found).map(({ channel }) => channel);
  const few = timing.routes.filter(({ pairs }) => pairs < PAIRS);
  const telling = timing.routes.filter(({ aucInterval: [from, to] }) => from > 0.5 || to < 0.5);
  return [
    ...(nonInterference.patientsSwapped > 0 ? [] : ['No history was played in which a patient had the other arm.']),
    ...(nonInterference.histories >= HISTORIES
      ? []
      : [`Only ${nonInterference.histories} histories were compared, of at least ${HISTORIES}.`]),
    ...(leaks.planted >= LEAKS ? [] : [`Only ${leaks.planted} leaks were planted, of at least ${LEAKS}.`]),
    ...(timing.routes.length > 0 ? [] : ['No time was measured.']),
    ...few.map(({ route, pairs }) => `The time of ${route} was measured of ${pairs} pairs, of at least ${PAIRS}.`),
    ...(software.isChanged ? ['The software had changes that no commit has.'] : []),
    ...(differingBytes > 0
      ? [`Blinded people got ${differingBytes} other bytes in the other arm: ${difference}.`]
      : []),
    ...(missed.length > 0 ? [`Leaks that were planted were not noticed: ${missed.join(', ')}.`] : []),
    ...(leaks.control === 'nothing' ? [] : [`Two worlds differ in which nothing is planted: ${leaks.control}.`]),
    ...telling.map(
      ({ route, auc, aucInterval }) =>
        `The time of ${route} tells more than chance: an arm is guessed right in ${auc.toFixed(3)} of pairs ` +
        `(${aucInterval.map((value) => value.toFixed(3)).join(' to ')}).`,
    ),
  ];
}
