/** A packet as multicast-dns decodes it; what is in it is anybody's word. */
export interface Packet {
  readonly type?: string | undefined;
  readonly answers?: readonly Spoken[] | undefined;
  readonly additionals?: readonly Spoken[] | undefined;
}

/** One record of a packet. */
export interface Spoken {
  readonly type: string;
  readonly name: string;
  readonly ttl?: number | undefined;
  readonly data?: unknown;
}

/** Where a packet came from, and its bytes. */
export interface Sender {
  readonly address: string;
  readonly port: number;
  readonly size: number;
}

export interface Question {
  readonly type: 'PTR' | 'SRV' | 'A' | 'AAAA';
  readonly name: string;
}

/** For a host as `hostOf` names it. */
export function addressQuestions(host: string): readonly Question[] {
  const name = `${host}.local`;
  return [
    { type: 'A', name },
    { type: 'AAAA', name },
  ];
}

export const sshServices = '_ssh._tcp.local';

/** Whether it names one announced SSH, and can be asked for: labels have 63 bytes at most. */
export function isService(name: unknown): name is string {
  if (typeof name !== 'string' || !name.toLowerCase().endsWith(`.${sshServices}`)) return false;
  return name.split('.').every((label) => label !== '' && Buffer.byteLength(label) <= 63);
}

/** The host that an SRV record points to. */
export function targetOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'target' in data ? data.target : null;
}

/** `micro01` of `Micro01.local`; null for what is no host name, or of another domain. */
export function hostOf(name: unknown): string | null {
  if (typeof name !== 'string' || name.length > 253) return null;
  return (
    /^((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+)local$/
      .exec(name.toLowerCase())?.[1]
      ?.slice(0, -1) ?? null
  );
}
