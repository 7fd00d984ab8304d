import { cellsOf, entryOf } from '@bali/cell-therapy';
import type { CommandHandler, StreamCommand } from '@bali/commands';
import { Metrics } from '@bali/http';
import { leafOf, recordOf } from '@bali/ledger';
import { armOf, SEALED_STREAM } from '@bali/blinding';
import { patientOfStream, refusal, TRIAL_STREAM } from '@bali/trial';
import { v5 as uuidV5 } from 'uuid';
import type { World } from './world.js';

/** The arm of a patient in a world. */
export async function armIn({ api }: World, patient: string): Promise<string | undefined> {
  return armOf((await api.resources.blinding.load(SEALED_STREAM)).state, patient);
}

/** Does something whenever a sealed command was recorded for which there are then cells in the freezer. */
function whenFrozen(world: World, act: (patient: string) => Promise<void> | void): void {
  const handler: CommandHandler = world.api.resources.sealedHandler;
  const handle = handler.handle.bind(handler);
  const frozen = new Set<string>();
  handler.handle = async <State extends object>(command: StreamCommand<State>) => {
    const handled = await handle(command);
    const { state } = await world.api.resources.cells.load(SEALED_STREAM);
    for (const patient of state.patients.keys()) {
      if (frozen.has(patient) || entryOf(cellsOf(state, patient), 'CellsCryoConserved') === undefined) continue;
      frozen.add(patient);
      await act(patient);
    }
    return handled;
  };
}

/**
 * What somebody could do to the site API without meaning any harm. Each is put on from outside, around the real thing: none
 * of it is in the product, and each has to be noticed.
 */
export const SITE_MUTANTS: Readonly<Record<string, (world: World) => void>> = {
  'the volume of the syringe in the open release': (world) => {
    const { trialLedger } = world.api.resources;
    const append = trialLedger.append.bind(trialLedger);
    trialLedger.append = async (request) => {
      const events = await Promise.all(
        request.events.map(async (event) => {
          if (event.type !== 'ProductReleased') return event;
          const record = recordOf(event.leaf);
          const arm = await armIn(world, patientOfStream(record.stream) ?? '');
          const volumeMl = arm === 'A' ? 34 : 30;
          return { ...event, leaf: leafOf({ ...record, data: { ...(record.data as object), volumeMl } }) };
        }),
      );
      return append({ ...request, events });
    };
  },

  'an event of the freezer in the trial ledger': (world) => {
    whenFrozen(world, async (patient) => {
      const { trialLedger } = world.api.resources;
      const last = (await trialLedger.readStream(TRIAL_STREAM)).at(-1);
      if (last === undefined) return;
      const record = recordOf(last.leaf);
      const id = uuidV5(`frozen ${patient}`, record.id);
      const data = { anchoredOn: world.now.slice(0, 10), anchor: 'f0'.repeat(32) };
      const event = { ...record, id, revision: last.revision + 1, type: 'SealedLedgerAnchored', data };
      const events = [{ id, type: event.type, leaf: leafOf(event) }];
      await trialLedger.append({ stream: TRIAL_STREAM, expectedRevision: last.revision, events, texts: [] });
    });
  },

  'an error in an open answer that depends on the arm': (world) => {
    const { handler } = world.api.resources;
    const handle = handler.handle.bind(handler);
    handler.handle = <State extends object>(command: StreamCommand<State>) =>
      handle<State>({
        ...command,
        decide: async (state, context) => {
          const decision = await command.decide(state, context);
          const isImplantation = 'events' in decision && decision.events.some(({ type }) => type === 'Implanted');
          const patient = patientOfStream(await command.stream()) ?? '';
          if (!isImplantation || (await armIn(world, patient)) === 'A') return decision;
          return { refusal: refusal('product-not-released', 'The cells are not counted yet.') };
        },
      });
  },

  'a line in the log that depends on the arm': (world) => {
    whenFrozen(world, () => world.api.resources.log.info({}, 'a container was put into storage'));
  },

  'a header of the implantation that depends on the arm': (world) => {
    world.api.app.getHttpServer().prependListener('request', (request, response) => {
      const [, patient] = /patients\/([A-Z]{3}-\d+)\/implantation$/.exec(request.url ?? '') ?? [];
      if (patient === undefined) return;
      void armIn(world, patient).then((arm) => {
        if (!response.headersSent) response.setHeader('x-preparation-steps', arm === 'A' ? '2' : '1');
      });
    });
  },

  'a count in the metrics that depends on the arm': (world) => {
    const metrics = world.api.app.get(Metrics);
    whenFrozen(world, () => metrics.commandDone('CryoConserveCells', 'recorded'));
  },
};
