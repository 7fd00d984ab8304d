import { defineConfiguration, listOf, oneOf, portNumber, textOf } from '@bali/http';

const loopback = '127.0.0.1';

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
    meaning:
      'which event store holds the ledgers: `sqlite:` is the embedded one, a file for each ledger in the data directory',
    default: 'sqlite:',
    rule: oneOf('sqlite:'),
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
  trustedProxies: {
    name: 'BALI_TRUSTED_PROXIES',
    meaning:
      'addresses or networks of the reverse proxies whose `X-Forwarded-For` is believed, with commas between them',
    default: 'none',
    rule: listOf(textOf('`none`, an address or a network', /^(none|[0-9A-Fa-f.:]{2,45}(\/[0-9]{1,3})?)$/)),
  },
  logLevel: {
    name: 'BALI_LOG_LEVEL',
    meaning: 'how much is logged, as JSON lines on standard output',
    default: 'info',
    rule: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
  },
});

export type InstallationConfiguration = ReturnType<(typeof CONFIGURATION)['read']>;

/** The proxies to believe; `undefined`: none. */
export function trustedProxies({ trustedProxies: set }: InstallationConfiguration): readonly string[] | undefined {
  const proxies = set.filter((proxy) => proxy !== 'none');
  return proxies.length > 0 ? proxies : undefined;
}
