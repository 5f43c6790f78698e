/** asciichart ships no types; this is all that we use of it. */
declare module 'asciichart' {
  export type PlotConfig = {
    min?: number;
    max?: number;
    height?: number;
    offset?: number;
    symbols?: readonly string[];
    format?: (value: number, index: number) => string;
  };
  const asciichart: { plot(series: readonly number[], config?: PlotConfig): string };
  export default asciichart;
}
