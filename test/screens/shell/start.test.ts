import { afterEach, describe, expect, test, vi } from 'vitest';
import type { State } from '../../../models/state.ts';
import type { ConsolePort } from '../../../screens/shell/console-port.ts';
import type { Size } from '../../../screens/shell/theme.ts';
import { stormy } from '../care-fixture.ts';
import { fleetOf, portOf } from '../fixture.ts';
import { terminalOf } from './terminal.ts';

let open: { unmount(): void } | undefined;
afterEach(() => open?.unmount());

async function started(state: State, size?: Size, rest?: Partial<ConsolePort>) {
  const wired = portOf(state, rest);
  const terminal = terminalOf(wired.port, size);
  open = terminal;
  await vi.waitFor(() => expect(terminal.screen().join('\n')).toContain('quit'));
  return { ...wired, ...terminal };
}

describe('on a terminal', () => {
  test('what is shown after scrolling is what was meant', async () => {
    const { type, screen, term } = await started(fleetOf(2000));
    expect(term.buffer.active.type).toBe('alternate');
    type('G');
    await vi.waitFor(() => expect(screen()[22]).toContain('1,983–2,000 of 2,000'));
    const rows = screen().slice(4, 22);
    expect(rows.every((row) => /^[▸ ] vm-\d{4} /.test(row))).toBe(true);
    expect(new Set(rows.map((row) => row.slice(2, 9))).size).toBe(18);
    expect(rows[17]).toMatch(/^▸/);
    type('\x1b[5~');
    await vi.waitFor(() => expect(screen()[4]).toMatch(/^▸/));
    type('g');
    await vi.waitFor(() => expect(screen()[4]).toMatch(/^▸ vm-0003/));
    expect(screen()[21]).toMatch(/^ {2}vm-/);
  });

  test.each(['3', '4'])('screen %s draws nothing while nothing changes', async (key) => {
    const { type, screen, change, stdout } = await started(stormy());
    type(key);
    await vi.waitFor(() => expect(screen()[3]).toContain('STATE'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = stdout.bytes;
    for (let i = 0; i < 5; i++) change((state) => ({ ...state }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stdout.bytes).toBe(before);
  });

  test('it follows the size of the terminal', async () => {
    const { resize, screen, type } = await started(fleetOf(300));
    type('G');
    await vi.waitFor(() => expect(screen()[22]).toContain('–300 of 300'));
    resize(120, 40);
    await vi.waitFor(() => expect(screen()[38]).toContain('267–300 of 300'));
    resize(60, 12);
    await vi.waitFor(() => expect(screen()[10]).toContain('295–300 of 300'));
    expect(screen()[9]).toMatch(/^▸/);
  });

  test('one changed VM costs few bytes, nothing changed costs none', async () => {
    const { change, screen, stdout } = await started(fleetOf(30));
    const before = stdout.bytes;
    change((state) => ({ ...state }));
    change((state) => ({
      ...state,
      vms: new Map([...state.vms].map(([id, vm]) => [id, id === 'vm-0003' ? { ...vm, status: 'PAUSED' } : vm])),
    }));
    await vi.waitFor(() => expect(screen()[4]).toContain('PAUSED'));
    expect(stdout.bytes - before).toBeLessThan(400);
  });
});

test('a login has the terminal for itself, and its end leads back to the same view', async () => {
  let end = (_: string) => {};
  const logIn = () => new Promise<string>((resolve) => (end = resolve));
  const { type, screen, term, raw, host, calls } = await started(fleetOf(30), undefined, { logIn });
  type('\r');
  await vi.waitFor(() => expect(screen()[3]).toContain('vm-0003'));
  type('s');
  await vi.waitFor(() => expect(term.buffer.active.type).toBe('normal'));
  expect(raw()).toBe(false);
  host.emit('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(calls).toEqual([]);
  end('ssh ended with exit code 255.');
  await vi.waitFor(() => expect(screen()[22]).toBe('ssh ended with exit code 255.'));
  expect(term.buffer.active.type).toBe('alternate');
  expect([screen()[3]?.includes('vm-0003'), raw()]).toEqual([true, true]);
  host.emit('SIGINT');
  await vi.waitFor(() => expect(calls).toEqual([['quit']]));
});

test('what is copied reaches the terminal, and moves nothing on it', async () => {
  const { type, screen, term } = await started(fleetOf(30));
  const taken: string[] = [];
  term.parser.registerOscHandler(52, (data) => taken.push(data) > 0);
  type('y');
  await vi.waitFor(() => expect(taken).toEqual([`c;${btoa('vm-0003')}`]));
  await vi.waitFor(() => expect(screen()[22]).toContain('Copied the VM id vm-0003.'));
  expect(screen()[4]).toMatch(/^▸ vm-0003/);
});

describe('the terminal is given back', () => {
  const back = async (terminal: Awaited<ReturnType<typeof started>>) => {
    await terminal.waitUntilExit();
    await vi.waitFor(() => expect(terminal.term.buffer.active.type).toBe('normal'));
    expect(terminal.screen()[0]).toBe('$ cloud-medic');
    expect(terminal.raw()).toBe(false);
  };

  test.each(['q', '\x03'])('on %j', async (key) => {
    const terminal = await started(fleetOf(30));
    terminal.type(key);
    await back(terminal);
    expect(terminal.calls).toEqual([['quit']]);
  });

  test.each(['SIGTERM', 'SIGHUP'])('on %s', async (signal) => {
    const terminal = await started(fleetOf(30));
    terminal.host.emit(signal);
    await back(terminal);
    expect(terminal.calls).toEqual([['quit']]);
    expect(terminal.host.listenerCount(signal)).toBe(0);
  });

  test('on an exception that nobody caught', async () => {
    const terminal = await started(fleetOf(30));
    terminal.host.emit('uncaughtExceptionMonitor', new Error('boom'));
    await back(terminal);
  });

  test('when the terminal itself is gone', async () => {
    const terminal = await started(fleetOf(30));
    terminal.stdout.emit('error', new Error('EIO'));
    await terminal.waitUntilExit();
    expect(terminal.calls).toEqual([['quit']]);
  });
});

test('a screen that breaks leaves the others standing', async () => {
  const broken = { ...fleetOf(30), entries: undefined } as unknown as State;
  const { type, screen } = await started(broken);
  type('\r');
  await vi.waitFor(() => expect(screen().join('\n')).toContain('Something broke in this screen.'));
  expect(screen().join('\n')).toMatch(/The other screens work:(?: [1-79]){7} \?\./);
  type('5');
  await vi.waitFor(() => expect(screen()[3]).toContain('Faults that can be injected'));
  type('1');
  await vi.waitFor(() => expect(screen()[4]).toContain('vm-0003'));
});
