import { describe, expect, test } from 'vitest';
import { readServer } from '../../../source/openstack/server.ts';
import { server } from './canned.ts';

const port = (addr: string, type: 'fixed' | 'floating' = 'fixed', version = 4) => ({
  ...{ addr, version },
  'OS-EXT-IPS:type': type,
});
const addressOf = (more: object) => readServer(server('a', more), new Map(), '2.93')?.address;

describe('the address that a login goes to', () => {
  test.each([
    ['a floating one before a fixed one', { addresses: { net: [port('10.0.0.5'), port('198.51.100.7', 'floating')] } }],
    [
      'that which the owner prefers, where Nova lists it',
      {
        accessIPv4: '198.51.100.7',
        addresses: { net: [port('203.0.113.9', 'floating'), port('198.51.100.7', 'floating')] },
      },
    ],
    [
      'never one that only the owner names',
      { accessIPv4: '192.0.2.66', accessIPv6: '2001:db8::66', addresses: { net: [port('198.51.100.7')] } },
    ],
    [
      'none that means this machine, or many',
      {
        accessIPv4: '127.0.0.1',
        addresses: { net: ['127.0.0.1', '224.0.0.1', '0.0.0.0', '198.51.100.7'].map((one) => port(one)) },
      },
    ],
  ])('%s', (_, more) => {
    expect(addressOf(more)).toBe('198.51.100.7');
  });

  test('is none where Nova lists none, whatever the owner says', () => {
    expect(addressOf({ accessIPv4: '192.0.2.66', addresses: {} })).toBeUndefined();
    expect(addressOf({ accessIPv6: '::1', addresses: { net: [port('::1', 'fixed', 6)] } })).toBeUndefined();
  });
});
