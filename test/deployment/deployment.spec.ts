import { temporaryDirectory } from '@bali/event-store/testing';
import { CONFIGURATION } from '@bali/installation';
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const FILES = ['deploy/single-machine/compose.yaml', 'deploy/cluster/compose.yaml'] as const;
const OUR_PORTS = ['3000', '3001'];

interface Service {
  readonly image: string;
  readonly command?: readonly string[] | string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, object>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, object>>;
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly read_only?: boolean;
  readonly user?: string;
  readonly cap_drop?: readonly string[];
  readonly build?: { readonly context: string; readonly dockerfile: string };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, object>>;
  readonly volumes: Readonly<Record<string, object>>;
}

const composeIn = (file: string): Compose => parse(readFileSync(file, 'utf8'), { merge: true }) as Compose;
const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');
const ours = ({ services }: Compose): readonly (readonly [string, Service])[] =>
  Object.entries(services).filter(([, { image }]) => image.startsWith('bali:'));
const known = CONFIGURATION.asMarkdown();

/** `NAME=value` of the Dockerfile's ENV instruction for what runs. */
const imageEnvironment = Object.fromEntries(
  [...dockerfile.slice(dockerfile.lastIndexOf('\nFROM ')).matchAll(/^(?:ENV|\s+) ?([A-Z_]+)=(\S+)/gm)].map(
    ([, name = '', value = '']) => [name, value],
  ),
);

describe.each(FILES)('%s', (file) => {
  const compose = composeIn(file);

  it('sets only variables that the configuration has, to values that it takes', () => {
    for (const [name, { environment = {} }] of ours(compose)) {
      const set = Object.keys(environment).filter((variable) => !known.includes(`| \`${variable}\` |`));
      expect([name, set]).toEqual([name, []]);
      const values = Object.entries(environment).map(([variable, value]) => [
        variable,
        String(value)
          .replaceAll(/\$\{BALI_OPENID_ISSUER[^}]*\}/g, 'https://id.example.org')
          .replaceAll(/\$\{[^}]*\}/g, 'x'),
      ]);
      expect(() =>
        CONFIGURATION.read({ ...imageEnvironment, ...(Object.fromEntries(values) as Record<string, string>) }),
      ).not.toThrow();
    }
  });

  it('runs software of others in a version that is said, and that nobody changes unasked', () => {
    const images = Object.values(compose.services).map(({ image }) => image);
    const others = images.filter((image) => !image.startsWith('bali:'));
    expect(others.filter((image) => !/:\d+\.\d+/.test(image))).toEqual([]);
  });

  it('runs ours as nobody, with nothing to write to but volumes, and without any right of the system', () => {
    expect(ours(compose).length).toBeGreaterThan(1);
    for (const [, service] of ours(compose)) {
      expect(service).toMatchObject({ read_only: true, user: '65532:65532', cap_drop: ['ALL'] });
      expect(dockerfile).toContain(`USER ${String(service.user)}`);
      expect(service.ports).toBeUndefined();
      const { context = '', dockerfile: path = '' } = service.build ?? {};
      expect(existsSync(join(dirname(file), context, path))).toBe(true);
    }
  });

  it('asks and forwards to ports that are listened on', () => {
    for (const [name, { environment = {}, healthcheck }] of ours(compose)) {
      const listening = { ...imageEnvironment, ...environment } as Record<string, string | number>;
      const asked = (healthcheck?.test ?? []).flatMap((part) => /127\.0\.0\.1:(\d+)/.exec(part)?.slice(1) ?? []);
      const ports = [listening['SITE_API_PORT'], listening['INSPECTION_API_PORT']].map(String);
      for (const port of asked) expect([name, ports]).toEqual([name, expect.arrayContaining([port])]);
    }
    const upstreams = Object.values(compose.services['proxy']?.environment ?? {}).flatMap((value) =>
      [...String(value).matchAll(/(\S+):(\d+)/g)].map(([, host = '', port = '']) => [host, port] as const),
    );
    expect(upstreams.length).toBeGreaterThan(1);
    for (const [host, port] of upstreams) {
      expect(OUR_PORTS).toContain(port);
      const { environment = {} } = compose.services[host] ?? {};
      expect(Object.values(environment).map(String)).toContain(port);
    }
  });

  it('believes the proxy, and nobody else', () => {
    const { networks = {} } = compose.services['proxy'] ?? {};
    const { inner } = networks as Record<string, { ipv4_address?: string }>;
    for (const [, { environment = {} }] of ours(compose))
      expect(environment['BALI_TRUSTED_PROXIES']).toBe(inner?.ipv4_address);
  });

  it('names only services, networks, volumes and files that there are', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      const { volumes = [], depends_on: others = {}, networks = [] } = service;
      const names = Array.isArray(networks) ? networks : Object.keys(networks);
      expect([name, names.filter((network: string) => !(network in compose.networks))]).toEqual([name, []]);
      expect([name, Object.keys(others).filter((other) => !(other in compose.services))]).toEqual([name, []]);
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        const there = source.startsWith('.') ? existsSync(join(dirname(file), source)) : source in compose.volumes;
        expect([name, source, there]).toEqual([name, source, true]);
      }
    }
    const used = new Set(
      Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((it) => it.split(':')[0])),
    );
    expect(Object.keys(compose.volumes).filter((volume) => !used.has(volume))).toEqual([]);
  });

  it('gives every service that opens ledgers a volume for the head keys and the marks, where it looks for them', () => {
    const opening = ours(compose).filter(([name]) => name !== 'head-keys');
    expect(opening.length).toBeGreaterThan(1);
    for (const [name, { environment = {}, volumes = [] }] of opening) {
      const keys = environment['BALI_KEYS'] ?? `${environment['BALI_DATA']}/keys`;
      const mounted = volumes.filter((volume) => volume.split(':')[1] === keys);
      expect([name, mounted]).toEqual([name, [expect.stringMatching(/^(inspection-)?keys:[^:]+$/)]]);
    }
  });

  it('holds no password', () => {
    const passwords = [...readFileSync(file, 'utf8').matchAll(/PASSWORD: (\S+)|esdb:\/\/\w+:([^@]+)@/g)];
    for (const [, value, inAddress] of passwords) expect(value ?? inAddress).toMatch(/^\$\{[A-Z_]+(:\?)?\}$/);
  });
});

