import { expect, test } from 'vitest';
import { MeansReader } from '../../../source/openstack/means-reader.ts';

const times = ['2026-01-05T12:00:00+00:00', '2026-01-05T12:00:10+00:00', '2026-01-05T12:00:30+00:00'];
const groups = (count: number) =>
  Array.from({ length: count }, (_, vm) => ({
    group: { id: `vm-${vm}` },
    measures: { measures: { [`vm-${vm}`]: { cpu: { mean: times.map((at, i) => [at, 10, vm + i * 1e10]) } } } },
  }));

/** Three answers, cut into blocks in the middle of whatever is there. */
function means(...texts: readonly string[]) {
  const blocks = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    const middle = bytes.length >> 1;
    return bytes.length ? [bytes.slice(0, middle), bytes.slice(middle)] : [];
  };
  return { answers: texts.map(blocks), least: 10_000, spacing: 60_000 };
}

const good = JSON.stringify(groups(700)).replace('[0,', '[NaN,').replace('vm-0', 'vm-ü');

test('in a thread of its own comes out what comes out here', async () => {
  const [here, there] = [new MeansReader(), new MeansReader(0)];
  for (const texts of [
    [good, '[]', ''],
    [good, good.slice(0, -9), '{"error": 1}'],
  ]) {
    const read = await there.read(means(...texts));
    expect(read).toEqual(await here.read(means(...texts)));
    expect(read.rows.vms).toHaveLength(700);
    expect(read.rows.at).toHaveLength(2100);
    expect(read.spacing).toBe(20_000);
    expect(read.rows.vms[0]).toBe('vm-ü');
  }
  const { wrong } = await there.read(means(good, good.slice(0, -9), '{"error": 1}'));
  expect(wrong).toEqual([undefined, 'it is not whole JSON.', 'it is no list of groups.']);
});

test('others have their turn meanwhile, and what a thread cannot be sent is an error', async () => {
  const reader = new MeansReader(0);
  let isOver = false;
  let turns = 0;
  const other = () => {
    turns++;
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  await reader.read(means(good));
  isOver = true;
  expect(turns).toBeGreaterThan(3);
  const odd = (() => 1) as unknown as number;
  await expect(reader.read({ ...means(good), spacing: odd })).rejects.toThrow('could not be cloned');
  expect((await reader.read(means(good))).rows.vms).toHaveLength(700);
});
