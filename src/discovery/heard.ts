import { parseAddress, type Cidr } from '../model/address.ts';
import { isNear, nearest } from './networks.ts';
import {
  addressQuestions,
  hostOf,
  isService,
  sshServices,
  targetOf,
  type Packet,
  type Question,
  type Sender,
  type Spoken,
} from './records.ts';

/** A host as it is named on the command line, or announces itself on the local network. */
export interface FoundHost {
  /** What the inventory calls it; of what was found, its host name without `.local`. */
  readonly name: string;
  /** A bare address, or a host name that leads to one. */
  readonly address: string;
}

/** As large as a fleet can be that is worth choosing from by hand. */
const mostHosts = 1000;
const mostAddresses = 16;
/** Some ten times what so many hosts have to say. */
const mostBytes = 4_000_000;

/** What the neighbours have answered so far: no more than is of use, and only what looks right. */
export class Heard {
  readonly #networks: readonly Cidr[];
  /** The host of each announced service, by the service's name; null where only its name is known. */
  readonly #services = new Map<string, string | null>();
  readonly #addresses = new Map<string, Set<string>>();
  #bytes = 0;

  /** The networks that this machine is on. */
  constructor(networks: readonly Cidr[]) {
    this.#networks = networks;
  }

  /** Returns whether that was enough: no sender can keep this machine busy for long. */
  packet(packet: Packet, from: Sender): boolean {
    const { type, answers = [], additionals = [] } = packet;
    // RFC 6762 11: from port 5353, and from this link. Zero is a goodbye.
    if (type === 'response' && from.port === 5353 && isNear(from.address, this.#networks)) {
      for (const record of [...answers, ...additionals]) if (record.ttl !== 0) this.#note(record);
    }
    return this.#count(from.size);
  }

  /** The same for a packet that cannot be decoded. */
  garbage(): boolean {
    return this.#count(mostBytes / 500);
  }

  /** What is still to be asked. Some responders give only what is asked for, word by word. */
  questions(): Question[] {
    const services = [...this.#services].flatMap(([name, host]) => (host === null ? name : []));
    const hosts = [...this.#services.values()].filter((host) => host !== null);
    const unknown = hosts.filter((host) => !this.#addresses.has(host));
    return [
      { type: 'PTR', name: sshServices },
      ...services.slice(0, 20).map((name) => ({ type: 'SRV', name }) as const),
      ...unknown.slice(0, 20).flatMap(addressQuestions),
    ];
  }

  /** By name; each host once, whatever it announces. */
  hosts(): readonly FoundHost[] {
    const names = new Set([...this.#services.values()].filter((host) => host !== null));
    const found = [...names].flatMap((name) => {
      const address = nearest([...(this.#addresses.get(name) ?? [])], this.#networks);
      return address === null ? [] : { name, address };
    });
    return found.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  #note({ type, name, data }: Spoken): void {
    const lower = name.toLowerCase();
    if (type === 'PTR' && lower === sshServices) this.#service(data, null);
    if (type === 'SRV') this.#service(lower, hostOf(targetOf(data)));
    if (type === 'A' || type === 'AAAA') this.#address(hostOf(lower), data);
  }

  #service(name: unknown, host: string | null): void {
    if (!isService(name)) return;
    const key = name.toLowerCase();
    if (this.#services.size < mostHosts || this.#services.has(key)) {
      this.#services.set(key, host ?? this.#services.get(key) ?? null);
    }
  }

  #address(host: string | null, text: unknown): void {
    if (host === null || typeof text !== 'string' || parseAddress(text) === null) return;
    const known = this.#addresses.get(host) ?? new Set();
    if (known.size < mostAddresses) known.add(text);
    if (this.#addresses.size < mostHosts) this.#addresses.set(host, known);
  }

  #count(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#bytes >= mostBytes;
  }
}
