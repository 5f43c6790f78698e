import type { Calibration } from '../calibration.ts';
import type { CommitteeId } from './committees.ts';
import type { Scale } from './features.ts';
import type { KindId } from './members.ts';

/** Version of what a series model's features and weights mean; a model of another one is refused at the door. */
export const seriesVersion = 2;

/** A detector for labelled data of any metrics, as its file holds it. */
export type SeriesModel = {
  readonly kind: 'series';
  readonly version: number;
  /** The metrics that data must have, in the order of the columns it is given. */
  readonly metrics: readonly string[];
  /** A row scored at `raise` or over is an alarm. */
  readonly thresholds: { readonly raise: number };
  readonly trainedOn: {
    /** The names of the files. */
    readonly data: string;
    readonly entities: number;
    readonly rows: number;
    /** Rows labelled as failing. */
    readonly failing: number;
    readonly scores: Readonly<Record<string, number>>;
  };
  readonly committee: CommitteeId;
  readonly scales: readonly Scale[];
  /** brain.js' own JSON of each network. */
  readonly networks: readonly { readonly kind: KindId; readonly json: unknown }[];
  /** From the committee's evidence to a probability. */
  readonly calibration: Calibration;
};
