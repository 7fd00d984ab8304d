import { type EventStore, isCopyToTry, readInstallationKeys } from '@bali/event-store';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import {
  type AskedAuthority,
  CheckpointRhythm,
  DailyDuties,
  type DailyDuty,
  keysMissing,
  type Log,
  makeSigningKeys,
  readSigningKeys,
  type Signer,
  SIGNING_KEY_BYTES,
  SigningKeysRefused,
  type SignerFiles,
  signerUnlessAtWork,
  Stamping,
  TransparencyLog,
  Witnessing,
} from '@bali/log';
import type { WitnessPolicy } from '@bali/witness';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Ambient } from './ambient.js';
import type { DataDirectory } from './data-directory.js';
import { signerFiles } from './identity/key-files.js';

/** The host in the logs' names by default. It is a name, not an address. */
export const DEFAULT_LOG_HOST = 'bali.localhost';

/** A time of day in UTC. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

export interface LogSettings {
  /** The host in the logs' names: `<host>/<trialId>/<ledger>`. It never changes. */
  readonly host?: string;
  /** When the daily duties are due. Default: at midnight. */
  readonly dailyAt?: TimeOfDay;
  /** See `SignerFiles`: for simulations only. */
  readonly synced?: boolean;
  /** Whose cosignatures the trial ledger's checkpoints get. Without it, nobody is asked. */
  readonly witnesses?: WitnessPolicy;
  /** By whom the trial ledger's checkpoints are stamped, and when. Without it, nobody is asked. */
  readonly stamps?: { readonly authorities: readonly AskedAuthority[]; readonly at: readonly TimeOfDay[] };
  /** How long each of the others has for an answer. Default: a second for witnesses, five for authorities. */
  readonly othersTimeoutMs?: number;
}

export interface TransparencyLogsOptions {
  readonly directory: DataDirectory;
  readonly stores: Readonly<Record<Ledger, EventStore>>;
  readonly ambient: Ambient;
  readonly log: Log;
  readonly settings?: LogSettings;
  /**
   * `signs`: makes the keys of an empty installation, and signs where it has them and nobody else does.
   * Another name: follows, with files of its own that begin with that name.
   */
  readonly as: 'signs' | 'inspection' | 'tool';
  /** Gives the daily duty between signing the sealed and the access ledger and signing the trial's: anchoring the two in the third. */
  readonly anchor?: (logs: Readonly<Record<Ledger, TransparencyLog>>) => DailyDuty;
}

/** The transparency logs of an installation, and what signs them in rhythm. */
export interface TransparencyLogs {
  readonly logs: Readonly<Record<Ledger, TransparencyLog>>;
  /** It ticks when a timer or the caller says so. */
  readonly rhythm: CheckpointRhythm;
  /** Undefined where there is no policy, and where this process does not sign. */
  readonly witnessing: Witnessing | undefined;
  readonly stamping: Stamping | undefined;
  readonly close: () => Promise<void>;
}

/** The name of a ledger's log, which is in each of its checkpoints. */
export function logOrigin(host: string, ledger: Ledger): string {
  return `${host}/${TRIAL.id}/${ledger}`;
}

/**
 * Opens the logs of all ledgers, and begins to follow them.
 * @throws LogInUse when another process has this one's files; SigningKeysRefused
 */
export async function openTransparencyLogs(options: TransparencyLogsOptions): Promise<TransparencyLogs> {
  const opened: Partial<Record<Ledger, TransparencyLog>> = {};
  const closeLogs = async () => {
    for (const log of Object.values(opened)) await log.close();
  };
  try {
    for (const ledger of LEDGERS) opened[ledger] = await openLog(options, ledger);
  } catch (error) {
    await closeLogs();
    throw error;
  }
  const logs = opened as Record<Ledger, TransparencyLog>;
  const { ambient, log, settings, anchor } = options;
  const { now } = ambient;
  const { trial, sealed, access } = logs;
  const sign = (name: string, { signing }: TransparencyLog): DailyDuty => ({
    name: `sign the ${name} ledger`,
    perform: async () => {
      if (signing.canSign) await signing.sign();
    },
  });
  const anchors = anchor === undefined ? [] : [anchor(logs)];
  const inOrder = [sign('sealed', sealed), sign('access', access), ...anchors, sign('trial', trial)];
  const duties = new DailyDuties(inOrder, settings?.dailyAt ?? { hour: 0, minute: 0 });
  const { witnessing, stamping } = otherHands(options, trial);
  const hands = [witnessing, stamping].flatMap((hand) => (hand === undefined ? [] : [() => hand.ask()]));
  const signed = [sealed.signing, trial.signing, access.signing];
  const rhythm = new CheckpointRhythm({ logs: signed, duties, hands, now, log });
  const close = async () => {
    await rhythm.close();
    await closeLogs();
  };
  return { logs, rhythm, witnessing, stamping, close };
}

