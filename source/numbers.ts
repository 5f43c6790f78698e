import { InvalidArgumentError } from 'commander';

/** Numbers on the command line, or commander's refusal in words. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    const end = most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : '';
    throw new InvalidArgumentError(`It must be a whole number from ${least}${end}.`);
  };
}

export function number(text: string): number {
  if (text.trim() === '' || !Number.isFinite(Number(text))) throw new InvalidArgumentError('It must be a number.');
  return Number(text);
}

/** A number of a range, both ends included. */
export function between({ least, most }: Range): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };
}

type Range = { readonly least: number; readonly most: number };
