import type { CalendarDate } from '@bali/protocol';
import { refusal } from '../refusal.js';
import type { TrialCondition } from '../trial/define-trial-event.js';
import { isOpen, siteOf, WHOLE_TRIAL } from '../trial/trial-state.js';

export const targetChanged: TrialCondition = {
  says: 'the target is another one than the target in force',
  refuses: (_, __, data: { readonly recruitmentTarget: number; readonly formerTarget: number }) =>
    data.recruitmentTarget === data.formerTarget
      ? refusal('target-unchanged', `The target is ${data.formerTarget} already.`, '/recruitmentTarget')
      : undefined,
};

/** A site whose code were that of the list of the whole trial could not have a list of its own. */
export const siteCodeFree: TrialCondition = {
  says: `the code is not ${WHOLE_TRIAL}, by which the randomization list names the whole trial`,
  refuses: (_, __, { site }: { readonly site: string }) =>
    site === WHOLE_TRIAL
      ? refusal(
          'site-code-reserved',
          `${site} names the whole trial in the randomization list: give the site another code.`,
          '/site',
        )
      : undefined,
};

export const siteNotOpenAlready: TrialCondition = {
  says: 'the site is not open',
  refuses: (state, _, { site }: { readonly site: string }) => {
    const known = siteOf(state, site);
    if (known === undefined || !isOpen(known)) return undefined;
    return refusal('site-already-open', `${site} is open already.`, '/site');
  },
};

export const openAgainAfterClosure: TrialCondition = {
  says: 'it is not opened again before the day on which it was closed',
  refuses: (state, _, { site, openedOn }: { readonly site: string; readonly openedOn: CalendarDate }) => {
    const closedOn = siteOf(state, site)?.open.at(-1)?.to ?? '';
    if (openedOn >= closedOn) return undefined;
    return refusal('out-of-order', `${site} was open until ${closedOn}.`, '/openedOn');
  },
};

export const siteOpen: TrialCondition = {
  says: 'the site is open',
  refuses: (state, _, { site }: { readonly site: string }) => {
    const known = siteOf(state, site);
    if (known === undefined) return refusal('site-unknown', `${site} is no site of this trial.`, '/site');
    return isOpen(known) ? undefined : refusal('site-not-open', `${site} is closed already.`, '/site');
  },
};

export const closedAfterOpening: TrialCondition = {
  says: 'it is not closed before the day on which it was opened',
  refuses: (state, _, { site, closedOn }: { readonly site: string; readonly closedOn: CalendarDate }) => {
    if (closedOn >= (siteOf(state, site)?.open.at(-1)?.from ?? '')) return undefined;
    return refusal('out-of-order', `${site} cannot be closed before it was opened.`, '/closedOn');
  },
};
