import { describe, expect, it } from '@jest/globals';
import { networkOf } from './attempt-source.js';

describe('the address that limits count', () => {
  it('is an IPv4 address as it is', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
  });

  it('is the /64 network of an IPv6 address, however it is written', () => {
    for (const address of ['2001:db8:0:1::1', '2001:DB8:0000:1:ffff::2', '2001:db8:0:1:1:2:3:4%eth0'])
      expect(networkOf(address)).toBe('2001:db8:0:1');
    expect(networkOf('2001:db8:0:2::1')).not.toBe(networkOf('2001:db8:0:1::1'));
    expect(networkOf('::1')).toBe('0:0:0:0');
  });

  it('tells IPv4 addresses that are written as IPv6 from one another', () => {
    expect(networkOf('::ffff:192.0.2.7')).toBe(networkOf('::ffff:c000:207'));
    expect(networkOf('::ffff:192.0.2.7')).not.toBe(networkOf('::ffff:192.0.2.8'));
  });
});
