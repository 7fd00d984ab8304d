import { words } from '@bali/schema';
import { adverseEventsOf, all, last, type PatientState } from '@bali/trial';
import type { PatientRecord } from './patient-record.js';

/** What somebody judged who knew the patient's arm, as it was opened after the unblinding of the trial. One group is there. */
export interface KnowersJudgement {
  readonly patient: string;
  readonly adverseEvent?: { readonly number: number; readonly severity: string; readonly relatedTo: string };
  readonly findings?: {
    readonly foundOn: string;
    readonly visit?: string;
    readonly restPain?: string;
    readonly ulcers?: string;
    readonly ankleBrachialIndex?: string;
    readonly tcPO2?: string;
    readonly toePressure?: string;
  };
  readonly causeOfDeath?: { readonly cause: string };
  readonly correction?: { readonly field: string; readonly shouldBe: string };
}

/** Such a judgement beside what was judged blinded, which every figure is made of. */
export interface JudgementBeside {
  readonly patient: string;
  readonly about: string;
  /** `undefined`: nobody blinded judged it. */
  readonly blinded?: string;
  readonly byWhoKnew: string;
}

/** In the order in which they were made. What is no assessment of a patient, such as a remark, is none of them. */
export function judgementsBeside(
  patients: readonly PatientRecord[],
  judgements: readonly KnowersJudgement[],
): readonly JudgementBeside[] {
  const records = new Map(patients.map(({ patient, state }) => [patient, state]));
  return judgements.flatMap((judgement) => {
    const state = records.get(judgement.patient);
    const beside = state && besideOf(judgement, state);
    if (beside === undefined) return [];
    const { blinded, ...said } = beside;
    return [{ patient: judgement.patient, ...said, ...(blinded === undefined ? {} : { blinded }) }];
  });
}

interface Beside {
  readonly about: string;
  readonly blinded: string | undefined;
  readonly byWhoKnew: string;
}

function besideOf(judgement: KnowersJudgement, state: PatientState): Beside | undefined {
  const { adverseEvent, causeOfDeath, findings, correction } = judgement;
  if (adverseEvent !== undefined) {
    const about = `adverse event ${adverseEvent.number}`;
    return { about, blinded: blindedOpinion(state, adverseEvent.number), byWhoKnew: opinion(adverseEvent) };
  }
  if (causeOfDeath !== undefined) {
    const cause = last(state, 'Died')?.data.cause;
    return { about: 'cause of death', blinded: cause && words(cause), byWhoKnew: words(causeOfDeath.cause) };
  }
  if (findings !== undefined) return besideVisit(findings, state);
  if (correction === undefined) return undefined;
  return { about: `value of ${correction.field}`, blinded: 'as recorded', byWhoKnew: correction.shouldBe };
}

function opinion({ severity, relatedTo }: { readonly severity?: string; readonly relatedTo?: string }): string {
  return [severity, relatedTo].map((said) => (said === undefined ? 'not judged' : words(said))).join(', ');
}

/** The report, with the judgement of the latest news that has one. */
function blindedOpinion(state: PatientState, number: number): string | undefined {
  const known = adverseEventsOf(state).find(({ report }) => report.data.number === number);
  if (known === undefined) return undefined;
  const judged = [known.report, ...known.news].findLast(({ data }) => data.relatedTo !== undefined);
  return opinion((judged ?? known.report).data);
}

function besideVisit(
  { foundOn, visit, ...found }: NonNullable<KnowersJudgement['findings']>,
  state: PatientState,
): Beside {
  const blinded = all(state, 'FollowUpAssessed').find(({ data }) => data.visit === visit);
  const said = NAMES.flatMap(([what, name]) => {
    const value = found[what];
    return value === undefined ? [] : [`${name}: ${words(value)}`];
  });
  return {
    about: visit === undefined ? `findings of ${foundOn}` : `findings at ${visit} on ${foundOn}`,
    blinded: blinded && `assessed blinded on ${blinded.data.assessedOn}`,
    byWhoKnew: said.join('; ') || 'nothing was found',
  };
}

const NAMES = [
  ['restPain', 'rest pain'],
  ['ulcers', 'ulcers'],
  ['ankleBrachialIndex', 'ankle-brachial index'],
  ['tcPO2', 'TcPO2'],
  ['toePressure', 'toe pressure'],
] as const;
