import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from './evidence.js';
import { compared, type QualificationStep } from './qualification.js';

interface Played {
  readonly history: { readonly treeSize: number; readonly root: string };
  readonly stateDigest: string;
}

const PATIENTS = '10';
const MOST_BYTES = 2 ** 28;

/**
 * Whether the whole does its work: a synthetic trial through the HTTP APIs, checked, exported, verified, backed up, restored and
 * computed again, by the commands that operators have.
 */
export function qualifyPerformance(evidence: Evidence): readonly QualificationStep[] {
  const folder = mkdtempSync(join(tmpdir(), 'bali-validation-'));
  try {
    return new Run(evidence, folder).steps();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Run {
  readonly #evidence: Evidence;
  readonly #folder: string;

  constructor(evidence: Evidence, folder: string) {
    this.#evidence = evidence;
    this.#folder = folder;
  }

  steps(): readonly QualificationStep[] {
    const [data, copy, restored] = [this.#in('data'), this.#in('back-up'), this.#in('restored')];
    const [keys, archive] = [this.#in('keys'), this.#in('package.zip')];
    const played = this.#run('pq/demo.json', 'demo', ['--data', data, '--patients', PATIENTS, '--exit', '--json']);
    if (!played.isMet) return [this.#done('A synthetic trial is played to its end', played)];
    const { history, stateDigest } = JSON.parse(played.text) as Played;
    const bali = (name: string, args: readonly string[], of = data) =>
      this.#run(`pq/${name}.json`, 'bali', [...args, '--json'], of);
    const again = bali('rebuild', ['rebuild']);
    const steps = [
      this.#done('A synthetic trial is played to its end', played),
      this.#done('Nothing is wrong with any of its files', bali('check', ['check'])),
      this.#same('The state is computed again from the events', {
        expected: stateDigest,
        from: again,
        name: 'stateDigest',
      }),
      this.#done('An inspection package is made', bali('export', ['export', '--ledger', 'trial', '--out', archive])),
      this.#done('The package is verified', bali('verify', ['verify', archive])),
      this.#done('A back-up is made', bali('backup', ['backup', '--out', copy, '--with-keys', keys])),
      this.#done(
        'The back-up is restored',
        bali('restore', ['restore', '--from', copy, '--with-keys', keys], restored),
      ),
    ];
    const replayed = bali('replay', ['replay', '--ledger', 'trial', '--to', String(history.treeSize - 1)], restored);
    return [
      ...steps,
      this.#same('What was restored has the same state', { expected: stateDigest, from: replayed, name: 'digest' }),
    ];
  }

  #in(name: string): string {
    return join(this.#folder, name);
  }

  #run(evidence: string, program: 'demo' | 'bali', args: readonly string[], data?: string): Ran {
    const main = `dist/apps/${program}/src/main.js`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...args],
      {
        ...{ encoding: 'utf8', maxBuffer: MOST_BYTES },
        env: { ...process.env, ...(data !== undefined && { BALI_DATA: data }) },
      },
    );
    const text = stdout.replaceAll(this.#folder, '(folder)');
    this.#evidence.put(evidence, text);
    const why = status === 0 ? '' : stderr.replaceAll(this.#folder, '(folder)').trim();
    return { isMet: status === 0, text, evidence, why };
  }

  #done(what: string, { isMet, why, evidence }: Ran): QualificationStep {
    return { part: 'PQ', what, expected: 'done', found: isMet ? 'done' : why, isMet, evidence };
  }

  #same(what: string, { expected, from, name }: Same): QualificationStep {
    if (!from.isMet) return this.#done(what, from);
    const found = (JSON.parse(from.text) as Readonly<Record<string, unknown>>)[name];
    return compared('PQ', what, { expected, found: String(found), evidence: from.evidence });
  }
}

interface Ran {
  readonly isMet: boolean;
  readonly text: string;
  readonly evidence: string;
  readonly why: string;
}

interface Same {
  readonly expected: string;
  readonly from: Ran;
  /** The member of the document that was printed. */
  readonly name: string;
}
