/** The fleet's filter that lets through the VMs of this host alone. */
export const hostFilter = (host: string): string => `host:^${host.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`;
