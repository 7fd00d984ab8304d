import { type Alteration, alterAnswers, type Answer, inJson } from './alter.js';
import type { Known } from './known.js';
import type { Leak } from './leak.js';

const CHART = /^\/v1\/patients\/([A-Z]{3}-\d+)$/;
const COMMAND = /^\/v1\/patients\/([A-Z]{3}-\d+)\/(?:implantation|follow-up-visits|adverse-events)$/;

/** A leak in the form of the answers about a patient who is in arm A. */
function inForm(
  channel: string,
  what: string,
  alter: (answer: Answer) => void,
  where: Pick<Alteration, 'path' | 'method'> = { path: CHART },
): Leak {
  return {
    ...{ channel, what },
    plant: (world, known: Known) =>
      alterAnswers(world, {
        ...{ api: 'site', ...where },
        alter: (answer, { patient }) => {
          if (known.isInA(patient)) alter(answer);
        },
      }),
  };
}

const ofCommands = { method: 'POST', path: COMMAND } as const;

function problem(answer: Answer, alter: (members: Record<string, unknown>) => object): void {
  if (answer.status >= 400) inJson(answer, (value) => alter(value as Record<string, unknown>));
}

/** Leaks that are in how something is answered, and not in what. */
export const ANSWERED_LEAKS: readonly Leak[] = [
  inForm(
    'header',
    'a header of what a patient does',
    ({ headers }) => void (headers['x-preparation-steps'] = '2'),
    ofCommands,
  ),
  inForm('value of a header', 'a tag of the revision that counts sealed records', ({ headers }) => {
    if (typeof headers.etag === 'string') headers.etag = headers.etag.replace(/"$/, '.1"');
  }),
  inForm('order of headers', 'headers that are set in another order', (answer) => {
    answer.headers = Object.fromEntries(Object.entries(answer.headers).toReversed());
  }),
  inForm('cookie', 'a cookie for whoever looks at a patient', ({ headers }) => {
    headers['set-cookie'] = 'freezer=1; Path=/';
  }),
  inForm('cache', 'an answer that may be kept, since nothing is thawed soon', ({ headers }) => {
    headers['cache-control'] = 'private, max-age=60';
  }),
  inForm('connection', 'a connection that is closed after a long answer', ({ headers }) => {
    headers.connection = 'close';
  }),
  inForm('size', 'white space at the end of an answer', (answer) => {
    answer.body = Buffer.concat([answer.body, Buffer.from('\n')]);
  }),
  inForm('encoding', 'an answer in pieces in place of one of a known length', ({ headers }) => {
    delete headers['content-length'];
    headers['transfer-encoding'] = 'chunked';
  }),
  inForm('order of members', 'the members of an answer in another order', (answer) =>
    inJson(answer, (value) => Object.fromEntries(Object.entries(value as object).toReversed())),
  ),
  inForm(
    'status',
    'accepted in place of created',
    (answer) => {
      if (answer.status === 201) answer.status = 202;
    },
    ofCommands,
  ),
  inForm(
    'position',
    'a position that counts sealed records',
    (answer) =>
      inJson(answer, (value) => {
        const { position, ...rest } = value as { readonly position?: number };
        return position === undefined ? rest : { ...rest, position: position + 1 };
      }),
    ofCommands,
  ),
  inForm(
    'words of a refusal',
    'the reason of a refusal in other words',
    (answer) => problem(answer, (members) => ({ ...members, detail: 'The cells are not counted yet.' })),
    { path: /^\/v1\/patients\/([A-Z]{3}-\d+)\/allocation$/ },
  ),
  inForm(
    'code of a refusal',
    'another code of the same refusal',
    (answer) => problem(answer, (members) => ({ ...members, code: 'arm-is-sealed' })),
    { path: /^\/v1\/patients\/([A-Z]{3}-\d+)\/open-records$/ },
  ),
];
