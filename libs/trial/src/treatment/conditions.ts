import { compareInstants } from '@bali/protocol';
import { all, has, last } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { harvestNumbered, harvestOf, isNotImplanted, latestHarvest, ofHarvest } from './harvests.js';
import { ifItHappened } from './rules.js';

export const notImplanted: PatientCondition = {
  says: 'the product is not implanted',
  refuses: (state) =>
    has(state, 'Implanted')
      ? refusal('already-implanted', 'The product was implanted already: correct what is wrong in that, or annul it.')
      : undefined,
};

interface Release {
  readonly releasedAt: string;
}

/** A release that the unit records late: the site went on, said that no release was there, or knows of none. */
export const notImplantedBefore: PatientCondition = {
  says: 'the product is not implanted, or was implanted after that release, with `not-released` in `despite`',
  refuses: (state, circumstances, { releasedAt }: Release) => {
    const implanted = ofHarvest(state, 'Implanted', latestHarvest(state))?.data;
    const isLate =
      implanted?.despite?.includes('not-released') === true && compareInstants(releasedAt, implanted.implantedAt) <= 0;
    return isLate ? undefined : notImplanted.refuses(state, circumstances, {} as never);
  },
};

/** The same where nothing was implanted, for another cause than a release that was missing. */
export const notSaidToBeNotDoneBefore: PatientCondition = {
  says: 'the implantation is not said to be not done, or that was recorded after that release and has another cause than the release',
  refuses: (state, circumstances, { releasedAt }: Release) => {
    const notDone = ofHarvest(state, 'ImplantationNotDone', latestHarvest(state));
    if (notDone === undefined || compareInstants(releasedAt, notDone.recordedAt) > 0) {
      return notSaidToBeNotDone.refuses(state, circumstances, {} as never);
    }
    if (notDone.data.why !== 'product-not-released') return undefined;
    const sentence =
      'The site recorded that nothing was implanted because the product was not released: call the site, which corrects that cause first.';
    return refusal('implantation-not-done', sentence);
  },
};

/** Another harvest is decided by the patient and an investigator who knows no arm: it is the way out in either arm. */
export const consentRenewedForAnotherHarvest: PatientCondition = {
  says: 'the patient has renewed the consent for another harvest since the one before, if there was one',
  refuses: (state) => {
    const harvested = last(state, 'Harvested');
    if (harvested === undefined) return undefined;
    const renewals = all(state, 'ConsentRenewed').filter(({ data }) => data.why === 'another-harvest');
    if (renewals.some(({ revision }) => revision > harvested.revision)) return undefined;
    const sentence =
      'The bone marrow was harvested already. If it is to be harvested again, the patient renews the consent first, with ' +
      '“another-harvest” as the cause.';
    return refusal('already-harvested', sentence);
  },
};

/** Every patient's blood goes to the unit: whoever sees the tube does not learn what is prepared of it. */
export const bloodTubeSaid: PatientCondition = {
  says: 'it says whether the tube of peripheral blood was sent with the marrow',
  field: '/bloodTube',
  refuses: (_, __, { bloodTube }: { readonly bloodTube?: string }) =>
    bloodTube === undefined
      ? refusal('invalid-value', 'Say whether the tube of 4 mL of peripheral blood was sent.', '/bloodTube')
      : undefined,
};

interface Despite {
  readonly despite?: readonly string[];
}

export const productReleased: PatientCondition = {
  says: 'the product of the latest harvest is released, or it says `not-released` in `despite`',
  field: '/despite',
  refuses: (state, _, { despite }: Despite) => {
    if (despite?.includes('not-released') === true) return undefined;
    if (ofHarvest(state, 'ProductReleased', latestHarvest(state)) !== undefined) return undefined;
    const sentence = `The cell therapy unit has to release the product first. ${ifItHappened('not-released')}`;
    return refusal('product-not-released', sentence);
  },
};

export const notSaidToBeNotDone: PatientCondition = {
  says: 'it is not recorded of the latest harvest that the implantation was not done',
  refuses: (state) =>
    isNotImplanted(state)
      ? refusal(
          'implantation-not-done',
          'It is recorded that the implantation was not done: annul that entry, if it is wrong; or harvest again.',
        )
      : undefined,
};

