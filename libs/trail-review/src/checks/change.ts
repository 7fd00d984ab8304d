import { canonicalJson } from '@bali/ledger';
import { type CorrectionEvent, entriesOfType, isLocked, last, PATIENT_EVENTS, patientOfStream } from '@bali/trial';
import type { Found, Seen, TrailCheck } from '../check.js';
import { atTheEnd, eachRecord, inOrder, isType } from '../runs.js';
import type { Trail } from '../trail.js';

type Correction = CorrectionEvent['data'];

/** What a person corrected, and not what the software computed from it. */
function correctionIn(seen: Seen): Correction | undefined {
  if (seen.record.type !== 'DataCorrected') return undefined;
  const correction = seen.record.data as Correction;
  return correction.computed ? undefined : correction;
}

const patientOf = ({ record }: Seen): string | undefined => patientOfStream(record.stream);
const monthOf = ({ record }: Seen): string => record.metadata.recordedAt.slice(0, 7);
const isChange = (seen: Seen): boolean => isType(seen, 'EntryAnnulled') || correctionIn(seen) !== undefined;

/** The fields on which the endpoint, the eligibility and the safety of a patient rest. */
const CRITICAL: Readonly<Record<string, RegExp>> = {
  ConsentGiven: /^\/(consentedOn|yearOfBirth)$/,
  PatientScreened: /^\/(screenedOn|answers(\/|$))/,
  BaselineAssessed: /^\/indexLimb/,
  Harvested: /^\/harvestedAt$/,
  Implanted: /^\/(implantedAt|limbs?)/,
  FollowUpAssessed: /^\/(visit|assessedOn|vitalStatus|limbs?)/,
  Amputated: /^\/(performedOn|level|side)$/,
  Died: /^\/(diedOn|cause)$/,
  AdverseEventReported: /^\/(startedOn|awareAt|seriousness|relatedTo|severity)/,
  AdverseEventFollowedUp: /^\/(assessedOn|awareAt|seriousness|relatedTo|severity)/,
};

function isCritical({ correctedType, field }: Correction): boolean {
  return CRITICAL[correctedType]?.test(field) ?? false;
}

const correctionRate: TrailCheck = {
  id: 'correction-rate',
  group: 'change',
  title: 'Rate of corrections',
  says: ({ correctionPercent, corrections }) =>
    `In a month, a site corrected ${corrections} values or more, and more than ${correctionPercent} for every 100 entries.`,
  ledgers: ['trial'],
  begin: ({ correctionPercent, corrections: enough }) => {
    const months = new Map<string, { entries: number; points: Found[] }>();
    return {
      take: (seen, trail) => {
        const correction = correctionIn(seen);
        const isEntry = patientOf(seen) !== undefined && Object.hasOwn(PATIENT_EVENTS, seen.record.type);
        if (correction === undefined && !isEntry) return false;
        const point = trail.pointAt(seen, '', correction?.field);
        const key = `${monthOf(seen)} ${point.site ?? ''}`;
        const month = months.get(key) ?? { entries: 0, points: [] };
        months.set(key, month);
        if (correction === undefined) month.entries += 1;
        else month.points.push(point);
        return correction !== undefined;
      },
      found: () =>
        [...months.values()]
          .filter(({ entries, points }) => points.length >= enough && points.length * 100 > entries * correctionPercent)
          .flatMap(({ entries, points }) => {
            const note = `One of ${points.length} corrections in a month in which the site made ${entries} entries.`;
            return points.map((point) => ({ ...point, note }));
          })
          .toSorted(inOrder),
    };
  },
};

const criticalFields: TrailCheck = {
  id: 'critical-fields',
  group: 'change',
  title: 'Corrections of critical fields',
  says: () => 'A value was corrected on which the eligibility, the endpoint or the safety of a patient rests.',
  ledgers: ['trial'],
  begin: () =>
    eachRecord((seen) => {
      const correction = correctionIn(seen);
      if (correction === undefined) return undefined;
      const { correctedType, field } = correction;
      return isCritical(correction) ? { note: `${field} of ${correctedType} was corrected.`, field } : 'fine';
    }),
};

const backAndForth: TrailCheck = {
  id: 'back-and-forth',
  group: 'change',
  title: 'Back and forth',
  says: () => 'A value was corrected to one that the same field had before.',
  ledgers: ['trial'],
  begin: () => {
    const values = new Map<string, Set<string>>();
    return eachRecord((seen) => {
      const correction = correctionIn(seen);
      if (correction === undefined) return undefined;
      const { correctedEvent, field, oldValue, newValue } = correction;
      const key = `${correctedEvent} ${field}`;
      const before = values.get(key) ?? new Set<string>();
      values.set(key, before.add(valueOf(oldValue)));
      return before.has(valueOf(newValue)) ? { note: `${field} has a value again that it had before.`, field } : 'fine';
    });
  },
};

function valueOf(value: unknown): string {
  return value === undefined ? 'nothing' : canonicalJson(value);
}

