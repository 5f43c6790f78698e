import type { ResourceType, VmShape } from '../../models/metric.ts';

/** Ceilometer's meters of one VM, in the order of a row. The cumulative ones come first. */
export const meters = [
  meter('instance', 'cpu', 'ns', true),
  meter('instance_disk', 'disk.device.read.bytes', 'B', true),
  meter('instance_disk', 'disk.device.write.bytes', 'B', true),
  meter('instance_disk', 'disk.device.read.requests', 'request', true),
  meter('instance_disk', 'disk.device.write.requests', 'request', true),
  meter('instance_disk', 'disk.device.read.latency', 'ns', true),
  meter('instance_disk', 'disk.device.write.latency', 'ns', true),
  meter('instance_network_interface', 'network.incoming.bytes', 'B', true),
  meter('instance_network_interface', 'network.outgoing.bytes', 'B', true),
  meter('instance_network_interface', 'network.incoming.packets', 'packet', true),
  meter('instance_network_interface', 'network.outgoing.packets', 'packet', true),
  meter('instance_network_interface', 'network.incoming.packets.drop', 'packet', true),
  meter('instance_network_interface', 'network.outgoing.packets.drop', 'packet', true),
  meter('instance_network_interface', 'network.incoming.packets.error', 'packet', true),
  meter('instance_network_interface', 'network.outgoing.packets.error', 'packet', true),
  meter('instance', 'memory.usage', 'MB', false),
  meter('instance_disk', 'disk.device.usage', 'B', false),
  meter('instance_disk', 'disk.device.allocation', 'B', false),
  constant('instance', 'memory', 'MB', (shape) => shape.memoryMb),
  constant('instance', 'vcpus', 'vcpu', (shape) => shape.vcpus),
  constant('instance', 'disk.root.size', 'GB', (shape) => shape.diskGb),
  constant('instance_disk', 'disk.device.capacity', 'B', (shape) => shape.diskGb * 2 ** 30),
] as const satisfies readonly SimMeter[];

export type SimMeter = {
  readonly resource: ResourceType;
  readonly name: string;
  readonly unit: string;
  readonly cumulative: boolean;
  /** A meter that never changes is not stored. */
  readonly constant: ((shape: VmShape) => number) | undefined;
};

/** Length of a row: the meters that change. */
export const rowLength = meters.findIndex((one) => one.constant);
export const counters = meters.filter((one) => one.cumulative).length;

/** Room for the readings of all VMs, a ring of steps: one block of memory, which the system gives page by page. */
export type Room = { readonly rows: Float64Array; readonly steps: number; readonly vms: number };

export function makeRoom(vms: number, steps: number): Room {
  return { rows: new Float64Array(vms * steps * rowLength), steps, vms };
}

/** One VM's readings, one row a step of the world. A row without samples is NaN. */
export class Series {
  readonly #room: Room;
  readonly #place: number;
  readonly #shape: VmShape;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** `place`: which of the room's VMs this one is. */
  constructor(room: Room, place: number, shape: VmShape) {
    this.#room = room;
    this.#place = place;
    this.#shape = shape;
  }

  /** Stores a step's row, or its absence. Steps come one after the other, without gaps. */
  write(step: number, row: Float64Array | undefined): void {
    const offset = this.#offset(step);
    const { rows, steps } = this.#room;
    for (let i = 0; i < rowLength; i++) rows[offset + i] = row ? row[i]! : Number.NaN;
    this.#last = step;
    this.#first = Math.max(Math.min(this.#first, step), step - steps + 1);
  }

  /** A reading, NaN where there is none. */
  value(step: number, column: number): number {
    if (step < this.#first || step > this.#last) return Number.NaN;
    const offset = this.#offset(step);
    const { rows } = this.#room;
    if (column < rowLength) return rows[offset + column]!;
    return Number.isNaN(rows[offset]!) ? Number.NaN : meters[column]!.constant!(this.#shape);
  }

  #offset(step: number): number {
    return ((step % this.#room.steps) * this.#room.vms + this.#place) * rowLength;
  }

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#last;
  }
}

function meter(resource: ResourceType, name: string, unit: string, cumulative: boolean): SimMeter {
  return { resource, name, unit, cumulative, constant: undefined };
}

function constant(resource: ResourceType, name: string, unit: string, value: (shape: VmShape) => number): SimMeter {
  return { resource, name, unit, cumulative: false, constant: value };
}
