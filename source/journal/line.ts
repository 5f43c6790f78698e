import * as z from 'zod';
import { actions } from '../../models/actions/index.ts';
import { day } from '../../models/claims.ts';
import type { Entry, EntryKind } from '../../models/event.ts';
import { lastingKinds } from '../../models/resume.ts';
import { messageOf } from '../failure.ts';

/** The kind of the note that stands for a line that cannot be used. */
const note: EntryKind = 'note';

/**
 * A row of the journal as an entry. The file may have been written by anybody: what has effects is looked at field by
 * field, and a line that is odd, or dated a day ahead of `now`, becomes a note that says so in its place.
 */
export function entryOf(row: Record<string, unknown>, now = Number.POSITIVE_INFINITY): Entry {
  const { data, error } = rowShape.safeParse(row);
  if (!data) return odd(row, wordsOf(error));
  // What holds until it is taken back holds, though the clock was wrong then.
  const isLasting = lastingKinds.some((kind) => kind === data.kind);
  if (data.at > now + day && !isLasting) return odd(row, 'it is dated far ahead');
  const shape = shapes[data.kind as keyof typeof shapes];
  const checked = shape?.safeParse(data);
  if (checked && !checked.success) return odd(row, wordsOf(checked.error));
  return { ...data, kind: data.kind as EntryKind };
}

/** Whether an entry stands for a line that cannot be used. */
export function isOdd({ kind, data }: Entry): boolean {
  return kind === note && typeof data.odd === 'number';
}

function odd({ seq, at, vm, vmName, words }: Record<string, unknown>, why: string): Entry {
  const time = z.int().min(0).max(latest).safeParse(at).data ?? 0;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    ...{ at: time, kind: note, vm: text(vm), vmName: text(vmName), incident: undefined, who: 'cloud-medic' },
    ...{
      words: `line ${seq} of the journal cannot be used: ${why}; it says: ${text(words) ?? ''}`,
      data: { odd: Number(seq) },
    },
  };
}

function wordsOf({ issues: [issue] }: z.ZodError): string {
  return `${issue!.path.join('.')}: ${issue!.message}`;
}

/** The last time that a Date can tell. */
const latest = 8.64e15;
const time = z.number().min(0).max(latest);
const some = (most: number) => z.string().max(most);
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'is no UUID');
const missing = z
  .any()
  .nullish()
  .transform(() => undefined);
const optionalText = z.union([z.string(), missing]);

const rowShape = z.object({
  at: z.int().min(0).max(latest),
  kind: some(40),
  vm: optionalText,
  vmName: optionalText,
  incident: optionalText,
  who: z.string(),
  words: z.string(),
  data: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        context.addIssue(messageOf(error));
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.unknown())),
});

const number = z.int().min(1).max(10_000);
const outcome = z.enum(['healed', 'no help', 'refused', 'lost']);
const incident = z.string().regex(/^[\w.-]{1,100}$/, 'is no incident of ours');
const onVm = (data: z.ZodRawShape) => z.object({ vm: uuid, incident, data: z.looseObject(data) });
/** What a line tells of an incident, so that it can be opened again. */
const origin = {
  openedAt: time.optional(),
  diagnosis: some(40).optional(),
  probability: z.number().min(0).max(1).optional(),
  reasons: z.array(z.string()).max(100).optional(),
};
const answer = onVm({
  number: number.optional(),
  requestId: some(255).nullish(),
  outcome: outcome.optional(),
  vm: uuid.optional(),
});

/** Lines that have effects, by their kind. Any other one is only shown. */
const shapes = {
  claimed: z.intersection(
    onVm({
      ...origin,
      action: z.enum(actions.map(({ id }) => id)),
      number: number.optional(),
      host: some(255).optional(),
      because: some(1000).optional(),
      holder: some(100).optional(),
      until: time.optional(),
    }),
    z.object({
      data: z.discriminatedUnion('route', [
        z.looseObject({ route: z.literal('nova') }),
        z.looseObject({ route: z.literal('mistral') }),
        z.looseObject({ route: z.literal('heat'), follow: z.looseObject({ id: uuid, resource: some(255).min(1) }) }),
      ]),
    }),
  ),
  accepted: answer,
  refused: answer,
  lock: onVm({ number, is: z.enum(['ours', 'released', 'theirs']), requestId: some(255).nullish() }),
  done: answer,
  resolved: answer,
  acknowledged: onVm({ ...origin, on: z.boolean().optional() }),
  snoozed: onVm({ ...origin, until: time }),
  quarantine: z.object({ vm: uuid, data: z.looseObject({ on: z.boolean(), words: z.string().optional() }) }),
  maintenance: z.object({
    data: z.looseObject({
      on: z.boolean(),
      subject: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('vm'), id: uuid }),
        z.object({ kind: z.literal('host'), id: some(255).min(1) }),
      ]),
      reason: z.string().optional(),
      until: time.nullish(),
    }),
  }),
  halt: z.object({ data: z.looseObject({ on: z.boolean() }) }),
  brake: z.object({ data: z.looseObject({ on: z.boolean(), words: z.string().optional() }) }),
};
