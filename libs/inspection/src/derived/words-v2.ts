import { CellDataCorrected, type CellCorrectionEvent } from '@bali/cell-therapy';
import { type About, type EventDefinition, inPlainWords, isFreeTextAt, plainly, UnknownEvent } from '@bali/schema';

/** The sentence of an event of the access or the sealed ledger in version 2 of the words: each value with its description. */
export function sentenceV2(data: object, about: About, definition: EventDefinition): string {
  if (definition.type !== CellDataCorrected.type) return plainly(forPeople(data, definition), about, definition);
  const correction = data as CellCorrectionEvent['data'];
  const shown = (value: unknown) => (typeof value === 'string' ? about.show(value) : value);
  if (!isTextCorrected(correction, about)) return inPlainWords(correction, definition);
  const { oldValue, newValue, ...others } = correction;
  const texts = {
    ...(oldValue === undefined ? {} : { oldValue: shown(oldValue) }),
    ...(newValue === undefined ? {} : { newValue: shown(newValue) }),
  };
  return inPlainWords({ ...others, ...texts }, definition);
}

function isTextCorrected({ correctedType, field }: CellCorrectionEvent['data'], { definitionOf }: About): boolean {
  try {
    return isFreeTextAt(definitionOf(correctedType).data, field);
  } catch (error) {
    if (error instanceof UnknownEvent) return false;
    throw error;
  }
}

/** The fields that are for programs, and tell people nothing. */
const FOR_PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  CredentialsSet: ['commitment'],
  SignedIn: ['commitment', 'device'],
  SignInRefused: ['device'],
  AccountLockedOut: ['device'],
  CredentialBound: ['commitment', 'credential'],
};

function forPeople(data: object, { type }: EventDefinition): object {
  const hidden = FOR_PROGRAMS[type] ?? [];
  return Object.fromEntries(Object.entries(data).filter(([name]) => !hidden.includes(name)));
}
