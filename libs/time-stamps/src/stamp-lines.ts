import { parseNote, signatureLine, utf8 } from '@bali/ledger';
import type { StampAuthority } from './authority.js';
import { type VerifiedStamp, verifyStamp } from './stamp-token.js';

/** A time stamp under a checkpoint. */
export interface StampedBy extends VerifiedStamp {
  readonly authority: string;
}

/** A time stamp token as a signature line of a note: other readers pass over it, as over every signature of an unknown key. */
export function stampLine({ name, id }: StampAuthority, token: Uint8Array): string {
  return signatureLine({ name, id, signature: token });
}

/**
 * The time stamps of known authorities under a note; those of others are ignored.
 * @throws Malformed; StampNotVerified when one of a known authority is not of this text.
 */
export async function stampsOf(note: string, known: readonly StampAuthority[]): Promise<readonly StampedBy[]> {
  const { text, signatures } = parseNote(note);
  const stamps: StampedBy[] = [];
  for (const { name, id, signature } of signatures) {
    const authority = known.find((candidate) => candidate.name === name && candidate.id === id);
    if (authority === undefined) continue;
    stamps.push({ authority: name, ...(await verifyStamp(Uint8Array.from(signature), utf8(text), authority)) });
  }
  return stamps;
}
