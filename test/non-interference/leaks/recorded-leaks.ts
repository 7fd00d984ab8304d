import { actorOf } from '@bali/access';
import type { StreamCommand } from '@bali/commands';
import type { Append } from '@bali/event-store';
import { leafOf, type LedgerRecord, recordOf, saltedText } from '@bali/ledger';
import { patientOfStream, refusal, TRIAL_STREAM } from '@bali/trial';
import { v5 as uuidV5 } from 'uuid';
import { someone } from '../people.js';
import type { World } from '../world.js';
import type { Known } from './known.js';
import type { Leak } from './leak.js';

/** Alters each record of a type before it is appended to the trial ledger. */
function alterRecords(
  world: World,
  types: readonly string[],
  alter: (record: LedgerRecord, patient: string) => object,
) {
  alterAppends(world, (request) => ({
    ...request,
    events: request.events.map((event) => {
      if (!types.includes(event.type)) return event;
      const record = recordOf(event.leaf);
      const altered = { ...record, ...alter(record, patientOfStream(record.stream) ?? '') };
      return { ...event, id: altered.id, leaf: leafOf(altered) };
    }),
  }));
}

function alterAppends(world: World, alter: (request: Append) => Append): void {
  const { trialLedger } = world.api.resources;
  const append = trialLedger.append.bind(trialLedger);
  trialLedger.append = (request) => append(alter(request));
}

/** Refuses an implantation that the trial accepts, in one arm. */
function refuseOneArm(world: World, known: Known, words: () => string): void {
  const { handler } = world.api.resources;
  const handle = handler.handle.bind(handler);
  handler.handle = <State extends object>(command: StreamCommand<State>) =>
    handle<State>({
      ...command,
      decide: async (state, context) => {
        const decision = await command.decide(state, context);
        const isImplantation = 'events' in decision && decision.events.some(({ type }) => type === 'Implanted');
        const patient = patientOfStream(await command.stream());
        return isImplantation && !known.isInA(patient)
          ? { refusal: refusal('product-not-released', words()) }
          : decision;
      },
    });
}

/** Leaks that are in what is recorded, and so in everything that is made of it. */
export const RECORDED_LEAKS: readonly Leak[] = [
  {
    channel: 'field of an event',
    what: 'the volume of the syringe in the open release',
    plant: (world, known) =>
      alterRecords(world, ['ProductReleased'], ({ data }, patient) => ({
        data: { ...(data as object), volumeMl: known.isInA(patient) ? 34 : 30 },
      })),
  },
  {
    channel: 'number of events',
    what: 'an event of the freezer in the trial ledger',
    plant: (world, known) => known.whenFrozen((patient) => appendToTrial(world, patient)),
  },
  {
    channel: 'event id',
    what: 'an id that is made of the arm as well',
    plant: (world, known) =>
      alterRecords(world, ['Implanted'], ({ id }, patient) => ({
        id: known.isInA(patient) ? uuidV5(`cells of ${patient}`, id) : id,
      })),
  },
  {
    channel: 'cause of an event',
    what: 'the id of a sealed event as what an open one was caused by',
    plant: (world, known) =>
      alterRecords(world, ['ProductReleased'], ({ id, metadata }, patient) => ({
        metadata: { ...metadata, causationId: uuidV5(known.isInA(patient) ? 'CellsFrozen' : 'CellsPrepared', id) },
      })),
  },
  {
    channel: 'size of an event',
    what: 'an event that is longer in one arm',
    plant: (world, known) =>
      alterRecords(world, ['ProductReleased'], ({ metadata }, patient) => {
        const { source } = metadata;
        const client = known.isInA(patient) ? `${source.client} (2 steps)` : source.client;
        return { metadata: { ...metadata, source: { ...source, client } } };
      }),
  },
  {
    channel: 'time of an event',
    what: 'an event that is recorded later in the arm that takes longer',
    plant: (world, known) =>
      alterRecords(world, ['ProductReleased'], ({ metadata }, patient) => {
        const later = new Date(Date.parse(metadata.recordedAt) + (known.isInA(patient) ? 1_000 : 0));
        return { metadata: { ...metadata, recordedAt: later.toISOString() } };
      }),
  },
  {
    channel: 'free text',
    what: 'a free text beside the ledger that no event names',
    plant: (world, known) => {
      const { trialLedger } = world.api.resources;
      known.whenFrozen((patient) => {
        const text = saltedText(`the cells of ${patient} are in the freezer`, new Uint8Array(32).fill(0xa5));
        return trialLedger.keepTexts([text]);
      });
    },
  },
  {
    channel: 'refusal',
    what: 'a refusal of one arm alone',
    plant: (world, known) => refuseOneArm(world, known, () => 'The cells are not counted yet.'),
  },
  {
    channel: 'checkpoint',
    what: 'another signature under the checkpoints, once there is something in the freezer',
    plant: (world, known) => {
      const { trialLedger } = world.api.resources;
      const keep = trialLedger.keepCheckpoint.bind(trialLedger);
      const line = `— freezer.example ${Buffer.alloc(68, 7).toString('base64')}\n`;
      trialLedger.keepCheckpoint = ({ size, note }) =>
        keep({ size, note: known.frozen === 0 || note.includes(line) ? note : `${note}${line}` });
    },
  },
  {
    channel: 'number of access events',
    what: 'an event of the access ledger for each container',
    plant: (world, known) => {
      const { disclosures } = world.api.resources;
      const shownTo = {
        actor: actorOf(someone('cell-therapy-unit')),
        requestId: uuidV5('freezer', uuidV5.URL),
        source: { client: 'freezer', ip: '127.0.0.1' },
      };
      known.whenFrozen(() => disclosures.record({ type: 'SealedDataRead', data: { what: 'patient-cells' } }, shownTo));
    },
  },
];

async function appendToTrial(world: World, patient: string): Promise<void> {
  const { trialLedger } = world.api.resources;
  const last = (await trialLedger.readStream(TRIAL_STREAM)).at(-1);
  if (last === undefined) return;
  const record = recordOf(last.leaf);
  const id = uuidV5(`frozen ${patient}`, record.id);
  const data = { anchoredOn: world.now.slice(0, 10), anchor: 'f0'.repeat(32) };
  const event = { ...record, id, revision: last.revision + 1, type: 'SealedLedgerAnchored', schemaVersion: 1, data };
  const events = [{ id, type: event.type, leaf: leafOf(event) }];
  await trialLedger.append({ stream: TRIAL_STREAM, expectedRevision: last.revision, events, texts: [] });
}
