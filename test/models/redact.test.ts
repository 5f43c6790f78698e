import { expect, test } from 'vitest';
import { withoutSecrets } from '../../models/redact.ts';

test('what is called like a secret or looks like one is removed, at any depth, and nothing else', () => {
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIE';
  const server = {
    id: 'a',
    key_name: 'ops',
    adminPass: 'xyzzy',
    'OS-EXT-SRV-ATTR:user_data': 'I2Nsb3VkLWNvbmZpZw==',
    metadata: { db_password: 'xyzzy', API_KEY: 'xyzzy', service: 'web', proxy: 'http://me:xyzzy@proxy:80', pem: key },
    list: [{ auth_token: 'xyzzy', port: 80 }, key],
    empty: { password: null, secret: '' },
  };
  const shown = withoutSecrets(server);
  expect(JSON.stringify(shown)).not.toMatch(/xyzzy|I2Ns|MIIE/);
  expect(shown).toMatchObject({
    id: 'a',
    key_name: 'ops',
    adminPass: '(removed)',
    metadata: { db_password: '(removed)', service: 'web', proxy: '(removed)' },
    list: [{ auth_token: '(removed)', port: 80 }, '(removed)'],
    empty: { password: null, secret: '' },
  });
});
