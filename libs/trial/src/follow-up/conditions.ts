import { canonicalJson } from '@bali/ledger';
import { all, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { timeZoneOf } from '../patient/time-zone.js';
import { type VisitWindow, visitWindows } from './visit-windows.js';

interface OfVisit {
  readonly visit: string;
}

export const visitOfTheSchedule: PatientCondition = {
  says: "the visit is one of the patient's schedule: of the one in force on the visit's own day",
  field: '/visit',
  refuses: (state, { trial }, { visit }: OfVisit) => {
    const windows = visitWindows(state, trial, timeZoneOf(state, trial));
    if (windows.some(isOf(visit))) return undefined;
    const known = windows.map((window) => window.visit.code).join(', ');
    const sentence = `${visit} is no visit of this patient's schedule (${known}): record another contact as what it was.`;
    return refusal('visit-unknown', sentence, '/visit');
  },
};

/** What comes before the window of a visit is no such visit: it is a contact outside of the schedule. */
export const WINDOW_OPEN: readonly PatientCondition[] = [windowOpen('/assessedOn'), windowOpen('/visit')];

function windowOpen(field: string): PatientCondition {
  return {
    says: `the window of the visit has opened (\`${field}\`)`,
    field,
    refuses: (state, { trial }, { visit, assessedOn }: OfVisit & { readonly assessedOn: string }) => {
      const window = visitWindows(state, trial, timeZoneOf(state, trial)).find(isOf(visit));
      if (window === undefined || assessedOn >= window.opensOn) return undefined;
      const sentence = `The window of ${visit} opens on ${window.opensOn}: record this as a contact outside of the schedule.`;
      return refusal('visit-before-window', sentence, field);
    },
  };
}

function isOf(code: string): (window: VisitWindow) => boolean {
  return ({ visit }) => visit.code === code;
}

/** The same operation or contact entered a second time, as happens when two people keep one record. */
export function notTheSame(type: 'Amputated' | 'Revascularized' | 'ContactMade'): PatientCondition {
  return {
    says: 'no such entry with the very same values is recorded',
    refuses: (state: PatientState, _, entered: unknown) => {
      const same = all<'Amputated' | 'Revascularized' | 'ContactMade'>(state, type).some(
        ({ data }) => described(data) === described(entered),
      );
      return same ? refusal('already-recorded', 'This very entry is recorded already.') : undefined;
    },
  };
}

/** What was done, without the number of an adverse event that was made with it. */
function described(operation: unknown): string {
  const { adverseEvent: _, ...values } = operation as { readonly adverseEvent?: number };
  return canonicalJson(values);
}
