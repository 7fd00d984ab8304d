import { Type } from 'typebox';
import { FAULTY_TEXTS, type FaultyText } from './faulty-text.js';
import { type AnyManifest, MANIFEST_FIELDS, manifestParser } from './manifest.js';
import { WITHHELD_TEXT, type WithheldText } from './withheld-text.js';

/** By this a manifest tells that it is of no inspection package. */
export const COPY_FORMAT = 'bali-certified-copy';
export const COPY_FORMAT_VERSION = 1;

/**
 * Free texts of the copied events: each is included, or was redacted, as an event says, or is withheld, as this list says, or is
 * not there although it should be.
 */
export interface CopiedTexts {
  readonly references: number;
  readonly included: number;
  readonly redacted: number;
  readonly withheld: readonly WithheldText[];
  /** Absent where there are none. */
  readonly faulty?: readonly FaultyText[];
}

/** What a site's certified copy says of itself. Everything in it but the making and the files is computed again by the verifier. */
export interface CopyManifest extends AnyManifest {
  readonly format: typeof COPY_FORMAT;
  readonly formatVersion: typeof COPY_FORMAT_VERSION;
  readonly ledger: 'trial';
  readonly site: string;
  /** When the first and the last of the copied events were recorded. */
  readonly period: { readonly from: string; readonly until: string } | null;
  readonly counts: {
    readonly events: number;
    readonly patients: number;
    readonly signatures: number;
    readonly checkpoints: number;
  };
  /** Each record that is in it, from its first event on. */
  readonly records: readonly { readonly stream: string; readonly events: number }[];
  readonly freeTexts: CopiedTexts;
}

/** All of a copy's manifest but the list of files. */
export type AboutCopy = Omit<CopyManifest, 'files'>;

const { closed, whole, line, hash, wording, period, making, files } = MANIFEST_FIELDS;

const COPY_MANIFEST = Type.Object(
  {
    format: Type.Literal(COPY_FORMAT),
    formatVersion: Type.Literal(COPY_FORMAT_VERSION),
    wording,
    trialId: line,
    ledger: Type.Literal('trial'),
    site: Type.String({ pattern: '^[A-Z]{3}$' }),
    origin: line,
    treeSize: whole,
    root: hash,
    period,
    counts: Type.Object({ events: whole, patients: whole, signatures: whole, checkpoints: whole }, closed),
    records: Type.Array(Type.Object({ stream: line, events: whole }, closed)),
    freeTexts: Type.Object(
      {
        ...{ references: whole, included: whole, redacted: whole },
        withheld: Type.Array(WITHHELD_TEXT),
        faulty: FAULTY_TEXTS,
      },
      closed,
    ),
    ...making,
    files,
  },
  closed,
);

/** @throws Error saying why it is none. */
export const parseCopyManifest = manifestParser(COPY_MANIFEST) as (text: string) => CopyManifest;
