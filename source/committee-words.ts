import { committees } from '../models/brain/series/committees.ts';
import type { SeriesModel } from '../models/brain/series/model.ts';

/** Which committee was chosen, and what it looks at. */
export function committeeWords({ committee }: Pick<SeriesModel, 'committee'>): string {
  return `committee "${committee}": ${committees[committee].words}`;
}
