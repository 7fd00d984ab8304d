import { describe, expect, it } from '@jest/globals';
import { ConfigurationInvalid, defineConfiguration, listOf, oneOf, portNumber, textOf } from './configuration.js';

const configuration = defineConfiguration({
  port: { name: 'SITE_API_PORT', meaning: 'where it listens', default: '3000', rule: portNumber() },
  level: { name: 'BALI_LOG', meaning: 'how much is logged', default: 'info', rule: oneOf('info', 'debug') },
  proxies: {
    name: 'BALI_PROXIES',
    meaning: 'who is believed',
    default: '127.0.0.1',
    rule: listOf(textOf('an address', /^[\d.]+$/)),
  },
  key: { name: 'BALI_KEY', meaning: 'what seals', secret: true, rule: textOf('32 letters', /^[a-z]{32}$/) },
});
const key = 'k'.repeat(32);

describe('a configuration', () => {
  it('is read from the environment, with defaults for what is not set or empty', () => {
    expect(configuration.read({ BALI_KEY: key, SITE_API_PORT: '' })).toEqual({
      port: 3000,
      level: 'info',
      proxies: ['127.0.0.1'],
      key,
    });
    expect(configuration.read({ BALI_KEY: key, SITE_API_PORT: '0', BALI_PROXIES: '10.0.0.1, 10.0.0.2' })).toMatchObject(
      {
        port: 0,
        proxies: ['10.0.0.1', '10.0.0.2'],
      },
    );
  });

  it('is refused with every fault at once, and quotes no value', () => {
    const environment = { SITE_API_PORT: '70000', BALI_LOG: 'loud', BALI_PROXIES: '10.0.0.1,x', BALI_KEY: 'hunter2' };
    let error: unknown;
    try {
      configuration.read(environment);
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(ConfigurationInvalid);
    expect((error as ConfigurationInvalid).faults).toEqual([
      'SITE_API_PORT must be a whole number from 0 to 65535',
      'BALI_LOG must be one of info, debug',
      'BALI_PROXIES must be an address, or several with commas between them',
      'BALI_KEY must be 32 letters',
    ]);
    expect(String(error)).not.toContain('hunter2');
    expect(() => configuration.read({})).toThrow('BALI_KEY must be set: it must be 32 letters');
  });

  it('documents itself', () => {
    expect(configuration.asMarkdown().split('\n')).toEqual([
      '| Variable | Meaning | Default | Rule |',
      '| --- | --- | --- | --- |',
      '| `SITE_API_PORT` | where it listens | `3000` | must be a whole number from 0 to 65535 |',
      '| `BALI_LOG` | how much is logged | `info` | must be one of info, debug |',
      '| `BALI_PROXIES` | who is believed | `127.0.0.1` | must be an address, or several with commas between them |',
      '| `BALI_KEY` | what seals (secret) | none: must be set | must be 32 letters |',
      '',
    ]);
  });
});
