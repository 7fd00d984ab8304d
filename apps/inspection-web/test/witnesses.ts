import { sampleSigner } from '@bali/inspection/testing';
import { cosign, formatVerifierKey, formatWitnessKey, parseNote, withSignatures, witnessKey } from '@bali/ledger';

const NAMES = ['reims', 'nantes', 'paris'] as const;

const WITNESSES = NAMES.map((name) => {
  const { key, sign } = sampleSigner(`witness ${name}`, `${name}.example/w`);
  return { name, sign, key: witnessKey(`${name}.example/w`, key.publicKey) };
});

/** A policy under which two of three hospitals have to have seen the sample's log, as somebody types it. */
export const TWO_OF_THREE = [
  `log ${formatVerifierKey(sampleSigner().key)}`,
  ...WITNESSES.map(({ name, key }) => `witness ${name} ${formatWitnessKey(key)}`),
  'group two 2 reims nantes paris',
  'quorum two',
].join('\n');

/** A checkpoint as witnesses have cosigned it a minute ago. */
export function cosigned(note: string, ...names: readonly (typeof NAMES)[number][]): string {
  const { text } = parseNote(note);
  const by = WITNESSES.filter(({ name }) => names.includes(name));
  const at = Math.floor(Date.now() / 1_000) - 60;
  return withSignatures(note, by.map((witness) => cosign(text, at, witness)).join(''));
}
