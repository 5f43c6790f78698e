import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { Session } from '../../source/openstack/session.ts';
import { clock, newestSample, realCloud } from './real.ts';

/** Seconds that the newest sample may be old: some of Ceilometer's polls, on a machine that is busy. */
const oldest = 60;
const log = process.env.OS_TEST_METRICD_LOG ?? '/opt/openstack-lab/log/gnocchi-metricd.log';

let session: Session;
let before: number;

/** Times (epoch milliseconds) at which Gnocchi's metricd failed, where its log can be read. */
const failures = (): number[] =>
  existsSync(log)
    ? readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => /\b(ERROR|CRITICAL)\b/.test(line))
        .map((line) => Date.parse(`${line.slice(0, 19).replace(' ', 'T')}Z`))
    : [];

beforeAll(() => {
  session = new Session(realCloud(), { clock });
  before = failures().length;
});

/** After each test the samples of a VM that it does not touch go on, and nothing that was sent made Gnocchi fail. */
afterEach(async () => {
  const age = async () => (clock.now() - ((await newestSample(session, inject('bystander'))) ?? 0)) / 1000;
  for (let waited = 0; waited < oldest && (await age()) > oldest; waited += 5) await clock.sleep(5000);
  expect(await age(), 'seconds since the newest sample of a bystander').toBeLessThan(oldest);
});

/**
 * Gnocchi's file driver makes a metric's folder a moment before it moves the bundle in: a metricd that looks in between
 * fails once, and no more at its next look two seconds later. What fails again is what harms.
 */
afterAll(() => {
  const fresh = failures().slice(before);
  const again = fresh.filter((at, index) => at - (fresh[index - 1] ?? 0) < 10_000);
  expect(
    again.map((at) => new Date(at).toISOString()),
    'metricd fails again and again',
  ).toEqual([]);
});
