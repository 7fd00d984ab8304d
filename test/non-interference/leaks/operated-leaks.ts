import { Metrics } from '@bali/http';
import { alterAnswers, inMembers, inText } from './alter.js';
import type { Leak } from './leak.js';

/** Leaks to whoever operates the software or measures it. */
export const OPERATED_LEAKS: readonly Leak[] = [
  {
    channel: 'line of the log',
    what: 'a line that says that a container was put into storage',
    plant: (world, known) =>
      known.whenFrozen(() => world.api.resources.log.info({}, 'a container was put into storage')),
  },
  {
    channel: 'field of a line of the log',
    what: 'a line of both arms that says how many patients have cells in the freezer',
    plant: (world, known) => {
      const { trialLedger, log } = world.api.resources;
      const append = trialLedger.append.bind(trialLedger);
      trialLedger.append = async (request) => {
        const appended = await append(request);
        log.info({ containers: known.frozen }, 'an event was appended');
        return appended;
      };
    },
  },
  {
    channel: 'count of a metric',
    what: 'a command of the unit that is counted by its kind',
    plant: (world, known) => {
      const metrics = world.api.app.get(Metrics);
      known.whenFrozen(() => metrics.commandDone('CryoConserveCells', 'recorded'));
    },
  },
  {
    channel: 'name of a metric',
    what: 'a metric that is there only while something is in the freezer',
    plant: (world, known) =>
      alterAnswers(world, {
        ...{ api: 'site', path: /^\/metrics$/ },
        alter: (answer) => {
          if (known.frozen > 0) inText(answer, (text) => `${text}freezer_is_cold 1\n`);
        },
      }),
  },
  {
    channel: 'readiness',
    what: 'how many patients have cells, in the details of readiness',
    plant: (world, known) =>
      alterAnswers(world, {
        ...{ api: 'site', path: /^\/health\/ready$/ },
        alter: (answer) => inMembers(answer, (members) => ({ ...members, cells: known.frozen })),
      }),
  },
  {
    channel: 'time, counted as work',
    what: 'a command that looks into the ledger once more where cells are kept',
    plant: (world, known) => {
      const { trialLedger } = world.api.resources;
      const append = trialLedger.append.bind(trialLedger);
      trialLedger.append = async (request) => {
        if (known.firstIsInA) await trialLedger.readStream(request.stream);
        return append(request);
      };
    },
  },
  {
    channel: 'time of reading, counted as work',
    what: 'a chart that is put together from the ledger once more for those whose cells are kept',
    plant: (world, known) => {
      const { queries, trialLedger } = world.api.resources;
      const summary = queries.patient.bind(queries);
      queries.patient = (...asked: Parameters<typeof summary>) => {
        if (known.firstIsInA) trialLedger.readTexts([]).catch(() => undefined);
        return summary(...asked);
      };
    },
  },
];
