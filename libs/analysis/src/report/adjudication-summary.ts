import { type Adjudication, adjudicationsOf, type AdjudicationStanding, disagreements } from '@bali/trial';
import type { PatientRecord } from './patient-record.js';

/** Where the adjudicators' judgement is another than what the site recorded, or where adjudicators differ among themselves. */
export interface DisagreementRow {
  readonly patient: string;
  readonly what: 'amputation' | 'death';
  /** The id of the site's entry. */
  readonly entry: string;
  readonly standing: AdjudicationStanding;
  /** Each value that is seen differently; empty: adjudicators differ among themselves, and what the site recorded counts. */
  readonly values: Adjudicated['values'];
}

interface Adjudicated {
  readonly values: readonly { readonly field: string; readonly site: string; readonly judged: string }[];
}

/** How the amputations and deaths of the randomized were judged. */
export interface AdjudicationSummary {
  readonly counts: Readonly<Record<AdjudicationStanding, number>>;
  readonly disagreements: readonly DisagreementRow[];
}

export function adjudicationSummary(patients: readonly PatientRecord[]): AdjudicationSummary {
  const all = patients.flatMap(({ patient, state }) => adjudicationsOf(state).map((one) => ({ patient, one })));
  const count = (standing: AdjudicationStanding): number => all.filter(({ one }) => one.standing === standing).length;
  return {
    counts: {
      judged: count('judged'),
      'not-judged': count('not-judged'),
      'adjudicators-differ': count('adjudicators-differ'),
      'not-assessable': count('not-assessable'),
    },
    disagreements: all.flatMap(({ patient, one }) => rowOf(patient, one)),
  };
}

function rowOf(patient: string, adjudication: Adjudication): readonly DisagreementRow[] {
  const values = disagreements(adjudication);
  const { of, standing } = adjudication;
  if (values.length === 0 && standing !== 'adjudicators-differ') return [];
  return [{ patient, what: of.type === 'Died' ? 'death' : 'amputation', entry: of.id, standing, values }];
}
