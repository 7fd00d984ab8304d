import type { Draft } from './draft.js';
import { plusMinutes } from './moments.js';
import { compare } from './recruitment.js';

/** What somebody decides on a free text after it was read. */
type Reading = 'released' | 'flagged' | 'erased';

/** Fields of what a site records in which somebody writes freely. */
const TEXTS = ['comment', 'narrative', 'complications'] as const;

const READ_AFTER_MINUTES = 20 * 60;

interface Text {
  readonly draft: Draft;
  readonly field: (typeof TEXTS)[number];
}

/** What is read, in turn: the first text of the trial, the second, and the third. */
const READINGS: readonly Reading[] = ['released', 'flagged', 'erased'];

/** A monitor reads the first free texts of a trial, and a data manager erases one of them. @returns what that adds to each patient. */
export function readingsOf(
  histories: readonly { readonly code: string; readonly drafts: readonly Draft[] }[],
): ReadonlyMap<string, readonly Draft[]> {
  const texts = histories
    .flatMap(({ code, drafts }) => textsIn(drafts).map((text) => ({ code, ...text })))
    .toSorted((one, other) => compare(one.draft.at, other.draft.at));
  const read = READINGS.flatMap((reading, place) => {
    const text = texts[place];
    return text === undefined ? [] : [{ code: text.code, draft: readingOf(text, reading) }];
  });
  return new Map([...Map.groupBy(read, ({ code }) => code)].map(([code, of]) => [code, of.map(({ draft }) => draft)]));
}

/** Free texts that nobody corrects later: there is one wording of them to be read. */
function textsIn(drafts: readonly Draft[]): readonly Text[] {
  const corrected = new Set(drafts.map(({ corrects }) => corrects));
  return drafts
    .filter(({ name, by, refusedAs }) => !corrected.has(name) && by !== 'cell-therapy-unit' && refusedAs === undefined)
    .flatMap((draft) => TEXTS.filter((field) => field in draft.body).map((field) => ({ draft, field })));
}

/** On the next day the monitor releases or flags the text, or the data manager erases it, for there is a name in it. */
function readingOf({ draft, field }: Text, reading: Reading): Draft {
  const at = plusMinutes(draft.at, READ_AFTER_MINUTES);
  const place = { field: `/data/${field}` };
  if (reading === 'erased') {
    return {
      ...{ name: `erasure-of-${field}-of-${draft.name}`, at, by: 'data-manager', path: 'redactions' },
      about: { redactedEvent: draft.name },
      body: { ...place, why: 'names-a-person', reason: 'the site asks for it: the name of a relative stands in it' },
    };
  }
  return {
    ...{ name: `review-of-${field}-of-${draft.name}`, at, by: 'monitor', path: 'text-reviews' },
    about: { event: draft.name },
    body: { ...place, verdict: reading === 'released' ? 'release' : 'flag' },
  };
}
