import { type CalendarDate, dateAt, type Instant, plusDays, type Site } from '@bali/protocol';
import type { SignatureId } from '@bali/trial';
import type { Chance } from '../chance.js';
import type { Draft } from './draft.js';
import { officeHour, plusMinutes } from './moments.js';
import { compare } from './recruitment.js';

const SIGNED_PATHS: Readonly<Record<string, SignatureId>> = {
  'eligibility-confirmation': 'eligibility',
  randomization: 'randomization',
  'randomization-by-card': 'randomization',
  openings: 'card-opening',
  'openings-in-vain': 'card-opening',
  'product-release': 'product-release',
  assessments: 'sponsor-assessment',
  'sign-off': 'sign-off',
  'unit-statement': 'unit-statement',
  'database-lock': 'database-lock',
  'database-unlock': 'database-unlock',
  'annulment-requests': 'annulment-request',
  'emergency-unblinding': 'emergency-unblinding',
  'planned-unblinding': 'planned-unblinding',
  'sealed-judgements': 'sealed-judgement',
  'unit-deviations/judgements': 'unit-deviations',
  unblinding: 'trial-unblinding',
  errata: 'erratum',
  adjudications: 'adjudication',
};

/** Under which signature a command stands, by the last part of its path and its body; `undefined`: it is not signed. */
export function signatureOf(path: string, body: object): SignatureId | undefined {
  const isSerious = 'seriousness' in body && Array.isArray(body.seriousness) && body.seriousness.length > 0;
  return isSerious ? 'serious-adverse-event' : (SIGNED_PATHS[path] ?? SIGNED_PATHS[path.split('/').at(-1) ?? '']);
}

const CONFIRMED_BEFORE_MINUTES = 12;

/** The investigator judges the patient against the criteria once more before the randomization is asked for. */
export function eligibilityConfirmation(askedAt: Instant): Draft {
  const at = plusMinutes(askedAt, -CONFIRMED_BEFORE_MINUTES);
  return { name: 'eligibility', at, by: 'investigator', path: 'eligibility-confirmation', body: {} };
}

const ENDINGS: readonly string[] = ['completion', 'death', 'consent-withdrawal', 'loss-to-follow-up'];

/**
 * The investigator signs the record off some days after the participation has ended; and once more when anything was
 * recorded or corrected after that, since a sign-off stands for the record as it was.
 */
export function signOffs(drafts: readonly Draft[], { timeZone }: Site, chance: Chance): readonly Draft[] {
  const recorded = drafts.toSorted((one, other) => compare(one.at, other.at));
  const ending = recorded.findLast(({ path }) => ENDINGS.includes(path));
  const last = recorded.at(-1);
  if (ending === undefined || last === undefined) return [];
  const first = signOff('sign-off', daysLater(ending.at, timeZone, chance.for('sign-off')));
  if (last.at < first.at) return [first];
  return [first, signOff('sign-off-again', daysLater(last.at, timeZone, chance.for('sign-off again')))];
}

function daysLater(after: Instant, timeZone: string, own: Chance): Instant {
  const on: CalendarDate = plusDays(dateAt(after, timeZone), own.whole(3, 12));
  return officeHour(own, on, timeZone);
}

function signOff(name: string, at: Instant): Draft {
  return { name, at, by: 'investigator', path: 'sign-off', body: {} };
}
