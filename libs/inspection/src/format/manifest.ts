import type { Actor, Ledger } from '@bali/ledger';
import { LEDGERS } from '@bali/ledger';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

export const FORMAT = 'bali-inspection-package';
export const FORMAT_VERSION = 1;

/** A file of a package, as its manifest lists it. */
export interface ListedFile {
  readonly path: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Why there is a package: who made it, when, for what. */
export interface Making {
  /** RFC 3339, UTC. */
  readonly madeAt: string;
  readonly madeBy: Actor;
  readonly reason: string;
  readonly software: { readonly version: string; readonly commit: string };
}

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
  readonly kept: 'included' | 'withheld';
  /** How many places of the record hold a text's hash. */
  readonly references: number;
  /** For how many of them the text is in the package. */
  readonly included: number;
}

/** What a package says of itself. Everything in it but the making is computed again by the verifier. */
export interface Manifest extends Making {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  /** In which version of words the files for people are written: {@link WORDING}, when they were made. */
  readonly wording: number;
  readonly trialId: string;
  readonly ledger: Ledger;
  /** Of the checkpoint: the log's name. */
  readonly origin: string;
  readonly treeSize: number;
  /** Lower-case hex. */
  readonly root: string;
  /** When the first and the last event were recorded; `null` in an empty ledger. */
  readonly period: { readonly from: string; readonly until: string } | null;
  readonly counts: Counts;
  readonly freeTexts: TextCounts;
  readonly stateDigest: string;
  /** Every file but this one, in the order of their paths' UTF-16 code units. */
  readonly files: readonly ListedFile[];
}

/** The bytes of a manifest: there is one way to write it. */
export function manifestText(manifest: object): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const closed = { additionalProperties: false } as const;
const whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const line = Type.String({ maxLength: 20_000 });
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** What manifests of every kind say in the same way. */
export const MANIFEST_FIELDS = {
  ...{ closed, whole, line, hash },
  period: Type.Union([Type.Null(), Type.Object({ from: line, until: line }, closed)]),
  making: {
    madeAt: line,
    madeBy: Type.Object({ userId: line, name: line, role: line, organisation: line }, closed),
    reason: line,
    software: Type.Object({ version: line, commit: line }, closed),
  },
  files: Type.Array(Type.Object({ path: Type.String({ maxLength: 300 }), size: whole, sha256: hash }, closed)),
} as const;

const MANIFEST = Type.Object(
  {
    format: Type.Literal(FORMAT),
    formatVersion: Type.Literal(FORMAT_VERSION),
    wording: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    trialId: line,
    ledger: Type.Union(LEDGERS.map((ledger) => Type.Literal(ledger))),
    origin: line,
    treeSize: whole,
    root: hash,
    period: MANIFEST_FIELDS.period,
    counts: Type.Object(
      { events: whole, streams: whole, patients: whole, signatures: whole, checkpoints: whole },
      closed,
    ),
    freeTexts: Type.Object(
      { kept: Type.Union([Type.Literal('included'), Type.Literal('withheld')]), references: whole, included: whole },
      closed,
    ),
    stateDigest: hash,
    ...MANIFEST_FIELDS.making,
    files: MANIFEST_FIELDS.files,
  },
  closed,
);

/** Reads manifests of a kind. What it gives throws an Error saying why a text is none. */
export function manifestParser(schema: TSchema): (text: string) => object {
  const validator = Compile(schema);
  return (text) => {
    const value: unknown = JSON.parse(text);
    if (!validator.Check(value)) {
      const [fault] = validator.Errors(value);
      throw new Error(fault === undefined ? 'it is no manifest' : `${fault.instancePath || 'it'} ${fault.message}`);
    }
    const manifest = value as object;
    if (manifestText(manifest) !== text) {
      throw new Error('it is not written as a manifest is: as JSON with two blanks');
    }
    return manifest;
  };
}

/** @throws Error saying why it is none. */
export const parseManifest = manifestParser(MANIFEST) as (text: string) => Manifest;
