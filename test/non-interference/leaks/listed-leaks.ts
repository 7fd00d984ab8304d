import { alterAnswers, type Answer, inItems, inJson, inMembers, inText } from './alter.js';
import type { Known } from './known.js';
import type { Leak } from './leak.js';

const PATIENT = '([A-Z]{3}-\\d+)';

/** A leak in what one route of the sites' API answers, while something is so in the sealed ledger. */
function at(
  channel: string,
  what: string,
  path: RegExp,
  alter: (answer: Answer, known: Known) => void,
  isSo: (known: Known, patient: string | undefined) => boolean = (known) => known.firstIsInA,
): Leak {
  return {
    ...{ channel, what },
    plant: (world, known) =>
      alterAnswers(world, {
        ...{ api: 'site', path },
        alter: (answer, { patient }) => {
          if (answer.status === 200 && isSo(known, patient)) alter(answer, known);
        },
      }),
  };
}

const ofPatient = (known: Known, patient: string | undefined) => known.isInA(patient);
const pathOf = (below: string) => new RegExp(`^/v1/patients/${PATIENT}/${below}$`);

/** Leaks that are in what the sites' API lists and shows. */
export const LISTED_LEAKS: readonly Leak[] = [
  at('order', 'patients whose cells are kept come last', /^\/v1\/patients$/, (answer) =>
    inItems(answer, (items) => items.toReversed()),
  ),
  at('witness', 'a proof for witnesses with a hash too many', /^\/v1\/witnessing\/checkpoint$/, (answer) =>
    inText(answer, (text) => text.replace('\n\n', `\n${Buffer.alloc(32).toString('base64')}\n\n`)),
  ),
  at('cursor', 'a cursor that counts sealed records', /^\/v1\/audit-log$/, (answer) =>
    inJson(answer, (value) => {
      const { next, ...rest } = value as { readonly next?: string };
      return next === undefined ? rest : { ...rest, next: `${next}A` };
    }),
  ),
  at('count', 'a count of consents that are still needed', /^\/v1\/reports\/participant-flow$/, (answer, { frozen }) =>
    inMembers(answer, (members) => ({ ...members, frozen })),
  ),
  {
    channel: 'page',
    what: 'a page that is shorter, since a sealed record was left out of it',
    plant: (world, known) =>
      alterAnswers(world, {
        ...{ api: 'site', path: /^\/v1\/audit-log$/ },
        alter: (answer, { url }) => {
          if (answer.status === 200 && url.includes('limit=') && known.firstIsInA)
            inItems(answer, (items) => items.slice(1));
        },
      }),
  },
  at('trial', 'a member of what is said of the trial', /^\/v1\/trial$/, (answer) =>
    inMembers(answer, (members) => Object.fromEntries(Object.entries(members).slice(1))),
  ),
  at(
    'chart',
    'what is kept of a patient, in the chart',
    new RegExp(`^/v1/patients/${PATIENT}$`),
    (answer) => inMembers(answer, (members) => ({ ...members, containers: 3 })),
    ofPatient,
  ),
  at(
    'timeline',
    'a step of the freezer in the timeline of a patient',
    pathOf('timeline'),
    (answer) => inItems(answer, (items) => [...items, items.at(-1)]),
    ofPatient,
  ),
  at(
    'history of fields',
    'a field of the syringe among the fields of a patient',
    pathOf('fields'),
    (answer) => inItems(answer, (items) => items.slice(1)),
    ofPatient,
  ),
  at(
    'source data verification',
    'a list of what is verified that leaves out the implantation',
    pathOf('source-data-verification'),
    (answer) => inItems(answer, (items) => items.toReversed()),
    ofPatient,
  ),
  at('query', 'a query of the unit that everybody sees', /^\/v1\/queries$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, ofTheUnit: 1 })),
  ),
  at('work list', 'a task of the unit in the work of others', /^\/v1\/work-list$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, thawing: true })),
  ),
  at('deviation', 'a deviation that the software finds in sealed records', /^\/v1\/deviations$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, sealed: 1 })),
  ),
  at('calendar', 'a day in the calendar on which cells may be used', /^\/v1\/calendars\/[\w-]+$/, (answer) =>
    inText(answer, (text) => text.replace('END:VCALENDAR', 'X-CELLS:kept\r\nEND:VCALENDAR')),
  ),
  at(
    'receipt',
    'a line of a receipt that names the freezer',
    pathOf('receipts/[0-9a-f-]+/proof'),
    (answer) => inText(answer, (text) => `${text}freezer\n`),
    ofPatient,
  ),
  at('certified copy', 'the name of a certified copy', /^\/v1\/certified-copies\/[A-Z]{3}$/, ({ headers }) => {
    headers['content-disposition'] = `${String(headers['content-disposition'])}; cells=kept`;
  }),
  at('register', 'a row of the register of unblinded people', /^\/v1\/unblinding-register$/, (answer) =>
    inItems(answer, (items) => [...items, { patient: 'REI-001', why: 'freezer' }]),
  ),
  at('delegations', 'a line of the delegation log', /^\/v1\/delegation-log$/, (answer) =>
    inItems(answer, (items) => items.toReversed()),
  ),
  at('report', 'a decimal of the report on the endpoint', /^\/v1\/reports\/primary-endpoint$/, (answer) =>
    inText(answer, (text) => text.replace(/:0([,}])/, ':0.0$1')),
  ),
  at('document', 'a comment in a document of statistics', /^\/v1\/reports\/statistics\/document$/, (answer) =>
    inText(answer, (text) => `${text}<!-- 1 -->`),
  ),
  at('safety', 'a figure of the annual safety report', /^\/v1\/safety\/annual-figures$/, (answer) =>
    inMembers(answer, (members) => ({ ...members, thawed: 1 })),
  ),
];
