import { DEFAULT_LENGTH, DEFAULT_SIZES, drawList, SEALED_STREAM } from '@bali/blinding';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { SITES as PROTOCOL_SITES } from '@bali/protocol';
import { recordOf } from '@bali/ledger';
import { patientOfStream } from '@bali/trial';
import { BODIES } from '@bali-app/site-api/testing';
import type { Person } from '@bali/access';
import { holdCommitments } from './commitments.js';
import { erratumOf } from './extras.js';
import { type History, stepsOf } from './history.js';
import type { Installation } from './installation.js';
import { BLINDED, SITES, someone } from './people.js';
import { deviationsJudged, overseersDo } from './oversight.js';
import { askForExports, askForPackages, unblindedInspects } from './inspectors.js';
import { type Endpoints, endpointsOf, readEverything } from './probe.js';
import { everybodyTriesEverything } from './tries.js';
import type { Step } from './steps.js';
import { Transcript } from './transcript.js';
import { unitDoes } from './unit.js';
import { keepWhole } from './whole.js';
import { jsonOf, listSeedOf, World } from './world.js';

export interface Played {
  readonly transcript: Transcript;
  /** The slot of each patient who was randomized. */
  readonly slots: ReadonlyMap<string, number>;
  readonly patients: readonly string[];
}

const LOCK = '/v1/trial/database-lock';
const STATEMENT = '/v1/trial/unit-statement';

/** One of a site, one of all sites, one who operates the software, one who inspects. */
const ONLOOKERS = (['investigator', 'monitor', 'administrator', 'inspector'] as const).map((role) => someone(role));

export const FIRST_DAY = '2009-06-15T08:00:00.000Z';

/** The endpoints of the APIs of an installation, for worlds in which nobody reads them. */
export async function endpointsIn(installation: Installation): Promise<Endpoints> {
  using directory: TemporaryDirectory = temporaryDirectory();
  const path = `${directory.path}/data`;
  installation.copyTo(path);
  const world = await World.open(path, { now: FIRST_DAY });
  try {
    return { site: await endpointsOf(world, 'site'), inspection: await endpointsOf(world, 'inspection') };
  } finally {
    await world.close();
  }
}

/** Plays a history in a world of its own, and keeps all that the blinded get to see of it. */
export async function play(installation: Installation, history: History, listSeed: string): Promise<Played> {
  using directory: TemporaryDirectory = temporaryDirectory();
  const path = `${directory.path}/data`;
  installation.copyTo(path);
  const world = await World.open(path, { now: FIRST_DAY, listSeed });
  holdCommitments(world);
  try {
    return await playIn(world, history);
  } finally {
    await world.close();
  }
}

async function playIn(world: World, history: History): Promise<Played> {
  const transcript = new Transcript();
  await beginTrial(world, transcript);
  const known = new Set((await endpointsOf(world, 'site')).map(({ path }) => path));
  const patients: string[] = [];
  const steps = stepsOf(history);
  const told = new Set<string>();
  for (const [place, step] of steps.entries()) {
    world.now = step.at;
    await world.tick();
    await take(world, transcript, step, patients, { known, told });
    await readInTurn(world, transcript, place, told);
  }
  await inspectAndAsk(world, transcript, BLINDED);
  await readEverything(world, transcript, { people: BLINDED, told });
  // What everybody tries takes signatures and sessions with it, after which nothing could be locked.
  if (history.isLocked) await lockAndGoOn(world, transcript, patients, steps.at(-1));
  else await everybodyTriesEverything(world, transcript, told);
  await readEverything(world, transcript, { people: ONLOOKERS, told, isBrief: true });
  await world.settled();
  await keepWhole(world, transcript);
  return { transcript, slots: await slotsIn(world), patients };
}

/** After every ninth step one of the blinded reads everything, each in turn. */
async function readInTurn(
  world: World,
  transcript: Transcript,
  place: number,
  told: ReadonlySet<string>,
): Promise<void> {
  const reader = BLINDED[place % BLINDED.length] ?? someone('monitor');
  if (place % 9 === 4) await readEverything(world, transcript, { people: [reader], told, apis: ['site'] });
}

export async function inspectAndAsk(world: World, transcript: Transcript, people: readonly Person[]): Promise<void> {
  await world.signed();
  await unblindedInspects(world);
  await askForPackages(world, transcript, people);
  await askForExports(world, transcript, people);
}

