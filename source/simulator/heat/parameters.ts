import { Fault } from './fault.ts';
import type { Dict } from './stack.ts';
import type { Parameter, Template } from './template.ts';

/** The values of a template's parameters. Throws `Fault` (400) for one that is missing or unknown. */
export function valuesOf({ parameters }: Template, given: Dict): Dict {
  const unknown = Object.keys(given).find((name) => !(name in parameters));
  if (unknown) {
    throw new Fault(400, 'UnknownUserParameter', `The Parameter (${unknown}) was not defined in template.`);
  }
  const values = Object.entries(parameters).map(([name, parameter]) => {
    const value = given[name] ?? parameter.default;
    if (value === undefined) {
      throw new Fault(400, 'UserParameterMissing', `The Parameter (${name}) was not provided.`);
    }
    return [name, valueOfType(value, parameter)];
  });
  return Object.fromEntries(values);
}

function valueOfType(value: unknown, { type }: Parameter): unknown {
  if (type === 'number') return Number(value);
  if (type === 'boolean') return /^(true|t|on|y|yes|1)$/i.test(String(value));
  if (type === 'comma_delimited_list') return typeof value === 'string' ? value.split(',') : value;
  if (type === 'json') return typeof value === 'string' ? JSON.parse(value) : value;
  return String(value);
}

const types: Readonly<Record<string, string>> = {
  ...{ string: 'String', number: 'Number', boolean: 'Boolean', json: 'Json' },
  comma_delimited_list: 'CommaDelimitedList',
};

/** A parameter as `validate` tells of it. */
export function parameterView(name: string, parameter: Parameter) {
  const { type, description = '', hidden = false, label = name } = parameter;
  const range = parameter.constraints?.find((each) => 'range' in each)?.range as Dict | undefined;
  return {
    ...{ Type: types[type] ?? type, Description: description, NoEcho: String(hidden), Label: label },
    ...(parameter.default === undefined ? {} : { Default: parameter.default }),
    ...(range?.min === undefined ? {} : { MinValue: range.min }),
    ...(range?.max === undefined ? {} : { MaxValue: range.max }),
  };
}
