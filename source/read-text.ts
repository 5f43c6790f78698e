import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes of a file that is read in one go, at most: a device, or a pipe that never ends, would fill the memory. */
const mostOfFile = 100_000_000;

const piece = 1_000_000;

/** The text of a file, or of a pipe. Throws the system's error, or one with the code EFBIG where it is more than `most` bytes. */
export function readText(path: string, most = mostOfFile): string {
  const file = openSync(path, 'r');
  try {
    const parts: Buffer[] = [];
    const part = Buffer.allocUnsafe(piece);
    for (let length = 0; ; ) {
      const taken = readSync(file, part);
      if (taken === 0) return Buffer.concat(parts).toString('utf8');
      length += taken;
      if (length > most) throw Object.assign(new Error(`${path} is more than ${most} bytes`), { code: 'EFBIG' });
      parts.push(Buffer.from(part.subarray(0, taken)));
    }
  } finally {
    closeSync(file);
  }
}