const afterSignOff: TrailCheck = {
  id: 'changed-after-sign-off',
  group: 'change',
  title: 'Changed after the sign-off',
  says: () =>
    'A value of a patient was corrected, or an entry annulled, after an investigator had signed off the record.',
  ledgers: ['trial'],
  begin: () =>
    eachRecord((seen, trail) => {
      const patient = patientOf(seen);
      if (patient === undefined || !isChange(seen)) return undefined;
      const signedOff = last(trail.patient(patient), 'PatientSignedOff');
      if (signedOff === undefined) return 'fine';
      const note = `The record had been signed off on ${signedOff.recordedAt.slice(0, 10)}.`;
      return { note, ...fieldOf(seen) };
    }),
};

function fieldOf(seen: Seen): { readonly field?: string } {
  const field = correctionIn(seen)?.field;
  return field === undefined ? {} : { field };
}

/** What makes a change late: a lock that is in force, or that somebody knows the arm of the patient, or of all. */
function lateBecause(seen: Seen, trail: Trail): string | undefined {
  if (isLocked(trail.trial)) return 'the database is locked';
  if (entriesOfType(trail.trial, 'TrialUnblinded').length > 0) return 'the trial is unblinded';
  const patient = patientOf(seen);
  const unblinded = patient === undefined ? undefined : last(trail.patient(patient), 'PatientUnblinded');
  return unblinded === undefined ? undefined : 'somebody had been told the arm of the patient';
}

/** The values that a record says were compared with their source, each as its entry and its field. */
function verifiedIn({ record }: Seen): readonly string[] {
  if (record.type !== 'SourceDataVerified') return [];
  const { verdict, verified } = record.data as {
    readonly verdict: string;
    readonly verified: readonly { readonly entry: string; readonly fields: readonly string[] }[];
  };
  return verdict === 'agrees'
    ? verified.flatMap(({ entry, fields }) => fields.map((field) => `${entry} ${field}`))
    : [];
}

const afterVerification: TrailCheck = {
  id: 'changed-after-verification',
  group: 'change',
  title: 'Changed after the verification',
  says: () => 'A value was corrected after it had been compared with its source.',
  ledgers: ['trial'],
  begin: () => {
    const verified = new Set<string>();
    return eachRecord((seen) => {
      for (const value of verifiedIn(seen)) verified.add(value);
      const correction = correctionIn(seen);
      if (correction === undefined) return undefined;
      const { correctedEvent, field } = correction;
      if (!verified.has(`${correctedEvent} ${field}`)) return 'fine';
      return { note: `${field} had been compared with its source.`, field };
    });
  },
};

const afterLockOrUnblinding: TrailCheck = {
  id: 'changed-after-lock-or-unblinding',
  group: 'change',
  title: 'Changed after the lock or an unblinding',
  says: () =>
    'A value was corrected, or an entry annulled, while the database was locked, or after the trial or that patient was unblinded.',
  ledgers: ['trial'],
  begin: () =>
    eachRecord((seen, trail) => {
      if (!isChange(seen)) return undefined;
      const because = lateBecause(seen, trail);
      return because === undefined ? 'fine' : { note: `It was changed although ${because}.`, ...fieldOf(seen) };
    }),
};

const changedByAnother: TrailCheck = {
  id: 'changed-by-another',
  group: 'change',
  title: 'Corrected by another person than the one who entered it',
  says: () => 'A value was corrected by another person than the one who had entered it.',
  ledgers: ['trial'],
  begin: () =>
    eachRecord((seen, trail) => {
      const correction = correctionIn(seen);
      const origin = correction && trail.originOf(correction.correctedEvent);
      if (correction === undefined || origin === undefined) return undefined;
      if (origin.person === seen.record.metadata.actor.userId) return 'fine';
      return { note: `${origin.person} had entered it.`, field: correction.field };
    }),
};

const boilerplateReasons: TrailCheck = {
  id: 'boilerplate-reasons',
  group: 'change',
  title: 'Empty and boilerplate reasons',
  says: ({ reasonCharacters, sameReasons }) =>
    `The reason of a change has fewer than ${reasonCharacters} characters, or one person gave the same words ${sameReasons} times.`,
  ledgers: ['trial'],
  begin: ({ reasonCharacters, sameReasons }) =>
    atTheEnd(
      (seen) => isChange(seen) && seen.record.metadata.reason !== undefined,
      (taken, trail, { textOf = () => undefined }) => {
        const given = taken.flatMap((seen) => {
          const text = textOf(seen.record.metadata.reason ?? '')?.trim();
          return text === undefined ? [] : [{ seen, text, by: `${seen.record.metadata.actor.userId} ${text}` }];
        });
        const times = Map.groupBy(given, ({ by }) => by);
        return given.flatMap(({ seen, text, by }) => {
          if (text.length < reasonCharacters) return [trail.pointAt(seen, 'The reason says next to nothing.')];
          const many = times.get(by)?.length ?? 0;
          return many < sameReasons ? [] : [trail.pointAt(seen, `The same person gave the same words ${many} times.`)];
        });
      },
    ),
};

export const CHANGE_CHECKS: readonly TrailCheck[] = [
  correctionRate,
  criticalFields,
  backAndForth,
  afterSignOff,
  afterVerification,
  afterLockOrUnblinding,
  changedByAnother,
  boilerplateReasons,
];
