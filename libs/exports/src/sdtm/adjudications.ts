import { adjudicationsOf, type PatientState } from '@bali/trial';
import { capitals } from '../model/variables.js';
import { type DomainRow, findingValues } from './domain.js';

/** What is judged of an amputation or a death. */
export const ADJUDICATED_TESTS = {
  ADJVERD: 'Adjudicated: Whether It Happened',
  ADJSIDE: 'Adjudicated: Side',
  ADJLEVEL: 'Adjudicated: Level',
  ADJPERF: 'Adjudicated: Date of Amputation',
  ADJDIED: 'Adjudicated: Date of Death',
  ADJCAUSE: 'Adjudicated: Cause of Death',
} as const;

const FIELDS = {
  ADJVERD: 'verdict',
  ADJSIDE: 'side',
  ADJLEVEL: 'level',
  ADJPERF: 'performedOn',
  ADJDIED: 'diedOn',
  ADJCAUSE: 'cause',
} as const;

/** The last judgement of each adjudicator and of the committee, of which the one that the analysis takes is flagged. */
export function adjudicatedRows(state: PatientState): readonly DomainRow[] {
  return adjudicationsOf(state).flatMap(({ of, judgements, counts }) =>
    judgements.flatMap(({ id, data, recordedAt }) =>
      (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).flatMap((test) => {
        const result = data[FIELDS[test]];
        if (result === undefined) return [];
        const values = {
          ...findingValues('FA', { test, title: ADJUDICATED_TESTS[test], result: written(test, result) }),
          FAOBJ: of.type === 'Died' ? 'DEATH' : 'AMPUTATION',
          FAEVAL: data.inNameOf === 'committee' ? 'ADJUDICATION COMMITTEE' : 'ADJUDICATOR',
          FAEVALID: data.adjudicatedBy.slice(0, 40),
          FAACPTFL: counts?.id === id ? 'Y' : undefined,
          FADTC: recordedAt,
        };
        return [{ entry: `${id}#${test}`, values }];
      }),
    ),
  );
}

function written(test: keyof typeof FIELDS, result: string): string {
  return test === 'ADJPERF' || test === 'ADJDIED' ? result : capitals(result);
}