/** Safety goes on after the lock, and what was wrong is said after the unblinding: of every patient, whatever becomes of it. */
async function lockAndGoOn(
  world: World,
  transcript: Transcript,
  patients: readonly string[],
  last: Step | undefined,
): Promise<void> {
  const at = last?.at ?? FIRST_DAY;
  await command(world, transcript, someone('cell-therapy-unit'), STATEMENT, {});
  await command(world, transcript, someone('sponsor-coordinator'), LOCK, {});
  const sponsor = someone('sponsor-coordinator');
  const ofEach = async (path: string, body: object, sent?: Person): Promise<void> => {
    for (const patient of Object.values(patients)) {
      const by = sent ?? someone('investigator', patient.slice(0, 3));
      const step = await named(world, patient, { path, body });
      await command(world, transcript, by, `/v1/patients/${patient}/${step.path}`, step.body);
    }
  };
  await ofEach('adverse-events', { ...BODIES.adverseEvent, startedOn: at.slice(0, 'YYYY-MM-DD'.length), awareAt: at });
  await command(world, transcript, sponsor, '/v1/trial/analysis-plan', {
    ...BODIES.analysisPlan,
    signedOn: at.slice(0, 'YYYY-MM-DD'.length),
  });
  await deviationsJudged(world);
  await command(world, transcript, sponsor, '/v1/trial/unblinding', { reason: 'the data are locked' });
  await ofEach('errata', erratumOf(patients.length));
  await ofEach('errata/{erratum}/acknowledgement', {}, sponsor);
  const value = { correctedEvent: await openingOf(world), field: '/city', newValue: 'Rheims' };
  const erratum = { values: [value], reasonCode: 'source-corrected', reason: 'as its address has it' };
  await command(world, transcript, sponsor, '/v1/trial/errata', erratum);
}

export async function beginTrial(world: World, transcript: Transcript): Promise<void> {
  const sponsor = someone('sponsor-coordinator');
  await command(world, transcript, sponsor, '/v1/trial', BODIES.registration);
  for (const { code: site, name, city, timeZone } of PROTOCOL_SITES.filter(({ code }) => isPlayed(code))) {
    await command(world, transcript, sponsor, '/v1/sites', { ...BODIES.opening, site, name, city, timeZone });
  }
  await world.command(someone('cell-therapy-unit'), '/v1/trial/randomization-list', {});
}

function isPlayed(site: string): boolean {
  return SITES.some((played) => played === site);
}

interface Knowing {
  /** The paths that the API has. */
  readonly known: ReadonlySet<string>;
  /** Who was told the arm of whom, and so sees it: what they see of it is not compared. */
  readonly told: Set<string>;
}

export async function take(
  world: World,
  transcript: Transcript,
  step: Step,
  patients: string[],
  { known, told }: Knowing,
): Promise<void> {
  if ('path' in step && step.path === '') {
    const [recorded] = await command(world, transcript, step.by, '/v1/patients', step.body);
    const { patient } = (recorded === undefined ? {} : jsonOf(recorded)) as { patient?: string };
    if (patient !== undefined) patients[step.patient] = patient;
    return;
  }
  const patient = patients[step.patient];
  if (patient === undefined) return;
  if ('oversight' in step) await overseersDo(world, transcript, step.oversight, patient);
  else if ('unit' in step) await unitDoes(world, step.unit, patient, step.harvest);
  else if ('path' in step) {
    const { path, body } = await named(world, patient, step);
    await command(world, transcript, step.by, path.startsWith('/v1/') ? path : `/v1/patients/${patient}/${path}`, body);
  } else await unblind(world, patient, step.unblinding, { known, told });
}

/** Somebody is told the arm of one patient: the answer is theirs alone, and the one thing that is not compared. */
async function unblind(
  world: World,
  patient: string,
  by: 'emergency' | 'planned' | 'physician',
  { known, told }: Knowing,
) {
  const kind = by === 'planned' ? 'planned' : 'emergency';
  if (!known.has(`/v1/patients/{patient}/${kind}-unblinding`)) return;
  const person = by === 'physician' ? someone('emergency-physician') : someone('investigator', patient.slice(0, 3));
  const path = `/v1/patients/${patient}/${kind}-unblinding`;
  const answers = await world.command(person, path, { reason: 'somebody has to know what was implanted' });
  if (answers.at(-1)?.status === 201) told.add(`${person.userId} ${patient}`);
}

async function command(
  world: World,
  transcript: Transcript,
  by: Parameters<World['command']>[0],
  path: string,
  body: object,
) {
  const answers = await world.command(by, path, body);
  for (const answer of answers) transcript.response(`POST ${path} as ${by.userId}`, answer);
  return answers.slice(-1);
}

