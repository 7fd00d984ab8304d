import { type CriterionId, CRITERIA as PROTOCOL_CRITERIA } from '@bali/protocol';

/** A criterion of eligibility as SDTM names it. */
export interface NamedCriterion {
  readonly id: CriterionId;
  readonly code: string;
  readonly category: 'INCLUSION' | 'EXCLUSION';
  readonly text: string;
}

const PREFIXES = { inclusion: 'INCL', exclusion: 'EXCL' } as const;
const CATEGORIES = { inclusion: 'INCLUSION', exclusion: 'EXCLUSION' } as const;

/** In the order of the protocol. */
export const CRITERIA: readonly NamedCriterion[] = PROTOCOL_CRITERIA.map(({ id, kind, number, sentence }) => ({
  ...{ id, category: CATEGORIES[kind], text: sentence },
  code: `${PREFIXES[kind]}${String(number).padStart(2, '0')}`,
}));

/** @throws Error for an identifier that the protocol does not have. */
export function criterionOf(id: string): NamedCriterion {
  const found = CRITERIA.find((criterion) => criterion.id === id);
  if (found === undefined) throw new Error(`the protocol has no criterion ${id}`);
  return found;
}
