import { line, whole } from '@bali/schema';

/** The number of a query of a patient. */
export const queryNumber = whole('the number of the query for this patient, from 1', 1, 100_000);

/** What the cell therapy unit may ask about, each with the field of the harvest that answers it. */
export const RECEPTION_FIELDS = {
  label: undefined,
  volume: '/volumeMl',
  time: '/harvestedAt',
  'blood-tube': '/bloodTube',
} as const;

export type ReceptionTopic = keyof typeof RECEPTION_FIELDS;

export const RECEPTION_TOPICS = Object.keys(RECEPTION_FIELDS) as [ReceptionTopic, ...ReceptionTopic[]];

/** How the site answers, as a code beside its words: everybody may read and count it. */
export const QUERY_ANSWERS = ['corrected', 'entered', 'confirmed', 'not-available', 'explained'] as const;

export const person = (description: string) => line(`${description}: the user id`);

/** Stands in the place of a person and of a role where the software did something by its rules. */
export const BY_THE_SOFTWARE = 'system';

/** The role that asks about receptions alone. */
export const ASKS_ABOUT_RECEPTIONS = 'cell-therapy-unit';
