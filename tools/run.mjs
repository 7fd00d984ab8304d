// What the npm scripts call: installs and builds what is missing or out of date, says so, then runs what was asked for.
// It runs on any Node from 20 on and needs nothing installed; what it starts runs on the project's own Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...names) => join(root, ...names);
const environment = { ...process.env, PATH: inRoot('node_modules', '.bin') + delimiter + process.env.PATH };

function say(message) {
  process.stderr.write(`${message}\n`);
}

/** What asks a process to end. The wrapper passes each on to the program that it started, and ends when that has ended. */
const ENDING_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'];
const LOOK_FOR_NPM_MS = 500;

async function run(command, args, { quiet = false, env = {} } = {}) {
  const stdio = quiet ? ['ignore', 2, 2] : ['inherit', 'inherit', 'inherit'];
  const child = spawn(command, args, { cwd: root, env: { ...environment, ...env }, stdio });
  const forward = (signal) => child.kill(signal);
  for (const signal of ENDING_SIGNALS) process.on(signal, forward);
  const watch = endWithNpm(child);
  const [status, signal] = await once(child, 'exit').catch((error) => {
    say(`${command}: ${error.message}`);
    return [1];
  });
  clearInterval(watch);
  for (const name of ENDING_SIGNALS) process.off(name, forward);
  if (signal) process.kill(process.pid, signal);
  return status ?? 1;
}

/** An npm (or its shell) that was killed passes no signal on: what it started would keep the port, and nobody would know of it. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, LOOK_FOR_NPM_MS);
}

function orStop(status) {
  if (status !== 0) process.exit(status);
}

/** The packages are installed as the lock file says: once, and again whenever it changes. */
async function install() {
  const record = inRoot('node_modules', '.installed-from');
  const lock = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (existsSync(record) && readFileSync(record, 'utf8') === lock) return;
  say('Installing the packages (npm ci) …');
  orStop(await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true }));
  writeFileSync(record, lock);
}

/** The newest change of anything that the build reads. */
function lastChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

function commit() {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : (process.env.BALI_COMMIT ?? 'unknown');
}

/**
 * All applications are built as one program, since they share nearly all of their sources, with a note of which software it is.
 * Types are not checked here (`noCheck`): `npm run typecheck` does that, for the tests as well.
 */
async function build() {
  const apps = readdirSync(inRoot('apps'))
    .filter((name) => name !== 'inspection-web')
    .map((name) => join('apps', name));
  const sources = [...apps, 'libs', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'].map(
    (name) => inRoot(name),
  );
  const record = inRoot('dist', 'software.json');
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const software = JSON.stringify({ version, commit: commit() });
  const isCurrent =
    existsSync(record) &&
    readFileSync(record, 'utf8') === software &&
    statSync(record).mtimeMs > Math.max(...sources.map(lastChange));
  if (isCurrent) return;
  say('Building (nest build, and the client of its OpenAPI documents) …');
  // What was built of a file that is gone since is gone with it.
  for (const name of ['apps', 'libs']) rmSync(inRoot('dist', name), { recursive: true, force: true });
  orStop(await run('nest', ['build'], { quiet: true }));
  orStop(await buildClient());
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(record, software);
}

/** The client of site programs: its types are made of the documents of the APIs that were built, then it becomes a package. */
async function buildClient() {
  rmSync(inRoot('libs/client/dist'), { recursive: true, force: true });
  const made = await run('node', [...NODE, inRoot('tools/client-types.mjs')], { quiet: true });
  return made === 0 ? run('tsc', ['-p', inRoot('libs/client/tsconfig.json')], { quiet: true }) : made;
}

/**
 * The pages, of which a browser runs what comes of it. They are built anew when something changed that they are made of: their own
 * sources, those of the libraries, and the packages.
 */
async function buildPages() {
  const own = ['src', 'public', 'index.html', 'vite.config.mjs'].map((name) => inRoot('apps', 'inspection-web', name));
  const sources = [...own, inRoot('libs'), inRoot('package-lock.json')];
  const built = inRoot('dist', 'pages', 'index.html');
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(lastChange))) return;
  say('Building the pages (vite build) …');
  orStop(await run('vite', ['build', '--logLevel', 'warn', inRoot('apps', 'inspection-web')], { quiet: true }));
}