/** A step with the ids of the events that it names: only the record knows them. */
async function named(world: World, patient: string, { path, body }: { readonly path: string; readonly body: object }) {
  const idOf = (type: unknown) => lastOf(world, patient, String(type));
  if (path === 'corrections') return { path, body: ofEvent(body, await idOf('Harvested')) };
  if (path === 'unblinding-impact-assessments') {
    return { path, body: { ...body, unblinding: await idOf('PatientUnblinded') } };
  }
  if (path.startsWith('errata')) return namedInErratum(world, patient, { path, body });
  if (path.includes('{record}')) return { path: path.replace('{record}', await openRecordOf(world, patient)), body };
  if (path.includes('{request}')) return { path: path.replace('{request}', await idOf('AnnulmentRequested')), body };
  const { reviews, asksAbout, erases, annuls, again, ...rest } = body as Readonly<Record<string, unknown>>;
  return {
    path,
    body: {
      ...rest,
      ...(reviews === undefined ? {} : { event: await idOf(reviews) }),
      ...(asksAbout === undefined ? {} : { entry: await idOf(asksAbout) }),
      ...(erases === undefined ? {} : { redactedEvent: await idOf(erases) }),
      ...(Array.isArray(annuls) ? { entries: await Promise.all(annuls.map(idOf)) } : {}),
      ...(typeof again !== 'string' ? {} : { replaces: await struckOf(world, patient, again) }),
    },
  };
}

/** The last open record of a patient; it is named to those alone who may know. */
async function openRecordOf(world: World, patient: string): Promise<string> {
  const { openRecords } = (await world.api.resources.blinding.load(SEALED_STREAM)).state;
  return openRecords.findLast(({ data }) => data.patient === patient)?.id ?? NO_EVENT;
}

/** Each of the values that are corrected together is one of the same event. */
function ofEvent(body: object, correctedEvent: string): object {
  const { also } = body as { readonly also?: readonly object[] };
  return { ...body, correctedEvent, ...(also && { also: also.map((other) => ({ ...other, correctedEvent })) }) };
}

async function struckOf(world: World, patient: string, wanted: string): Promise<string> {
  const { state } = await world.api.resources.patients.load(`patient-${patient}`);
  return state.struck?.findLast(({ type }) => type === wanted)?.id ?? NO_EVENT;
}

async function namedInErratum(world: World, patient: string, { path, body }: Parameters<typeof named>[2]) {
  if (!('values' in body)) {
    const { state } = await world.api.resources.patients.load(`patient-${patient}`);
    return { path: path.replace('{erratum}', state.errata?.at(-1)?.id ?? NO_EVENT), body };
  }
  const correctedEvent = await lastOf(world, patient, 'Harvested');
  const values = (body.values as readonly object[]).map((value) => ({ ...value, correctedEvent }));
  return { path, body: { ...body, values } };
}

const NO_EVENT = '00000000-0000-5000-8000-000000000000';

async function lastOf(world: World, patient: string, wanted: string): Promise<string> {
  const { state } = await world.api.resources.patients.load(`patient-${patient}`);
  return state.entries.findLast(({ type }) => type === wanted)?.id ?? NO_EVENT;
}

async function openingOf(world: World): Promise<string> {
  for await (const page of world.api.resources.trialLedger.read()) {
    const opened = page.find(({ type }) => type === 'SiteOpened');
    if (opened !== undefined) return recordOf(opened.leaf).id;
  }
  return NO_EVENT;
}

async function slotsIn(world: World): Promise<ReadonlyMap<string, number>> {
  const slots = new Map<string, number>();
  for await (const page of world.api.resources.trialLedger.read()) {
    for (const { stream, type, leaf } of page) {
      if (type === 'Randomized')
        slots.set(patientOfStream(stream) ?? '', (recordOf(leaf).data as { slot: number }).slot);
    }
  }
  return slots;
}

/** The arms of the first slots of the list that a world draws. */
export function armsOf(listSeed: string, slots: number): readonly string[] {
  const seed = Buffer.from(listSeedOf(listSeed, 32)).toString('hex');
  const list = drawList({ seed, strata: ['ALL'], sizes: [...DEFAULT_SIZES], length: DEFAULT_LENGTH });
  return list.slice(0, slots).map(({ arm }) => arm);
}

/**
 * Another list, in which patients who were randomized have other arms, but whoever is unblinded in an emergency has the same.
 * `undefined`: there is nobody to be swapped.
 */
export function swapOf(listSeed: string, { slots, patients }: Played, history: History) {
  const kept = slots.get(patients[history.emergency ?? -1] ?? '');
  const swappable = [...slots.values()].filter((slot) => slot !== kept);
  if (swappable.length === 0) return undefined;
  const mine = armsOf(listSeed, 8);
  const lists = Array.from({ length: 200 }, (_, number) => `${listSeed}, swapped ${number}`).filter((other) => {
    const theirs = armsOf(other, 8);
    return (kept === undefined || theirs[kept] === mine[kept]) && swappable.some((slot) => theirs[slot] !== mine[slot]);
  });
  return lists[history.swap % lists.length];
}
