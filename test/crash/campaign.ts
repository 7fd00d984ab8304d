import { EMBEDDED_STORE } from '@bali/event-store';
import { directoryOnDisk } from '@bali/event-store/testing';
import {
  type DataDirectory,
  dataDirectory,
  DEFAULT_LOG_HOST,
  logOrigin,
  openLedger,
  openLedgerToRead,
  signerFiles,
} from '@bali/installation';
import { type Ledger, LEDGERS, type VerifierKey } from '@bali/ledger';
import { readSigningKeys } from '@bali/log';
import { checkInstallation, OperationRefused, restoreBackUp } from '@bali/operations';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CommandProcess } from './command-process.js';
import { DemoProcess, type DemoResult, untilGrown } from './demo-process.js';
import { Kept, ledgerOf } from './kept.js';
import { type Kill, type KillAtWork, scheduleOf } from './schedule.js';

export interface Campaign {
  readonly seed: number;
  /** Number of processes that are killed at least. */
  readonly kills: number;
  readonly tell: (line: string) => void;
}

export interface CampaignResult {
  readonly seed: number;
  /** By what was going on. A process that had ended before is not counted. */
  readonly killed: ReadonlyMap<Kill['during'], number>;
  /** Trials that were played to their end, each in spite of its kills. */
  readonly trials: number;
  readonly acknowledged: number;
  readonly restored: number;
  readonly faults: readonly string[];
}

const PATIENTS = 4;
const KILLS_OF_A_TRIAL = 25;
/** The whole installation is looked at after each fifth kill, and the ledgers after every one. */
const WHOLE_EVERY = 5;

/** Plays trials that are killed again and again, until enough was killed. The same seed kills at the same places. */
export async function crash({ seed, kills, tell }: Campaign): Promise<CampaignResult> {
  using temporary = directoryOnDisk();
  const uninterrupted = await new DemoProcess(join(temporary.path, 'uninterrupted'), PATIENTS).result();
  const campaign = new Crashes(uninterrupted);
  while (campaign.kills < kills && campaign.faults.length === 0) {
    const path = join(temporary.path, `trial-${campaign.trials}`);
    const wanted = Math.min(KILLS_OF_A_TRIAL, kills - campaign.kills);
    await campaign.play(dataDirectory(path), scheduleOf(seed * 1_000 + campaign.trials, wanted));
    rmSync(path, { recursive: true, force: true });
    tell(`${campaign.kills} kills in ${campaign.trials} trials, ${campaign.faults.length} faults`);
  }
  const { killed, trials, acknowledged, restored, faults } = campaign;
  return { seed, killed, trials, acknowledged, restored, faults };
}

class Crashes {
  readonly killed = new Map<Kill['during'], number>();
  readonly faults: string[] = [];
  readonly #uninterrupted: DemoResult;
  trials = 0;
  acknowledged = 0;
  restored = 0;

  constructor(uninterrupted: DemoResult) {
    this.#uninterrupted = uninterrupted;
  }

  get kills(): number {
    return [...this.killed.values()].reduce((sum, number) => sum + number, 0);
  }

  /** One trial: killed as its schedule says, then played to its end and compared with one that was never killed. */
  async play(directory: DataDirectory, schedule: readonly Kill[]): Promise<void> {
    for (const ledger of LEDGERS) await (await openLedger(directory, ledger)).close();
    const kept = new Kept(directory);
    for (const [place, kill] of schedule.entries()) {
      if (await this.#kill(directory, kill, kept))
        this.killed.set(kill.during, (this.killed.get(kill.during) ?? 0) + 1);
      const found = [...(await kept.faults()), ...(place % WHOLE_EVERY === 0 ? await faultsOfWhole(directory) : [])];
      this.faults.push(
        ...found.map((fault) => `trial ${this.trials}, after kill ${place} (${inWords(kill)}): ${fault}`),
      );
      if (found.length > 0) return;
    }
    await this.#end(directory, kept);
    this.trials += 1;
  }

  async #end(directory: DataDirectory, kept: Kept): Promise<void> {
    const { history, sealed, stateDigest } = await new DemoProcess(directory.path, PATIENTS).result();
    const { history: root, sealed: sealedRoot, stateDigest: digest } = this.#uninterrupted;
    const isSame = JSON.stringify([history, sealed, stateDigest]) === JSON.stringify([root, sealedRoot, digest]);
    const faults = [
      ...(isSame ? [] : ['the trial ended otherwise']),
      ...(await kept.faults()),
      ...(await faultsOfWhole(directory)),
    ];
    this.faults.push(...faults.map((fault) => `trial ${this.trials}, at its end: ${fault}`));
    this.acknowledged += kept.acknowledged;
  }

