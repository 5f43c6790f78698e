/** That another moment is shown than now. */
export type Moment = {
  /** past: walked back to. frozen: the picture of now, kept. replay: a recording, of which there is no now. */
  readonly kind: 'past' | 'frozen' | 'replay';
  /** Epoch milliseconds of the moment. */
  readonly at: number;
  /** Lines of the audit that came after it, as far as is known. */
  readonly since: number;
  readonly playing: boolean;
  /** How many times faster than it was a recording is played. */
  readonly speed: number;
};

/** What asks for another moment. `event`: one that the audit tells of. */
export type TimeIntent =
  | { readonly type: 'walk'; readonly by: -1 | 1; readonly step: 'moment' | 'event' }
  | { readonly type: 'moment'; readonly at: number }
  | { readonly type: 'freeze' | 'end' | 'faster' };

/** Why nothing is done to the cloud on the grounds of an old picture. `end`: the key that leads back to now. */
export function pastWords(kind: Moment['kind'], end: string): string {
  if (kind === 'replay') return 'This is a recording: there is no cloud behind it.';
  return `${kind === 'past' ? 'This is the past' : 'The picture is frozen'}; ${end} returns to now.`;
}
