// Runs a suite with jest's own framework, circus, but loads what it imports as Node loads a program: once in a worker, for all of its
// suites. Jest would make a context for each suite and load everything anew there, Nest and every event included, which took a
// quarter of the time of all tests; and V8 would compile anew there what is hot (docs/decisions/0067-loaded-once-for-all-suites.md).
// What a suite changes of the process is put back when it has ended, so that no suite meets what another one left.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import circus from 'jest-circus/runner';
import { handIn } from './globals.mjs';
import './hooks.mjs';

const require = createRequire(import.meta.url);
/** Where circus keeps who listens to what happens in a suite. */
const LISTENERS_OF_CIRCUS = Symbol.for('EVENT_HANDLERS');

export default async function runSuite(globalConfig, config, environment, runtime, path, sendMessageToJest) {
  const mocker = new ModuleMocker(globalThis);
  const fakeTimers = new ModernFakeTimers({ config, global: globalThis });
  const jest = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    useFakeTimers: (asked) => fakeTimers.useFakeTimers({ ...config.fakeTimers, ...asked }),
    useRealTimers: () => fakeTimers.useRealTimers(),
    advanceTimersByTime: (ms) => fakeTimers.advanceTimersByTime(ms),
  };
  const loading = {
    requireInternalModule: requireAnew,
    requireModule: require,
    setGlobalsForRuntime: (globals) => handIn({ ...globals, jest }),
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (file) => import(pathToFileURL(file).href),
    enterTestCode: () => runtime.enterTestCode(),
    leaveTestCode: () => runtime.leaveTestCode(),
  };
  const putBack = rememberProcess(environment.global.console);
  try {
    return await circus.default(
      globalConfig,
      { ...config, injectGlobals: false },
      { global: {}, handleTestEvent: environment.handleTestEvent?.bind(environment) },
      loading,
      path,
      sendMessageToJest,
    );
  } finally {
    mocker.restoreAllMocks();
    fakeTimers.dispose();
    putBack();
  }
}

/** Circus keeps the state of a suite in its module: each suite has another one. */
function requireAnew(path) {
  delete require.cache[path];
  delete globalThis[LISTENERS_OF_CIRCUS];
  return require(path);
}

/** The environment, who listens to the process, and where it prints: as they were before a suite. */
function rememberProcess(consoleOfSuite) {
  const env = { ...process.env };
  const listeners = new Map(process.eventNames().map((name) => [name, process.listeners(name)]));
  const {
    console,
    process: { exitCode },
  } = globalThis;
  globalThis.console = consoleOfSuite;
  return () => {
    globalThis.console = console;
    process.exitCode = exitCode;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    for (const name of process.eventNames()) {
      const before = listeners.get(name) ?? [];
      for (const listener of process.listeners(name)) if (!before.includes(listener)) process.off(name, listener);
    }
  };
}
