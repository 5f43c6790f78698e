/** A file beside this one that a thread of its own runs: as it is written, or as it is bundled. */
export function workerUrl(name: 'telemetry-worker' | 'training-worker'): URL {
  const { url } = import.meta;
  return new URL(`./${name}${url.endsWith('.ts') ? '.ts' : '.js'}`, url);
}
