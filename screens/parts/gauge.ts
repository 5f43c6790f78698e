const steps = '▁▂▃▄▅▆▇█';

/** A bar of `width` cells, filled to a share of 0…1. */
export function bar(share: number, width: number): string {
  if (Number.isNaN(share)) return ' '.repeat(width);
  const filled = Math.max(0, Math.min(width, Math.round(share * width)));
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** The last `width` values as blocks between `min` and `max`; gaps stay blank. Shorter series end at the right. */
export function sparkline(values: ArrayLike<number>, width: number, min = 0, max = 1): string {
  let line = '';
  for (let i = Math.max(0, values.length - width); i < values.length; i++) {
    const share = (values[i]! - min) / (max - min);
    line += Number.isNaN(share) ? ' ' : steps[Math.max(0, Math.min(7, Math.round(share * 7)))];
  }
  return line.padStart(width);
}
