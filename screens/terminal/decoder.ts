/** UTF-8 of two to four bytes, in a text that has one character for each byte. */
const wide = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;
const cutOff = /(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})$/;

/**
 * A terminal's bytes as text: UTF-8, and where they are none, one character a byte, so that the 8-bit control characters
 * of some terminals are seen as what they are. A character that a read has cut off waits for its rest.
 */
export class Decoder {
  #rest = '';

  push(bytes: Buffer | string): string {
    if (typeof bytes === 'string') return bytes;
    const all = this.#rest + bytes.toString('latin1');
    this.#rest = cutOff.exec(all)?.[0] ?? '';
    return all
      .slice(0, all.length - this.#rest.length)
      .replace(wide, (one) => Buffer.from(one, 'latin1').toString('utf8'));
  }
}
