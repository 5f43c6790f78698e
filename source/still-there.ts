import { statSync } from 'node:fs';

/**
 * Remembers which file is at a path. What it returns throws, in a sentence, once that file is gone or another one is in
 * its place: who has it open could go on writing into what nobody will ever find.
 */
export function stillThere(path: string): () => void {
  const { dev, ino } = statSync(path);
  return () => {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now?.dev === dev && now.ino === ino) return;
    const what = now ? 'another file is in its place' : 'it was removed';
    throw new Error(
      `${path} is no longer the file that was opened, ${what}: nothing is sent until cloud-medic starts anew`,
    );
  };
}
