/** What can be read of a VM. One file per metric in `metrics/`, listed in `metrics/index.ts`. */
export type Metric = {
  readonly id: MetricId;
  /** Words for a chart's title, e.g. "Memory". */
  readonly title: string;
  /** Column header, at most six characters, e.g. "MEM". */
  readonly short: string;
  readonly unit: Unit;
  /** The value nothing can exceed; absent where there is none (bytes per second). */
  readonly ceiling?: number;
  /** The Ceilometer meters it is computed from; none means that Nova, not telemetry, tells it. */
  readonly meters: readonly Meter[];
  /**
   * The metric's value from one reading per meter, in `meters` order: a level for gauges, a rate per second for
   * cumulative meters, summed over the VM's disks or interfaces. NaN in, or nothing to divide by: NaN out.
   */
  value(readings: readonly number[], shape: VmShape): number;
};

export type MetricId =
  | 'cpu'
  | 'memory'
  | 'disk'
  | 'diskRead'
  | 'diskWrite'
  | 'diskLatency'
  | 'netIn'
  | 'netOut'
  | 'netDrops'
  | 'netErrors'
  | 'errors';

export type Unit = '%' | 'B/s' | 'ms' | '/s' | 'count';

/** A Ceilometer meter and the Gnocchi resource type that carries it. */
export type Meter = { readonly resource: ResourceType; readonly name: string; readonly cumulative: boolean };

export type ResourceType = 'instance' | 'instance_disk' | 'instance_network_interface';

/** What a VM was given: needed to turn nanoseconds and megabytes into per cent. Zero or NaN where unknown. */
export type VmShape = { readonly vcpus: number; readonly memoryMb: number; readonly diskGb: number };
