import * as z from 'zod';
import { repr } from '../python.ts';

/** The workflow language, version 2: what may stand where. */

const words = z.string().min(1);
const expression = z.string().regex(/^<%.*?%>\s*$/, 'is not an expression');
const count = z.union([expression, z.number().int().min(0)]);
const yes = z.union([expression, z.boolean()]);
const map = z.record(z.string(), z.unknown());
const filled = map.refine((value) => Object.keys(value).length > 0, 'does not have enough properties');

const next = z.union([words, map, z.array(z.union([words, map])).min(1)]);
const onClause = z.union([
  z.strictObject({
    publish: z.strictObject({ branch: map, global: map, atomic: map }).partial().optional(),
    next: next.optional(),
  }),
  next,
]);
const retry = z.union([
  words,
  z.strictObject({ count, delay: count, 'break-on': expression.optional(), 'continue-on': expression.optional() }),
]);

const policies = {
  retry,
  'wait-before': count,
  'wait-after': count,
  timeout: count,
  'pause-before': yes,
  concurrency: count,
  'fail-on': yes,
};
const clauses = { 'on-success': onClause, 'on-error': onClause, 'on-complete': onClause };

const task = z
  .strictObject({
    ...policies,
    ...clauses,
    ...{ description: words, tags: z.array(words), action: words, workflow: words },
    ...{ input: z.union([filled, words]), 'with-items': z.union([words, z.array(words).min(1)]) },
    ...{
      publish: filled,
      'publish-on-error': filled,
      join: z.union([z.enum(['all', 'one']), z.number().int().min(0)]),
    },
    ...{ target: words, 'keep-result': yes, 'safe-rerun': yes },
  })
  .partial()
  .refine((one) => !(one.action && one.workflow), 'has both an action and a workflow');

const workflow = z.strictObject({
  type: z.enum(['direct', 'reverse']).optional(),
  description: words.optional(),
  tags: z.array(words).optional(),
  input: z
    .array(z.union([words, filled]))
    .min(1)
    .optional(),
  ...{ output: filled.optional(), 'output-on-error': filled.optional(), vars: filled.optional() },
  'task-defaults': z
    .strictObject({ ...policies, ...clauses, 'safe-rerun': yes, requires: z.unknown() })
    .partial()
    .optional(),
  tasks: z.record(z.string().regex(/^\w+$/), task),
});

export type TaskText = z.infer<typeof task>;
export type WorkflowText = z.infer<typeof workflow>;
export type OnClause = z.infer<typeof onClause>;

/** What is wrong with a definition: Mistral answers 400 with it. */
export class InvalidModel extends Error {}

/** A workflow as it is written down, checked. Throws `InvalidModel`. */
export function readWorkflow(raw: unknown): WorkflowText {
  const found = workflow.safeParse(raw);
  if (found.success) return found.data;
  throw new InvalidModel(`Invalid DSL: ${sentence(found.error.issues[0]!, raw)}`);
}

function sentence(issue: z.core.$ZodIssue, raw: unknown): string {
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0];
    if (deepest?.path.length) return sentence({ ...deepest, path: [...issue.path, ...deepest.path] }, raw);
  }
  const place = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], raw);
  const instance = `\n\nOn instance:\n    ${repr(place)}`;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `'${key}'`).join(', ');
    const verb = issue.keys.length > 1 ? 'were' : 'was';
    return `Additional properties are not allowed (${keys} ${verb} unexpected)${instance}`;
  }
  if (place === undefined) return `'${String(issue.path.at(-1))}' is a required property`;
  return `${repr(place)} at ${issue.path.join('.')} is not valid: ${issue.message}${instance}`;
}