/** Those who sign beside us: witnesses and time stamp authorities, of the trial ledger alone, asked by the process that signs. */
function otherHands(
  { ambient: { now, randomBytes }, log, settings, as }: TransparencyLogsOptions,
  trial: TransparencyLog,
): Pick<TransparencyLogs, 'witnessing' | 'stamping'> {
  if (as !== 'signs') return { witnessing: undefined, stamping: undefined };
  const { witnesses: policy, stamps, othersTimeoutMs } = settings ?? {};
  const asking = { trial, now, log, ...(othersTimeoutMs === undefined ? {} : { timeoutMs: othersTimeoutMs }) };
  const witnessing = policy && new Witnessing({ ...asking, policy });
  const minutes = stamps?.at.map(({ hour, minute }) => hour * 60 + minute) ?? [];
  const stamping = stamps && new Stamping({ ...asking, authorities: stamps.authorities, minutes, randomBytes });
  const failed = (error: unknown) => log.error({ err: error }, 'what others have signed before could not be read');
  for (const hand of [witnessing, stamping]) hand?.recall().catch(failed);
  return { witnessing, stamping };
}

async function openLog(options: TransparencyLogsOptions, ledger: Ledger): Promise<TransparencyLog> {
  const { directory, stores, ambient, log, settings } = options;
  const store = stores[ledger];
  const origin = logOrigin(settings?.host ?? DEFAULT_LOG_HOST, ledger);
  const standBy = await signerOf(options, ledger, origin);
  const signer = standBy && signerAtStart(standBy, origin, log);
  const signing = { ...(signer && { signer }), ...(standBy && { standBy }) };
  try {
    const verifiers = () => readSigningKeys(signerFiles(directory, ledger).keys, origin)?.verifiers ?? [];
    const signsWhenAsked = ledger === 'trial';
    const about = { store, origin, now: ambient.now, log, verifiers, signsWhenAsked, ...tilesOf(options, ledger) };
    const opened = new TransparencyLog({ ...about, ...signing });
    opened.start();
    return opened;
  } catch (error) {
    signer?.close();
    throw error;
  }
}

/**
 * The signer, if nobody else is it. Keys that are gone do not keep the trial from going on: that they are gone is an error, is counted
 * at every tick, and they are used as soon as they are back.
 */
function signerAtStart(standBy: () => Signer | undefined, origin: string, log: Log): Signer | undefined {
  try {
    const signer = standBy();
    if (signer === undefined)
      log.info(
        { origin },
        'another process signs: this instance follows the log, and takes over when that one is gone',
      );
    return signer;
  } catch (error) {
    if (!(error instanceof SigningKeysRefused && error.code === 'signing-keys-missing')) throw error;
    log.error({ err: error, origin }, 'THE SIGNING KEYS ARE GONE: nothing is signed until they are back');
    return undefined;
  }
}

/** The files in which the APIs keep the tree of a ledger. */
export function tileFiles({ path }: DataDirectory, ledger: Ledger): readonly string[] {
  return ['', 'inspection-'].map((of) => join(path, `${of}log-${ledger}.db`));
}

/** Where a log's tiles are: a command that comes and goes keeps no file. */
function tilesOf({ directory, as }: TransparencyLogsOptions, ledger: Ledger): { readonly tiles?: string } {
  if (as === 'tool') return {};
  return { tiles: join(directory.path, `${as === 'signs' ? '' : `${as}-`}log-${ledger}.db`) };
}

/**
 * Returns a function that gives the log's signer, or nothing while another process signs. Undefined where this process is not to
 * sign, or has no keys. Keys are made before a log's first checkpoint, and never afterwards: new ones would hide that those
 * which signed are missing.
 */
async function signerOf(
  { directory, stores, ambient, log, as, settings }: TransparencyLogsOptions,
  ledger: Ledger,
  origin: string,
): Promise<(() => Signer | undefined) | undefined> {
  if (as !== 'signs') return undefined;
  if (isCopyToTry(readInstallationKeys(directory.installationKeys)?.installation ?? '')) {
    log.info({ origin }, 'this is a copy to try: nothing of it is ever signed');
    return undefined;
  }
  const { synced = true } = settings ?? {};
  const files = { ...signerFiles(directory, ledger), synced };
  const isThere = () => existsSync(files.keys);
  if (!isThere()) {
    if ((await stores[ledger].lastCheckpoint()) === undefined) {
      const seed = ambient.randomBytes(SIGNING_KEY_BYTES, `signing key of the ${ledger} ledger`);
      makeSigningKeys(files.keys, origin, seed, ambient.now());
    } else if (!hasSigned(directory, files)) {
      log.info({ origin }, 'there are no signing keys here: this instance follows the log, and never signs');
      return undefined;
    }
  }
  return () => {
    if (!isThere()) throw keysMissing(files.keys, origin);
    return signerUnlessAtWork(files, origin);
  };
}

/** Whether this installation has signed: the only one that has these files, or one that remembers what it signed last. */
function hasSigned({ store }: DataDirectory, { lastSigned }: SignerFiles): boolean {
  return store.driver.capabilities.keepsLedgersInDataDirectory || existsSync(lastSigned);
}