const NODE = ['--disable-warning=ExperimentalWarning'];
const node = (...args) => run('node', [...NODE, ...args]);
/** Many objects die young: with a larger nursery the collector copies fewer of them. */
const NURSERY = '--max-semi-space-size=64';
/** An export reads a trial of any size within a memory that does not grow: a small nursery, and one arena of the C library. */
const FRUGAL = { nursery: '--max-semi-space-size=8', env: { MALLOC_ARENA_MAX: '1' } };
const bali = (args) => {
  const main = inRoot('dist/apps/bali/src/main.js');
  if (args[0] !== 'export') return node(NURSERY, main, ...args);
  return run('node', [...NODE, FRUGAL.nursery, main, ...args], { env: FRUGAL.env });
};

/** One suite runs the verifier in a realm without anything of Node, of modules of its own. */
const JEST = [...NODE, '--experimental-vm-modules', inRoot('node_modules/jest/bin/jest.js')];
const jest = (...args) => run('node', [...JEST, ...args]);

/**
 * Makes anew what is generated, by every test that imports `libs/generated`. What other files are made of comes first: the
 * events that were stored, then the words about them.
 */
async function update() {
  const everything = ['--findRelatedTests', 'libs/generated/src/index.ts'];
  for (const tests of [['test/golden-events'], ['libs/inspection/src/wording'], everything]) {
    orStop(await run('node', [...JEST, ...tests], { env: { BALI_UPDATE: '1' } }));
  }
  return 0;
}

const TASKS = {
  build: () => 0,
  client: () => 0,
  demo: (args) => node(NURSERY, inRoot('dist/apps/demo/src/main.js'), ...args),
  bali,
  test: (args) => jest(...args),
  // The patterns first: what comes after a list of jest is taken for one more of its items.
  'test:quick': (args) => jest(...args, '--testMatch=**/*.spec.ts'),
  update,
  'test:mutation': (args) => run('stryker', ['run', ...args]),
  bench: (args) => node(NURSERY, '--import', './tools/typescript-hooks.mjs', inRoot('test/bench/main.ts'), ...args),
  'bench:arms': (args) =>
    node(NURSERY, '--import', './tools/decorator-hooks.mjs', inRoot('test/bench/arms/main.ts'), ...args),
  certificate: (args) => node('--import', './tools/decorator-hooks.mjs', inRoot('test/certificate/main.ts'), ...args),
  validation: (args) => node('--import', './tools/decorator-hooks.mjs', inRoot('test/validation/main.ts'), ...args),
  'test:crash': (args) => node('--import', './tools/decorator-hooks.mjs', inRoot('test/crash/main.ts'), ...args),
  'test:fuzz': (args) =>
    node('--expose-gc', '--import', './tools/decorator-hooks.mjs', inRoot('test/fuzz/main.ts'), ...args),
  'test:leaks': (args) =>
    node('--import', './tools/decorator-hooks.mjs', inRoot('test/non-interference/leaks/main.ts'), ...args),
};

/** They start no program that was built. */
const WITHOUT_BUILD = ['test:quick', 'test:mutation', 'update', 'bench:arms', 'test:fuzz', 'test:leaks', 'certificate'];

/** They need what is made of the code, such as the types of the client, and no pages. */
const WITHOUT_PAGES = ['client'];

const [task = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, task)) {
  say(`usage: node tools/run.mjs ${Object.keys(TASKS).join(' | ')} [ARGUMENTS]`);
  process.exit(2);
}
await install();
/** What is run from its sources loads the client, too, which is never there before the first build. */
const isClientMade = existsSync(inRoot('libs/client/src/generated/without-key.ts'));
if (!WITHOUT_BUILD.includes(task) || !isClientMade) await build();
if (!WITHOUT_BUILD.includes(task) && !WITHOUT_PAGES.includes(task)) await buildPages();
process.exit(await TASKS[task](args));
