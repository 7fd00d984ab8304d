import type { Actor, Ledger } from '@bali/ledger';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

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

/** What manifests of every kind say, besides what is theirs. */
export interface AnyManifest extends Making {
  /** By this a manifest tells of which kind it is. */
  readonly format: string;
  /** In which version of words the files for people are written: `WORDING`, when they were made. */
  readonly wording: number;
  readonly trialId: string;
  readonly ledger: Ledger;
  /** Of the checkpoint: the log's name. */
  readonly origin: string;
  /** Of the whole ledger. */
  readonly treeSize: number;
  /** Lower-case hex. */
  readonly root: string;
  /** Every file but this one, in the order of their paths' UTF-16 code units. */
  readonly files: readonly ListedFile[];
}

/** The making, with nothing but what a manifest says of it, in its order. */
export function makingOf({ madeAt, madeBy, reason, software }: Making): Making {
  const { userId, name, role, organisation } = madeBy;
  const { version, commit } = software;
  return { madeAt, madeBy: { userId, name, role, organisation }, reason, software: { version, commit } };
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
  wording: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  period: Type.Union([Type.Null(), Type.Object({ from: line, until: line }, closed)]),
  making: {
    madeAt: line,
    madeBy: Type.Object({ userId: line, name: line, role: line, organisation: line }, closed),
    reason: line,
    software: Type.Object({ version: line, commit: line }, closed),
  },
  files: Type.Array(Type.Object({ path: Type.String({ maxLength: 300 }), size: whole, sha256: hash }, closed)),
} as const;

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
