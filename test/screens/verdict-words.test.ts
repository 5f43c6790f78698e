import { expect, test } from 'vitest';
import { verdictPieces } from '../../screens/verdict-words.ts';
import { aState, aVerdict } from '../models/fixture.ts';

const words = (news: Parameters<typeof aVerdict>[0]) =>
  verdictPieces(aVerdict(news), aState())
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('');

test('what gives notice says when, with its band in the same unit', () => {
  const leak = { diagnosis: 'memory-leak', timeToFailure: 22 * 60 } as const;
  expect(words({ ...leak, timeToFailureBand: [18 * 60, 27 * 60] })).toMatch(
    /^will fail in 22 min \(18–27\): memory leak/,
  );
  expect(words({ diagnosis: 'memory-leak' })).toMatch(/^will fail, not clear when: memory leak/);
  expect(words(leak)).toMatch(/^will fail in 22 min: memory leak \(90 % sure\)/);
  expect(words({ ...leak, timeToFailure: 50, timeToFailureBand: [40, 70] })).toMatch(/^will fail in 50 s \(40–70\)/);
  expect(words({ ...leak, timeToFailure: 3 * 3600, timeToFailureBand: [3.1 * 3600, 3.2 * 3600] })).toMatch(
    /^will fail in 3 h: /,
  );
});

test('what is no alarm yet may fail, and is not said to', () => {
  const leak = { diagnosis: 'memory-leak', timeToFailure: 300, timeToFailureBand: [240, 420] } as const;
  expect(words({ ...leak, probability: 0.5 })).toMatch(/^may fail in 5 min \(4–7\): memory leak/);
});

test('what gives none fails now, and an unknown cause is called so', () => {
  expect(words({})).toMatch(/^failing now: cpu hog \(90 % sure\)/);
  expect(words({ timeToFailure: 0, timeToFailureBand: [0, 0] })).toMatch(/^failing now/);
  expect(words({ diagnosis: undefined, confidence: 0 })).toMatch(/^failing now: cause unknown {2}P\(fail\)/);
});
