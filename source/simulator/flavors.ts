/** What a VM may be given. Memory in MiB, disk in GB. */
export type Flavor = {
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ram: number;
  readonly disk: number;
};

export const flavors = [
  { id: '1', name: 'm1.tiny', vcpus: 1, ram: 512, disk: 1 },
  { id: '2', name: 'm1.small', vcpus: 1, ram: 2048, disk: 20 },
  { id: '3', name: 'm1.medium', vcpus: 2, ram: 4096, disk: 40 },
  { id: '4', name: 'm1.large', vcpus: 4, ram: 8192, disk: 80 },
  { id: '5', name: 'm1.xlarge', vcpus: 8, ram: 16384, disk: 160 },
] as const satisfies readonly Flavor[];

export type FlavorName = (typeof flavors)[number]['name'];

export function flavorNamed(name: FlavorName): Flavor {
  return flavors.find((flavor) => flavor.name === name)!;
}