  /** @returns whether the process was still there to be killed. */
  async #kill(directory: DataDirectory, kill: Kill, kept: Kept): Promise<boolean> {
    switch (kill.during) {
      case 'start': {
        const demo = new DemoProcess(directory.path, PATIENTS);
        await Promise.race([setTimeout(kill.afterMs), demo.end]);
        return demo.kill();
      }
      case 'rebuild': {
        const command = new CommandProcess(directory.path, 'rebuild');
        await Promise.race([setTimeout(kill.afterMs), command.end]);
        return command.kill();
      }
      default:
        return this.#killAtWork(directory, kill, kept);
    }
  }

  async #killAtWork(directory: DataDirectory, { during, ledger, part }: KillAtWork, kept: Kept): Promise<boolean> {
    const events = Math.ceil(part * sizeOf(this.#uninterrupted, ledger));
    const store = await openLedgerToRead(directory, ledger);
    // Each time something is recorded anew before it is killed.
    const wanted = Math.max(events, (await store.lastPosition()) + 2);
    const demo = new DemoProcess(directory.path, PATIENTS);
    const out = join(directory.path, '..', 'made-meanwhile');
    const beside = during === 'work' ? undefined : new CommandProcess(directory.path, COMMANDS[during], ['--out', out]);
    await untilGrown(store, wanted, demo.ended);
    await store.close();
    const wasAtWork = await demo.kill();
    await beside?.kill();
    if (during === 'back-up') await this.#restore(directory, out, kept);
    rmSync(out, { recursive: true, force: true });
    return wasAtWork;
  }

  /** A back-up that was killed is either whole, or refused. */
  async #restore(directory: DataDirectory, from: string, kept: Kept): Promise<void> {
    if (!existsSync(from)) return;
    const restored = dataDirectory(`${from}-restored`, EMBEDDED_STORE, directory.keys);
    try {
      await restoreBackUp({ from, directory: restored });
      this.restored += 1;
      for (const name of LEDGERS) this.faults.push(...(await kept.faultsOfCopy(name, await ledgerOf(restored, name))));
    } catch (error) {
      if (!(error instanceof OperationRefused)) throw error;
    } finally {
      rmSync(restored.path, { recursive: true, force: true });
    }
  }
}

const COMMANDS = { 'back-up': 'backup', export: 'export' } as const;

function sizeOf({ history, sealed, access }: DemoResult, ledger: KillAtWork['ledger']): number {
  return { trial: history, sealed, access }[ledger].treeSize;
}

/** Ledgers, checkpoints, texts, keys, projections and tiles, as `bali check` looks at them. */
async function faultsOfWhole(directory: DataDirectory): Promise<readonly string[]> {
  const about = { directory, logHost: DEFAULT_LOG_HOST, scratch: tmpdir(), keys: keysIn(directory) };
  const checked = await checkInstallation(about);
  return checked.flatMap(({ check, findings }) => findings.map(({ file, what }) => `${check}: ${file}: ${what}`));
}

/** The keys that sign checkpoints there. A ledger of which nothing was signed yet has none. */
function keysIn(directory: DataDirectory): Partial<Record<Ledger, readonly VerifierKey[]>> {
  const found = LEDGERS.map((ledger) => {
    const { keys } = signerFiles(directory, ledger);
    return [ledger, existsSync(keys) ? readSigningKeys(keys, logOrigin(DEFAULT_LOG_HOST, ledger)) : undefined] as const;
  });
  return Object.fromEntries(found.flatMap(([ledger, keys]) => (keys === undefined ? [] : [[ledger, keys.verifiers]])));
}

function inWords(kill: Kill): string {
  return 'part' in kill ? `${kill.during}, ${kill.ledger} at ${kill.part}` : `${kill.during}, after ${kill.afterMs} ms`;
}

/** A report that people read. */
export function linesOf({ seed, killed, trials, acknowledged, restored, faults }: CampaignResult): readonly string[] {
  const all = [...killed.values()].reduce((sum, number) => sum + number, 0);
  const each = [...killed].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    `${all} processes were killed from seed ${seed}: ${each.map(([during, number]) => `${during} ${number}`).join(', ')}`,
    `${trials} trials were played to their end, each with the ledgers and the state of one that was never killed`,
    `${acknowledged} answers with "recorded" were looked for, and ${restored} back-ups were whole and restored`,
    `faults: ${faults.length}`,
    ...faults.map((fault) => `- ${fault}`),
  ];
}
