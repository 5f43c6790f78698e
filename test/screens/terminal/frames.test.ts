import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Frames } from '../../../screens/terminal/frames.ts';

/** A terminal that takes what is written only when told to, some bytes at a time. */
function terminal(lines = false) {
  let taken = '';
  let waiting: { readonly text: string; readonly done: () => void } | undefined;
  let reads = true;
  const out = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (text: string, _, done) => {
        if (reads) taken += text;
        else waiting = { text, done };
        if (reads) done();
      },
    }),
    { isTTY: true, columns: 80, rows: 24 },
  );
  const fate: string[] = [];
  const frames = new Frames(
    out as unknown as NodeJS.WriteStream,
    { shown: () => fate.push('shown'), missed: (gap) => fate.push(`missed ${Math.round(gap / 100) / 10} s`) },
    lines,
  );
  const turn = () => new Promise(setImmediate);
  return {
    frames,
    fate,
    turn,
    taken: () => taken,
    stop: () => {
      reads = false;
    },
    goOn: async () => {
      reads = true;
      taken += waiting?.text ?? '';
      waiting?.done();
      waiting = undefined;
      for (let i = 0; i < 5; i++) await turn();
    },
  };
}

/** A frame as Ink writes it. */
const draw = (frames: Frames, text: string) => {
  for (const part of ['<', text, '>']) frames.write(part);
  frames.drawn();
};

describe('frames', () => {
  test('are told when the terminal has them, and not before', async () => {
    const { frames, fate, taken, stop, goOn, turn } = terminal();
    draw(frames, 'one');
    await turn();
    expect([taken(), fate]).toEqual(['<one>', ['shown']]);
    stop();
    draw(frames, 'two');
    await turn();
    expect(fate).toEqual(['shown']);
    await goOn();
    // One that only came late is whole, and nothing has to be drawn anew.
    expect([taken(), fate]).toEqual(['<one><two>', ['shown', 'shown']]);
  });

  test('that a terminal does not take are left out as wholes, and that is told when it takes them again', async () => {
    const { frames, fate, taken, stop, goOn, turn } = terminal();
    stop();
    draw(frames, 'one');
    await turn();
    for (let i = 0; i < 1000; i++) draw(frames, 'x'.repeat(10_000));
    await turn();
    expect(fate).toEqual([]);
    await goOn();
    expect([taken(), fate]).toEqual(['<one>', ['missed 0 s']]);
    draw(frames, 'whole');
    await turn();
    expect([taken(), fate.at(-1)]).toEqual(['<one><whole>', 'shown']);
  });

  test('Ink is answered though nothing is taken, and the end waits no longer than a second', async () => {
    const { frames, stop, turn } = terminal();
    stop();
    draw(frames, 'one');
    await turn();
    await new Promise<void>((resolve) => frames.write('', resolve));
    await new Promise<void>((resolve) => frames.write('two', resolve));
    frames.last('');
    const since = performance.now();
    await frames.end();
    expect(performance.now() - since).toBeLessThan(2000);
  });

  test('none is written while the terminal is given back', async () => {
    const { frames, fate, taken, turn } = terminal();
    await frames.shut('bye');
    draw(frames, 'unseen');
    await turn();
    expect([taken(), fate]).toEqual(['bye', []]);
    frames.reopen('hello');
    await turn();
    expect([taken(), fate]).toEqual(['byehello', ['missed 0 s']]);
  });
});

test('sentences wait up to a bound', async () => {
  const { frames, fate, taken, stop, goOn, turn } = terminal(true);
  stop();
  for (let i = 0; i < 200; i++) {
    frames.write(`${String(i).padStart(3)} ${'x'.repeat(1000)}\n`);
    await turn();
  }
  await goOn();
  expect(taken().match(/^ *\d+/gm)!.length).toBeGreaterThan(60);
  expect(taken().length).toBeLessThan(70_000);
  expect(fate).toHaveLength(1);
});
