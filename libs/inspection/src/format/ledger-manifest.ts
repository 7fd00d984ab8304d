import { LEDGERS } from '@bali/ledger';
import { Type } from 'typebox';
import { FAULTY_TEXTS, type FaultyText } from './faulty-text.js';
import { type AnyManifest, MANIFEST_FIELDS, manifestParser } from './manifest.js';
import { WITHHELD_TEXT, type WithheldText } from './withheld-text.js';

export const FORMAT = 'bali-inspection-package';
export const FORMAT_VERSION = 1;

/** What is counted while a ledger is read. */
export interface Counts {
  readonly events: number;
  readonly streams: number;
  readonly patients: number;
  readonly signatures: number;
  readonly checkpoints: number;
}

/** Free texts lie beside the ledger: they are in the package, but for those that are redacted, or are withheld from its reader. */
export interface TextCounts {
  /** Whether its reader may read free texts at all. */
  readonly kept: 'included' | 'withheld';
  /** How many places of the record hold a text's hash. */
  readonly references: number;
  /** For how many of them the text is in the package. */
  readonly included: number;
  /** Those that its reader may not know, where others are included; absent where there are none. */
  readonly withheld?: readonly WithheldText[];
  /** Those that are neither included, nor withheld, nor redacted; absent where there are none. */
  readonly faulty?: readonly FaultyText[];
}

/** What a package of a whole ledger says of itself. Everything in it but the making is computed again by the verifier. */
export interface Manifest extends AnyManifest {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  /** When the first and the last event were recorded; `null` in an empty ledger. */
  readonly period: { readonly from: string; readonly until: string } | null;
  readonly counts: Counts;
  readonly freeTexts: TextCounts;
  readonly stateDigest: string;
}

/** All of a manifest but the list of files, of which README.html, that says the same, is one. */
export type About = Omit<Manifest, 'files'>;

const { closed, whole, line, hash, wording, period, making, files } = MANIFEST_FIELDS;

const MANIFEST = Type.Object(
  {
    format: Type.Literal(FORMAT),
    formatVersion: Type.Literal(FORMAT_VERSION),
    wording,
    trialId: line,
    ledger: Type.Union(LEDGERS.map((ledger) => Type.Literal(ledger))),
    origin: line,
    treeSize: whole,
    root: hash,
    period,
    counts: Type.Object(
      { events: whole, streams: whole, patients: whole, signatures: whole, checkpoints: whole },
      closed,
    ),
    freeTexts: Type.Object(
      {
        kept: Type.Union([Type.Literal('included'), Type.Literal('withheld')]),
        ...{ references: whole, included: whole },
        withheld: Type.Optional(Type.Array(WITHHELD_TEXT, { minItems: 1 })),
        faulty: FAULTY_TEXTS,
      },
      closed,
    ),
    stateDigest: hash,
    ...making,
    files,
  },
  closed,
);

/** The number of texts that an event says were redacted. */
export function redactedIn({ kept, references, included, withheld = [], faulty = [] }: TextCounts): number {
  return kept === 'withheld' ? 0 : references - included - withheld.length - faulty.length;
}

/** @throws Error saying why it is none. */
export const parseManifest = manifestParser(MANIFEST) as (text: string) => Manifest;
