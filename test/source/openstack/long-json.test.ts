import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLong } from '../../../source/openstack/long-json.ts';

const value = fc.oneof(
  fc.json(),
  fc.constantFrom('"\\\\"', '"\\""', '"],["', '{"a":"}"}', '[]', '{}', '[[1,2],[3]]', '"数,["', '-1.5e3'),
);

test('in pieces comes out what comes out at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(value), fc.integer({ min: 1, max: 30 }), async (elements, piece) => {
      const text = `[${elements.join(', ')}]\n`;
      expect(await parseLong(text, JSON.parse, piece)).toEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

test('what is no JSON is refused in pieces as well', async () => {
  const mutilated = fc.tuple(fc.array(value, { minLength: 1 }), fc.nat(), fc.constantFrom('', ',', '"', ']', '[', 'x'));
  await fc.assert(
    fc.asyncProperty(mutilated, fc.integer({ min: 1, max: 30 }), async ([elements, at, put], piece) => {
      const whole = `[${elements.join(',')}]`;
      const place = 1 + (at % whole.length);
      const text = whole.slice(0, place) + put + whole.slice(place + 1);
      const outcome = async (parse: () => unknown) => {
        try {
          return JSON.stringify(await parse());
        } catch {
          return 'refused';
        }
      };
      expect(await outcome(() => parseLong(text, JSON.parse, piece))).toBe(await outcome(() => JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

test('others have their turn between the pieces', async () => {
  let turns = 0;
  let isOver = false;
  const other = () => {
    turns++;
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  await parseLong(JSON.stringify(Array.from({ length: 1000 }, (_, i) => i)), JSON.parse, 100);
  isOver = true;
  expect(turns).toBeGreaterThan(20);
});