describe('the cluster', () => {
  const { services } = composeIn('deploy/cluster/compose.yaml');

  it('has three nodes that speak TLS, and APIs that verify it', () => {
    const nodes = Object.entries(services).filter(([name]) => name.startsWith('node-'));
    expect(nodes).toHaveLength(3);
    for (const [, { environment = {} }] of nodes) {
      expect(environment).toMatchObject({
        KURRENTDB_CLUSTER_SIZE: 3,
        KURRENTDB_ALLOW_ANONYMOUS_STREAM_ACCESS: 'false',
      });
      expect(Object.keys(environment)).not.toContain('KURRENTDB_INSECURE');
    }
    for (const [, { environment = {} }] of ours(composeIn('deploy/cluster/compose.yaml')))
      expect(environment['BALI_STORE']).toMatch(/\?tls=true&tlsCaFile=\/certificates\/ca\/ca\.crt$/);
  });

  it('gives the signing keys, with their lock, to the site APIs, and not to what inspectors use', () => {
    const withKeys = Object.entries(services).filter(([, { volumes = [] }]) =>
      volumes.some((it) => it.startsWith('keys:')),
    );
    expect(withKeys.map(([name]) => name)).toEqual(['site-api-1', 'site-api-2', 'head-keys', 'operator']);
    const { command = [], volumes = [], networks = [] } = services['head-keys'] ?? {};
    expect(volumes).toContain('keys:/from:ro');
    expect(networks).toEqual([]);
    expect(command).toHaveLength(1);
  });

  it('copies the head keys for the inspection API, mode included, and nothing else, before that starts', () => {
    const { command = [] } = services['head-keys'] ?? {};
    using temporary = temporaryDirectory();
    const [from, to] = ['from', 'to'].map((name) => join(temporary.path, name)) as [string, string];
    for (const directory of [from, to]) mkdirSync(directory);
    for (const name of ['installation.json', 'signing-trial.json', 'head-trial-eventstoredb'])
      writeFileSync(join(from, name), name, { mode: 0o600 });
    const script = String(command[0]).replace('/from/', `${from}/`).replace('/data/keys/', `${to}/`);
    for (let times = 0; times < 2; times += 1) execFileSync(process.execPath, ['--eval', script]);
    expect(readdirSync(to)).toEqual(['installation.json']);
    expect(statSync(join(to, 'installation.json')).mode & 0o777).toBe(0o600);
    expect(services['inspection-api']?.depends_on).toEqual({
      'head-keys': { condition: 'service_completed_successfully' },
    });
  });
});

describe('the image', () => {
  it('is built from what the build context has', () => {
    const context = readFileSync('.dockerignore', 'utf8');
    const named = [...context.matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
    for (const path of [
      'apps',
      'libs',
      'package-lock.json',
      'tools/run.mjs',
      'nest-cli.json',
      'tsconfig.json',
      'tsconfig.build.json',
    ])
      expect(named).toContain(path);
    expect(context).toMatch(/^\*$/m);
  });

  it('runs what the command line is, on the runtime that comes as a package, as no user of the system', () => {
    expect(dockerfile).toContain('"/app/node_modules/.bin/node"');
    expect(readFileSync('tools/run.mjs', 'utf8')).toContain('dist/apps/bali/src/main.js');
    expect(dockerfile).toContain('"/app/dist/apps/bali/src/main.js"');
    // The command line holds all applications.
    for (const built of ['dist/apps', 'dist/libs']) expect(dockerfile).toContain(`/build/${built} ./${built}\n`);
    const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(lastStage).toMatch(/^USER 65532:65532$/m);
    expect(lastStage).toMatch(/^HEALTHCHECK /m);
    expect(lastStage).not.toMatch(/^(RUN|ADD|SHELL) /m);
    expect(existsSync('deploy/healthcheck.mjs')).toBe(true);
  });
});
