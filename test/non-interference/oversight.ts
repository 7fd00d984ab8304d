import { someone } from './people.js';
import type { Transcript } from './transcript.js';
import { jsonOf, type World } from './world.js';

/** What people of the sponsor, of the board and of those who may know do, each through the routes of their role. */
export type OversightStep = 'safety-report' | 'board-meeting' | 'trail-review';

const REPORTER = someone('unblinded-safety-officer');
const BOARD = someone('data-monitoring-board');
const MONITOR = someone('monitor');
const ASSESSOR = someone('deviation-assessor');

/** Where each of them posts, below the patient's own path where it is about a patient. */
export const OVERSEEN: Readonly<Record<OversightStep, string>> = {
  'safety-report': 'adverse-events/{number}/unblinded-case/records',
  'board-meeting': '',
  'trail-review': '',
};

interface Opened {
  readonly inWords: { readonly product: string };
}

/**
 * The first two are not blinded, so that nothing of their answers is compared: that they read and wrote may tell nobody anything. The
 * review of the audit trail is made by somebody who is.
 */
export async function overseersDo(
  world: World,
  transcript: Transcript,
  step: OversightStep,
  patient: string,
): Promise<void> {
  if (step === 'safety-report') await report(world, patient);
  else if (step === 'board-meeting') await meet(world);
  else await review(world, transcript);
}

/** What is recorded, and how often, depends on what was given: a report of cells goes to more than one, and has receipts. */
async function report(world: World, patient: string): Promise<void> {
  const path = `/v1/patients/${patient}/adverse-events/1/unblinded-case`;
  const opened = await world.exchange(REPORTER, { method: 'GET', path });
  if (opened.status !== 200) return;
  const { product } = (jsonOf(opened) as Opened).inWords;
  const isReported = !product.startsWith('placebo');
  const [at, decidedOn] = [world.now, world.now.slice(0, 10)];
  const record = async (body: object): Promise<string> => {
    const [answer] = await world.command(REPORTER, `${path}/records`, body);
    const { record: id } = (answer === undefined ? {} : jsonOf(answer)) as { record?: string };
    if (id === undefined) throw new Error(`not recorded of a case: ${answer?.body.toString('utf8') ?? ''}`);
    return id;
  };
  await record({ decision: { decidedOn, conclusion: isReported ? 'to-be-reported' : 'not-to-be-reported' } });
  const receivers = isReported ? ['authorities', 'ethics-committees', 'investigators'] : ['nobody'];
  for (const to of receivers) {
    const kind = to === 'nobody' ? 'none' : 'initial';
    const sending = await record({ sending: { sentAt: at, kind, to, reference: `of ${decidedOn}` }, text: product });
    await record({ receipt: { sending, receivedAt: at, answer: isReported ? 'acknowledged' : 'none-expected' } });
  }
  await world.exchange(REPORTER, { method: 'GET', path: '/v1/unblinded-cases' });
}

/** The board looks at everything by arm, and says to everybody that the trial goes on. */
async function meet(world: World): Promise<void> {
  const look = await world.exchange(BOARD, { method: 'GET', path: '/v1/board/safety-tables' });
  // A history is also played with what the software was before, which had no board.
  if (look.status !== 200) return;
  await world.exchange(BOARD, { method: 'GET', path: '/v1/board/report' });
  const { position = 0 } = jsonOf(look) as { position?: number };
  const body = { metOn: world.now.slice(0, 10), position, recommendation: 'continue' };
  const [recommended] = await world.command(BOARD, '/v1/board/recommendations', body);
  if (recommended?.status !== 201)
    throw new Error(`the board recommended nothing: ${recommended?.body.toString('utf8') ?? ''}`);
}

async function review(world: World, transcript: Transcript): Promise<void> {
  const path = '/v1/audit-trail-review/checks/late-entries/reviews';
  const body = { before: world.now, verdict: 'explained', findings: `seen on ${world.now.slice(0, 10)}` };
  for (const answer of await world.command(MONITOR, path, body, 'inspection')) {
    transcript.response(`POST ${path} as ${MONITOR.userId}`, answer);
  }
}

interface Deviated {
  readonly patients: readonly {
    readonly patient: string;
    readonly deviations: readonly { readonly record: string; readonly byProtocol?: string }[];
  }[];
}

/** What deviated, and what is judged of it, may differ with the arms: only that it was judged is told. */
export async function deviationsJudged(world: World): Promise<void> {
  const list = await world.exchange(ASSESSOR, { method: 'GET', path: '/v1/unit-deviations' });
  if (list.status !== 200) return;
  const judgements = (jsonOf(list) as Deviated).patients.flatMap(({ patient, deviations }) =>
    deviations.map(({ record, byProtocol }) => ({
      ...{ patient, record, severity: byProtocol ?? 'minor' },
      perProtocol: byProtocol === undefined ? 'kept' : 'excluded',
    })),
  );
  const text = `judged ${judgements.length} deviations`;
  await world.command(ASSESSOR, '/v1/unit-deviations/judgements', { judgements, text });
}
