import { describe, expect, test } from 'vitest';
import { loginArguments } from '../../source/login.ts';

const vm = { id: '0ea7698c-3c8f', name: 'web 01', address: '10.11.1.219', host: 'compute-1' };

describe('a command of the settings', () => {
  test('gets what it has placeholders for, each value in one argument', () => {
    expect(loginArguments(['ssh', 'root@{address}'], vm)).toEqual(['ssh', 'root@10.11.1.219']);
    expect(loginArguments(['show', '{id}', '--title', '{name} on {host}'], vm)).toEqual([
      'show',
      '0ea7698c-3c8f',
      '--title',
      'web 01 on compute-1',
    ]);
    expect(loginArguments(['ssh', '{address}'], { ...vm, address: 'fd00::7' })).toEqual(['ssh', 'fd00::7']);
  });

  test('says what Nova does not tell', () => {
    expect(() => loginArguments(['ssh', '{address}'], { ...vm, address: undefined })).toThrow(
      'Nova does not tell an address of this VM.',
    );
    expect(() => loginArguments(['ssh', '{host}'], { ...vm, host: '' })).toThrow('the host of this VM');
  });

  test.each([
    '-oProxyCommand=reboot',
    '$(reboot)',
    'a;reboot',
    '`id`',
    "a'b",
    'me@elsewhere',
    'a\nb',
    'a\x1b[2J',
    'a%h',
    '{id}',
    '../x',
  ])('takes no name that could be more than a name: %j', (name) => {
    expect(() => loginArguments(['virsh', 'console', '{name}'], { ...vm, name })).toThrow(
      'The name of this VM has characters that a command could misread.',
    );
    expect(loginArguments(['virsh', 'console', '{id}'], { ...vm, name })).toEqual(['virsh', 'console', vm.id]);
  });
});
