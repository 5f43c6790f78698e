import { afterEach, describe, expect, test, vi } from 'vitest';
import type { State } from '../../../models/state.ts';
import { guarded, withIncident } from '../care-fixture.ts';
import { fleetOf, portOf } from '../fixture.ts';
import { terminalOf } from './terminal.ts';

let open: { unmount(): void } | undefined;
afterEach(() => open?.unmount());

async function started(state: State) {
  const wired = portOf(state);
  const terminal = terminalOf(wired.port);
  open = terminal;
  await vi.waitFor(() => expect(terminal.screen().join('\n')).toContain('quit'));
  return { ...wired, ...terminal };
}

describe('what is typed into a terminal', () => {
  test('a key that is held counts each time; different characters at once are text that was pasted', async () => {
    const { type, screen, later, calls } = await started(fleetOf(30));
    type('jj\r');
    await vi.waitFor(() => expect(screen()[3]).toContain('vm-0023'));
    later(100);
    for (const text of ['hy\r', 'sql-01', 'VM-XL-03', 'jX', 'why not\n']) {
      type(text);
      await vi.waitFor(() => expect(screen()[22]).toBe('That looks like pasted text: no key was taken.'));
      later(100);
      type('\x1b[C');
      await vi.waitFor(() => expect(screen()[22]).not.toContain('pasted'));
      later(100);
    }
    expect(screen()[3]).toContain('vm-0023');
    expect(calls).toEqual([]);
  });

  test('a yes counts when the question has stood there for half a second, from a key pressed alone', async () => {
    const { type, screen, later, calls } = await started(fleetOf(30));
    const early = () => vi.waitFor(() => expect(screen()[22]).toMatch(/half a second|alone/));
    for (const gap of [1, 20, 100]) {
      for (const key of 'why') {
        type(key);
        later(gap);
      }
      await early();
      expect(screen().join('\n')).toContain('Soft reboot vm-0003?');
      type('\x1b[27u');
      await vi.waitFor(() => expect(screen().join('\n')).not.toContain('Soft reboot'));
      later(100);
      type('w');
      later(100);
    }
    type('h');
    await vi.waitFor(() => expect(screen().join('\n')).toContain('Soft reboot vm-0003?'));
    later(600);
    type('yy');
    await vi.waitFor(() => expect(screen()[22]).toContain('press it alone'));
    later(100);
    // Whoever types on has not seen the question.
    for (const key of 'or whoever') {
      type(key);
      later(200);
    }
    type('y');
    await early();
    expect(calls).toEqual([]);
    later(500);
    type('y');
    await vi.waitFor(() => expect(calls).toEqual([['confirm', 'i-vm-0003', 'soft-reboot']]));
  });

  test('what the terminal answers is no key, and neither is a paste', async () => {
    const { type, stdout, later, calls } = await started(fleetOf(30));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = stdout.bytes;
    for (const answer of ['\x1bP>|XTerm(379)\x1b\\', '\x1b]11;rgb:1d1d/1f1f/2121\x1b\\', '\x1b[24;80R', '\x1b[I']) {
      type(answer);
      later(100);
      for (const byte of answer) type(byte);
      later(100);
      type(
        Buffer.from(
          answer
            .split('\x1b')
            .map((part) => part && String.fromCharCode(part.charCodeAt(0) + 0x40) + part.slice(1))
            .join(''),
          'latin1',
        ),
      );
      later(100);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([stdout.bytes - before, calls]).toEqual([0, []]);
  });

  test('a paste presses no key, but can be a filter', async () => {
    const { type, screen } = await started(fleetOf(30));
    type('\x1b[200~q4\x1b[201~');
    type('/');
    await vi.waitFor(() => expect(screen()[23]).toContain('Enter keep it'));
    type('\x1b[200~0012\x1b[201~');
    await vi.waitFor(() => expect(screen()[22]).toContain('/0012'));
    expect(screen()[4]).toContain('vm-0012');
    expect(screen()[5]).toBe('');
  });

  test('a name that is typed fast, or pasted, is text; the Enter behind it is no answer', async () => {
    const { type, screen, later, calls } = await started(withIncident({ plan: guarded() }));
    type('h');
    await vi.waitFor(() => expect(screen().join('\n')).toContain('Type the name web'));
    type('we\r');
    await vi.waitFor(() => expect(screen().join('\n')).toContain('we█'));
    type('\x1b[200~b\x1b[201~');
    await vi.waitFor(() => expect(screen().join('\n')).toContain('web█ ✓ that is it'));
    type('\t');
    await vi.waitFor(() => expect(screen().join('\n')).toContain('▸ Rebuild ◂'));
    later(600);
    type('\r');
    await vi.waitFor(() => expect(calls).toEqual([['confirm', 'i-web', 'rebuild', 'web']]));
  });

  test.each([
    ['X', [['halt', true]]],
    ['q', [['quit']]],
  ])('%s works pressed alone, in a dialog too, and not among what nobody typed', async (key, wanted) => {
    const { type, later, screen, calls } = await started({ ...withIncident(), mode: 'auto' });
    type(`VM-${key}L`);
    later(100);
    type('j');
    type(key);
    await vi.waitFor(() => expect(screen()[22]).toContain('press it alone'));
    later(100);
    type('\x1b]11;rgb:1d1d');
    later(200);
    type('\x1b[200~web');
    later(200);
    expect(calls).toEqual([]);
    type(key);
    await vi.waitFor(() => expect(calls).toEqual(wanted), { timeout: 3000 });
  });

  test('a paste without an end is ended by Ctrl-C, which then counts', async () => {
    const { type, calls } = await started(fleetOf(3));
    type('\x1b[200~web-01');
    type('\x03');
    await vi.waitFor(() => expect(calls).toEqual([['quit']]));
  });

  test('an arrow key that comes in two parts is one', async () => {
    const { type, screen } = await started(fleetOf(30));
    type('\x1b');
    await new Promise((resolve) => setTimeout(resolve, 60));
    type('[B');
    await vi.waitFor(() => expect(screen()[5]).toMatch(/^▸/));
  });
});

test('a question that no terminal has shown yet is answered by nothing', async () => {
  const { type, later, screen, calls, stdout } = await started(fleetOf(30));
  const hold: (() => void)[] = [];
  const write = stdout.write.bind(stdout);
  Object.assign(stdout, { writableLength: 1 });
  stdout.write = (text: string, done?: unknown, after?: unknown) => {
    hold.push(() => write(text, done, after));
    return false;
  };
  type('h');
  await new Promise((resolve) => setTimeout(resolve, 100));
  later(60_000);
  type('y');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(calls).toEqual([]);
  Object.assign(stdout, { writableLength: 0, write });
  for (const one of hold) one();
  await vi.waitFor(() => expect(screen().join('\n')).toContain('Soft reboot vm-0003?'));
  await vi.waitFor(() => expect(screen()[22]).toContain('half a second'));
  later(600);
  type('y');
  await vi.waitFor(() => expect(calls).toHaveLength(1));
});
