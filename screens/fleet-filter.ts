import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { expressionOf } from './expression.ts';
import { type Field, fields } from './fleet-columns.ts';

/** What was typed as a filter, understood. Never throws; what is wrong in it is told, and lets everything through. */
export type Filter = { readonly passes: Test; readonly problem: string | undefined };
type Test = (vm: Vm, state: State) => boolean;

/**
 * Words between blanks that all must hold: a regular expression of the name, `field:expression`, or a number against a
 * field (`cpu>90`, `p>=0.8`, `net<10k`, `age>5m`); `!` before a word turns it around.
 */
export function parseFilter(text: string): Filter {
  if (last?.text !== text) last = { text, filter: parsed(text) };
  return last.filter;
}

/** The filter for the VMs of one host. */
export const onlyHost = (host: string) =>
  `host:^${host.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s/g, '\\s')}$`;

/** The same text is asked for with each row, state and frame. */
let last: { readonly text: string; readonly filter: Filter } | undefined;

function parsed(text: string): Filter {
  const terms = text.split(/\s+/).filter(Boolean).map(term);
  const tests = terms.filter((one) => typeof one === 'function');
  const problem = terms.find((one) => typeof one === 'string');
  return { passes: (vm, state) => tests.every((test) => test(vm, state)), problem };
}

const comparison = /^([a-z]+)(:|<=|>=|<|>|=)(.*)$/i;
const names = fields.map(({ id }) => id).join(', ');

/** A word as a test, or what is wrong with it. */
function term(word: string): Test | string {
  if (word.startsWith('!')) {
    const test = word === '!' ? 'a word is wanted after !' : term(word.slice(1));
    return typeof test === 'string' ? test : (vm, state) => !test(vm, state);
  }
  const [, name, sign, wanted = ''] = comparison.exec(word) ?? [];
  if (name === undefined || sign === undefined) return matching(fields[0]!, word);
  const field = fields.find(({ id }) => id === name.toLowerCase());
  if (!field) return `there is no column ${name}; there are ${names}`;
  if (field.kind === 'number') return compared(field, sign, wanted);
  if (sign === ':') return wanted ? matching(field, wanted) : `a word is wanted after ${name}:`;
  return `${name} is a text: ${name}:word`;
}

function matching(field: Field, expression: string): Test | string {
  const matches = expressionOf(expression);
  return typeof matches === 'string' ? matches : (vm, state) => matches(String(field.value(vm, state)));
}

/** A number that is not known is neither more nor less than any other. */
function compared(field: Extract<Field, { kind: 'number' }>, sign: string, wanted: string): Test | string {
  const number = quantity(wanted, field.id === 'p' || field.id === 'trend');
  if (number === undefined) return `a number is wanted after ${field.id}${sign}`;
  const { value } = field;
  switch (sign) {
    case '<':
      return (vm, state) => value(vm, state) < number;
    case '<=':
      return (vm, state) => value(vm, state) <= number;
    case '>':
      return (vm, state) => value(vm, state) > number;
    case '>=':
      return (vm, state) => value(vm, state) >= number;
    default:
      return (vm, state) => Math.round(value(vm, state) * 100) === Math.round(number * 100);
  }
}

const scales: Readonly<Record<string, number>> = {
  ...{ '': 1, k: 1e3, M: 1e6, G: 1e9 },
  ...{ s: 1, m: 60, h: 3600, d: 86_400 },
};

/** A number with its scale: 90, 90%, 1.5M, 5m; a share may be written in per cent. */
function quantity(written: string, isShare: boolean): number | undefined {
  const [, number, scale = ''] = /^(-?(?:\d+\.?\d*|\.\d+))(%|[kMGsmhd]?)$/.exec(written) ?? [];
  if (number === undefined) return undefined;
  if (scale === '%') return Number(number) / (isShare ? 100 : 1);
  return Number(number) * scales[scale]!;
}
