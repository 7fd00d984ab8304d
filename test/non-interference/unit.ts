import type { Arm } from '@bali/protocol';
import { fate, labelOf, ofHarvest, preparation, releaseBody, STEPS_BEFORE_THE_ARM } from '@bali-app/site-api/testing';
import type { UnitStep } from './steps.js';
import { someone } from './people.js';
import { jsonOf, type World } from './world.js';

/** What the unit reads of a patient's cells. */
interface Cells {
  readonly arm: Arm['code'];
  readonly entries: readonly {
    readonly id: string;
    readonly type: string;
    readonly data: { readonly receivedAt?: string };
  }[];
}

const UNIT = someone('cell-therapy-unit');

interface Moment {
  readonly patient: string;
  readonly on: string;
  readonly now: string;
  readonly harvest: number;
}

interface Posted {
  /** Below the patient's own path. */
  readonly path: string;
  readonly bodyOf: (moment: Moment) => object;
}

/** What the unit does in both ledgers. */
export const POSTED: Readonly<Partial<Record<UnitStep, Posted>>> = {
  release: {
    path: 'product-release',
    bodyOf: ({ patient, on, harvest }) => ({
      ...releaseBody(patient, on, harvest),
      releasedAt: `${on}T12:20:00Z`,
    }),
  },
  withdrawal: {
    path: 'release-withdrawal',
    bodyOf: ({ now, on }) => ({
      ...{ withdrawnAt: now, cause: 'gram-stain', description: `a stain read again on ${on}` },
    }),
  },
  'release-correction': {
    path: 'product-release-correction',
    bodyOf: ({ on }) => ({ releasedAt: `${on}T12:23:00Z`, reason: `the clock was slow until ${on}` }),
  },
};

/**
 * What the cell therapy unit does, as its own programs would: it looks up the arm, and does what that prescribes. It is not
 * blinded, so nothing of its answers is compared.
 */
export async function unitDoes(world: World, step: UnitStep, patient: string, harvest = 1): Promise<void> {
  const on = world.now.slice(0, 10);
  // Up to the control of the cells, the unit does the same for everybody, and is shown no arm.
  if (step === 'preparation')
    await record(world, patient, ofHarvest(harvest, preparation(patient, 'A', on)).slice(0, STEPS_BEFORE_THE_ARM));
  const cells = await world.exchange(UNIT, { method: 'GET', path: `/v1/cell-therapy/patients/${patient}` });
  const { arm = 'A', entries = [] } = jsonOf(cells) as Partial<Cells>;
  const posted = POSTED[step];
  if (posted !== undefined) {
    const { path, bodyOf } = posted;
    await world.command(UNIT, `/v1/patients/${patient}/${path}`, bodyOf({ patient, on, now: world.now, harvest }));
    return;
  }
  if (step === 'fate') {
    const received = entries.findLast(({ type }) => type === 'HarvestReceived')?.data.receivedAt ?? on;
    await record(world, patient, [onDay(ofHarvest(harvest, fate(patient, arm)), received.slice(0, 10))]);
    return;
  }
  if (step === 'correction') return record(world, patient, corrections(arm, entries));
  if (step === 'annulment') return record(world, patient, annulments(entries, on));
  await record(world, patient, ofHarvest(harvest, bodiesOf(step, patient, arm, on)));
}

async function record(world: World, patient: string, bodies: readonly object[]): Promise<void> {
  for (const body of bodies) await world.command(UNIT, `/v1/cell-therapy/patients/${patient}/records`, body);
}

function bodiesOf(
  step: Exclude<UnitStep, 'fate' | 'correction' | 'annulment'>,
  patient: string,
  arm: Arm['code'],
  on: string,
): readonly object[] {
  switch (step) {
    case 'release':
    case 'withdrawal':
    case 'release-correction':
      return [];
    case 'preparation':
      return preparation(patient, arm, on).slice(STEPS_BEFORE_THE_ARM);
    case 'use':
      return arm === 'A'
        ? use(patient, on)
        : [{ cellsReviewed: { reviewedAt: `${on}T09:00:00Z`, found: 'none-kept' } }];
    case 'deviation':
      return [{ deviation: { foundAt: `${on}T06:00:00Z`, kind: 'transport', description: 'warm on arrival' } }];
    case 'cultures':
      return [{ sterilityRead: { readOn: on, ...CULTURES } }];
    case 'growth':
      // In the syringe, of which either arm has another one.
      return [{ sterilityRead: { readOn: on, ...CULTURES, syringe: 'growth', identifiedAs: 'cutibacterium-acnes' } }];
    case 'studies':
      return [{ progenitorsMeasured: { measuredOn: on, cd34Percent: '1.85' } }];
  }
}

const CULTURES = { marrow: 'no-growth', concentrate: 'no-growth', blood: 'no-growth', syringe: 'no-growth' };

/** What is put right of what was prepared: other values in either arm, and refused in one where the cells do not suffice. */
function corrections(arm: Arm['code'], entries: Cells['entries']): readonly object[] {
  const field = arm === 'A' ? '/composition/peripheralBloodMl' : '/composition/concentrateMl';
  const correctedEvent = entries.find(({ type }) => type === 'ProductPrepared')?.id;
  if (correctedEvent === undefined) return [];
  return ['4.5', '31'].map((newValue) => ({ correction: { correctedEvent, field, newValue }, reason: 'read again' }));
}

/** The last record of the day was another patient's, whichever it was: it is annulled. What the release rests on is not. */
function annulments(entries: Cells['entries'], on: string): readonly object[] {
  const why = { reasonCode: 'wrong-patient', reason: `of the next patient, as was seen on ${on}` };
  return ['CellsImplanted', 'CellsCryoConserved', 'QualityControlled'].flatMap((wrong) => {
    const id = entries.findLast(({ type }) => type === wrong)?.id;
    return id === undefined ? [] : [{ annulment: { entries: [id] }, ...why }];
  });
}

/** Only arm A has cells in the freezer: nothing of this happens in arm B, where one record says so. */
function use(patient: string, on: string): readonly object[] {
  const container = labelOf('CRY', patient);
  return [
    { cellsThawed: { container, thawedAt: `${on}T08:00:00Z`, viabilityPercent: '81.5' } },
    { cellsUsed: { container, read: { patient, label: container }, usedAt: `${on}T09:00:00Z` } },
  ];
}

/** The site's implantation was at 14:10 UTC of that day. */
function onDay(body: object, on: string): object {
  const text = JSON.stringify(body)
    .replaceAll('2011-03-02T15:10:00+01:00', `${on}T14:10:00Z`)
    .replaceAll('2011-03-02T15:30:00+01:00', `${on}T15:30:00Z`);
  return JSON.parse(text) as object;
}
