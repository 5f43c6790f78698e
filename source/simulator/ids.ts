import { type Dice, dice, hash } from '../../models/random.ts';

/** 32 hexadecimal digits, as Keystone names users and projects. */
export function hexId(from: Dice): string {
  let digits = '';
  for (let i = 0; i < 4; i++) {
    digits += Math.floor(from.next() * 4294967296)
      .toString(16)
      .padStart(8, '0');
  }
  return digits;
}

/** A version 4 UUID. */
export function uuid(from: Dice): string {
  const hex = hexId(from);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The same text gives the same UUID. Two hashes, since one of 32 bits would meet itself among 100,000 metrics. */
export function uuidOf(text: string): string {
  return uuid(dice(hash(text))).slice(0, 24) + hexId(dice(hash(text, 0x5bd1e995))).slice(0, 12);
}