/** A patient who was randomized is followed up, implanted or not. */
export const treatmentSettled: PatientCondition = {
  says: 'the implantation is recorded, or that it was not done',
  refuses: (state) =>
    has(state, 'Implanted') || has(state, 'ImplantationNotDone')
      ? undefined
      : refusal('not-implanted', 'The implantation has to be recorded first, or that it was not done.'),
};

/** A reason that contradicts the record would stand in every report. */
export const reasonFitsTheRelease: PatientCondition = {
  says: '`product-not-released` is said only where the product of the latest harvest is not released',
  field: '/why',
  refuses: (state, _, { why }: { readonly why: string }) => {
    if (why !== 'product-not-released') return undefined;
    const harvest = latestHarvest(state);
    if (ofHarvest(state, 'ProductReleased', harvest) === undefined) return undefined;
    if (ofHarvest(state, 'ReleaseWithdrawn', harvest) !== undefined) return undefined;
    const sentence =
      'The product was released. If it could not be used after that, the cause is “other”, with a comment.';
    return refusal('product-already-released', sentence, '/why');
  },
};

/** A release that was withdrawn blocks the implantation; one that is heard of afterwards is recorded, and says so. */
export const releaseStands: PatientCondition = {
  says: 'the cell therapy unit has not withdrawn the release, or it says `release-withdrawn` in `despite`',
  field: '/despite',
  refuses: (state, _, { despite }: Despite) => {
    if (despite?.includes('release-withdrawn') === true) return undefined;
    if (ofHarvest(state, 'ReleaseWithdrawn', latestHarvest(state)) === undefined) return undefined;
    const sentence = `The cell therapy unit has withdrawn the release: do not implant. ${ifItHappened('release-withdrawn')}`;
    return refusal('release-withdrawn', sentence);
  },
};

export const notImplantedYet: PatientCondition = {
  says: 'the implantation is not recorded',
  refuses: (state) =>
    has(state, 'Implanted')
      ? refusal(
          'already-implanted',
          'The site has recorded the implantation: call it at once. What was found is recorded as a deviation of the unit.',
        )
      : undefined,
};

export const releasedBefore: PatientCondition = {
  says: 'the product of the latest harvest is released',
  refuses: (state) =>
    ofHarvest(state, 'ProductReleased', latestHarvest(state)) === undefined
      ? refusal('product-not-released', 'No product of this harvest is released: there is nothing to be withdrawn.')
      : undefined,
};

/** A syringe that is lost, rejected or out of time is not replaced, in either arm. */
export const oneReleaseOfEachHarvest: PatientCondition = {
  says: 'no product of the latest harvest was released before',
  refuses: (state) =>
    ofHarvest(state, 'ProductReleased', latestHarvest(state)) === undefined
      ? undefined
      : refusal('product-already-released', 'The product of this harvest was released already: one is made of each.'),
};

/** What is made of a harvest does not outlive it: neither is annulled alone. */
export const itsHarvestStands: PatientCondition = {
  says: 'the harvest that it belongs to is recorded',
  asLongAsItStands: true,
  refuses: (state, _, data: { readonly harvest?: number }) =>
    harvestOf(data) === 0 || harvestNumbered(state, harvestOf(data)) !== undefined
      ? undefined
      : refusal('not-harvested', 'The bone marrow has to be harvested first.'),
};

export const itsReleaseStands: PatientCondition = {
  says: 'the product of its harvest is released, or it says `not-released` in `despite`',
  asLongAsItStands: true,
  refuses: (state, _, data: Despite & { readonly harvest?: number }) =>
    data.despite?.includes('not-released') === true ||
    ofHarvest(state, 'ProductReleased', harvestOf(data)) !== undefined
      ? undefined
      : refusal('product-not-released', 'The cell therapy unit has to release the product first.'),
};

/** A death that stands in one entry alone would be missing from every count of deaths. */
export const deathRecordedIfItIsTheCause: PatientCondition = {
  says: '`death` is said only where the death of the patient is recorded',
  field: '/why',
  refuses: (state, _, { why }: { readonly why: string }) =>
    why !== 'death' || has(state, 'Died')
      ? undefined
      : refusal('death-not-recorded', 'Record the death first: it is entered once, with its date and cause.', '/why'),
};
