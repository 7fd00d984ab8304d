import { STORE_DRIVERS } from '@bali/event-store';
import {
  ConfigurationInvalid,
  DEFAULT_RATE_LIMITS,
  defineConfiguration,
  listOf,
  oneOf,
  portNumber,
  type RateLimits,
  textOf,
  type VariableRule,
  wholeNumber,
} from '@bali/http';
import { type ReviewThresholds, thresholdSet } from '@bali/trail-review';
import { DEFAULT_LOG_HOST, type LogSettings, type TimeOfDay } from './open-transparency-logs.js';
import { readAuthorities, readWitnessPolicy } from './other-hands.js';
import { storeLocation } from './store-location.js';

const loopback = '127.0.0.1';
const none = 'none';

const OPENID_ISSUER =
  /^(none|https:\/\/[!-~]{1,2000}|http:\/\/(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?(\/[!-~]*)?)$/;

const PASSKEY_ORIGIN = /^(none|https:\/\/[a-z0-9.-]{1,253}(:[0-9]{1,5})?|http:\/\/localhost(:[0-9]{1,5})?)$/;

/** Every setting of an installation, with its default. */
export const CONFIGURATION = defineConfiguration({
  data: {
    name: 'BALI_DATA',
    meaning: 'the directory of the ledgers, projections and keys; it is made if it is not there',
    default: 'data',
    rule: textOf('a directory'),
  },
  store: {
    name: 'BALI_STORE',
    meaning: `which event store holds the ledgers: ${STORE_DRIVERS.map(({ described }) => described.inReference).join('; ')}`,
    default: 'sqlite:',
    secret: true,
    rule: storeLocation(),
  },
  keys: {
    name: 'BALI_KEYS',
    meaning:
      'the directory of the keys, which belongs on another volume than the data, so that a person with the one has not the ' +
      'other; none: `keys` in the data directory',
    default: none,
    rule: textOf('`none` or a directory', /^[^\0]{1,4096}$/),
  },
  sealingKeys: {
    name: 'BALI_SEALING_KEYS',
    meaning:
      'the keys of the sealed ledger: the path of a JWK set that only its owner may read, or the JWK set itself; none: ' +
      '`sealing.json` in the directory of the keys, made at the first start',
    default: none,
    rule: textOf('`none`, a path, or a JWK set', /^[^\0]{1,16384}$/),
    secret: true,
  },
  logHost: {
    name: 'BALI_LOG_HOST',
    meaning:
      "the host in the names of the transparency logs, `<host>/<trial>/<ledger>`: a name of the sponsor's, which need not be " +
      'reachable; it is in every checkpoint and never changes once there is one',
    default: DEFAULT_LOG_HOST,
    rule: textOf('a host name', /^[a-z0-9.-]{1,253}(:[0-9]{1,5})?$/),
  },
  checkpointSeconds: {
    name: 'BALI_CHECKPOINT_SECONDS',
    meaning: 'how often a checkpoint is signed while a ledger has something new',
    default: '60',
    rule: wholeNumber(1, 86_400),
  },
  dailyAt: {
    name: 'BALI_DAILY_AT',
    meaning: 'when, in UTC, a checkpoint of every ledger is signed daily, also when nothing happened',
    default: '00:00',
    rule: textOf('a time of day such as 02:30', /^([01][0-9]|2[0-3]):[0-5][0-9]$/),
  },
  witnessPolicy: {
    name: 'BALI_WITNESS_POLICY',
    meaning:
      "the file that names the witnesses of the trial ledger's checkpoints, their addresses and the quorum, in the form of C2SP " +
      'tlog-policy; none: nobody is asked, and nobody without an older copy can show that the ledger was rewritten',
    default: none,
    rule: textOf('`none` or a file', /^[^\0]{1,4096}$/),
  },
  timeStampAuthorities: {
    name: 'BALI_TIME_STAMP_AUTHORITIES',
    meaning:
      "the file that names the time stamp authorities (RFC 3161) of the trial ledger's checkpoints, one or two, each in a line " +
      '`<name> <address> <file of its certificate in PEM>`; none: nobody is asked',
    default: none,
    rule: textOf('`none` or a file', /^[^\0]{1,4096}$/),
  },
  timeStampsAt: {
    name: 'BALI_TIME_STAMPS_AT',
    meaning:
      'when, in UTC, time stamps are asked for, whatever happened: one or several times of day, with commas between them',
    default: '00:30,12:30',
    rule: listOf(textOf('a time of day such as 02:30', /^([01][0-9]|2[0-3]):[0-5][0-9]$/)),
  },
  siteApiHost: {
    name: 'SITE_API_HOST',
    meaning: 'the address that the site API listens on; anything but the loopback address belongs behind TLS',
    default: loopback,
    rule: textOf('an address or a host name', /^[A-Za-z0-9.:-]{1,253}$/),
  },
  siteApiPort: {
    name: 'SITE_API_PORT',
    meaning: 'the port that the site API listens on; 0: one that is free',
    default: '3000',
    rule: portNumber(),
  },
  inspectionApiHost: {
    name: 'INSPECTION_API_HOST',
    meaning: 'the address that the inspection API listens on; anything but the loopback address belongs behind TLS',
    default: loopback,
    rule: textOf('an address or a host name', /^[A-Za-z0-9.:-]{1,253}$/),
  },
  inspectionApiPort: {
    name: 'INSPECTION_API_PORT',
    meaning: 'the port that the inspection API listens on; 0: one that is free',
    default: '3001',
    rule: portNumber(),
  },
  packagesKept: {
    name: 'BALI_PACKAGES_KEPT',
    meaning:
      'how many inspection packages, and how many exports, of each person are kept to be fetched; of more, that person’s oldest are taken away',
    default: '20',
    rule: wholeNumber(1, 1_000),
  },
  reviewThresholds: {
    name: 'BALI_REVIEW_THRESHOLDS',
    meaning:
      'the numbers at which checks of the audit trail begin to point at something, where they are not the defaults, with commas ' +
      'between them, such as `entryDelayDays=5,signatures=10`; `libs/trail-review` lists them with their defaults',
    default: none,
    rule: listOf(reviewThreshold()),
  },
  trustedProxies: {
    name: 'BALI_TRUSTED_PROXIES',
    meaning:
      'addresses or networks of the reverse proxies whose `X-Forwarded-For` is believed, with commas between them',
    default: none,
    rule: listOf(textOf('`none`, an address or a network', /^(none|[0-9A-Fa-f.:]{2,45}(\/[0-9]{1,3})?)$/)),
  },
  rateLimits: {
    name: 'BALI_RATE_LIMITS',
    meaning:
      `whether requests are limited: ${DEFAULT_RATE_LIMITS.perAccount} a minute for an account, ` +
      `${DEFAULT_RATE_LIMITS.perAddress} for an address, ${DEFAULT_RATE_LIMITS.signInsPerAddress} attempts to sign in`,
    default: 'on',
    rule: oneOf('on', 'off'),
  },
  openIdIssuer: {
    name: 'BALI_OPENID_ISSUER',
    meaning:
      'the OpenID provider that is trusted to say who somebody is, as it writes its issuer identifier itself; if it is set, ' +
      'nobody signs in with a password of this installation',
    default: none,
    rule: textOf('`none` or an https URL (http on the loopback address only)', OPENID_ISSUER),
  },
  openIdAudience: {
    name: 'BALI_OPENID_AUDIENCE',
    meaning: 'what the OpenID provider calls this API; it must be set if `BALI_OPENID_ISSUER` is',
    default: none,
    rule: textOf('`none` or an identifier without blanks', /^[!-~]{1,500}$/),
  },
  openIdAcrValues: {
    name: 'BALI_OPENID_ACR_VALUES',
    meaning:
      'the classes of authentication (`acr`) of the OpenID provider that will do for signing, the preferred one first; ' +
      'none: any',
    default: none,
    rule: listOf(textOf('`none` or a class of authentication', /^[!#-[\]-~]{1,255}$/)),
  },
  passkeyOrigin: {
    name: 'BALI_PASSKEY_ORIGIN',
    meaning:
      'the origin of the pages on which people sign, such as `https://bali.example.org`: passkeys belong to its host, and ' +
      'are lost with it; none: nobody signs with a passkey',
    default: none,
    rule: textOf('`none` or an https origin without a path (http on localhost only)', PASSKEY_ORIGIN),
  },
  logLevel: {
    name: 'BALI_LOG_LEVEL',
    meaning: 'how much is logged, as JSON lines on standard output',
    default: 'info',
    rule: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
  },
});

export type InstallationConfiguration = ReturnType<(typeof CONFIGURATION)['read']>;

/** `none`, or a threshold that there is, with a number that it may have. */
function reviewThreshold(): VariableRule<string> {
  const message = 'must be `none`, or thresholds of the review with numbers in their ranges, such as entryDelayDays=5';
  return { message, read: (text) => (text === none || 'set' in thresholdSet(text) ? text : undefined) };
}

/** The thresholds of the review of the audit trail that are set. */
export function reviewThresholdsSet({ reviewThresholds: set }: InstallationConfiguration): Partial<ReviewThresholds> {
  const read = set.map(thresholdSet).map((one) => ('set' in one ? one.set : {}));
  return Object.assign({}, ...read) as Partial<ReviewThresholds>;
}

/** The proxies to believe. `undefined`: no proxy is believed. */
export function trustedProxies({ trustedProxies: set }: InstallationConfiguration): readonly string[] | undefined {
  const proxies = set.filter((proxy) => proxy !== none);
  return proxies.length > 0 ? proxies : undefined;
}

/** How many requests may come in a minute. `undefined`: there is no limit. */
export function rateLimits({ rateLimits: set }: InstallationConfiguration): RateLimits | undefined {
  return set === 'on' ? DEFAULT_RATE_LIMITS : undefined;
}

/** The origin of the pages on which people sign with passkeys. `undefined`: nobody signs with a passkey. */
export function passkeyOrigin({ passkeyOrigin: set }: InstallationConfiguration): string | undefined {
  return set === none ? undefined : set;
}

/**
 * How the transparency logs are called, when the daily duties are due, and who else signs.
 * @throws ConfigurationInvalid where a file that it names cannot be read, or breaks a rule.
 */
export function logSettings(configuration: InstallationConfiguration): LogSettings {
  const { logHost, dailyAt, witnessPolicy, timeStampAuthorities, timeStampsAt } = configuration;
  const authorities = timeStampAuthorities === none ? undefined : readAuthorities(timeStampAuthorities);
  return {
    ...{ host: logHost, dailyAt: timeOfDay(dailyAt) },
    ...(witnessPolicy === none ? {} : { witnesses: readWitnessPolicy(witnessPolicy) }),
    ...(authorities === undefined ? {} : { stamps: { authorities, at: timeStampsAt.map(timeOfDay) } }),
  };
}

function timeOfDay(text: string): TimeOfDay {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return { hour, minute };
}

/** The OpenID provider of an installation that has one. */
export interface OpenIdProvider {
  readonly issuer: string;
  readonly audience: string;
  /** Empty: any class of authentication will do for signing. */
  readonly acrValues: readonly string[];
}

/**
 * The OpenID provider to trust. `undefined`: there is none, and people sign in here.
 * @throws ConfigurationInvalid without an audience.
 */
export function openIdProvider(configuration: InstallationConfiguration): OpenIdProvider | undefined {
  const { openIdIssuer: issuer, openIdAudience: audience, openIdAcrValues } = configuration;
  if (issuer === none) return undefined;
  if (audience === none) {
    throw new ConfigurationInvalid(['BALI_OPENID_AUDIENCE must be set, because BALI_OPENID_ISSUER is']);
  }
  return { issuer, audience, acrValues: openIdAcrValues.filter((value) => value !== none) };
}
