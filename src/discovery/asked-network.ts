import type { MulticastDNS } from 'multicast-dns';
import type { Heard } from './heard.ts';

/** One network of this machine, and what became of asking it. */
export class AskedNetwork {
  readonly #socket: MulticastDNS;
  readonly #heard: Heard;
  #failure: string | null = null;
  #closed = false;

  constructor(socket: MulticastDNS, heard: Heard) {
    this.#socket = socket;
    this.#heard = heard;
    socket.on('error', (error: NodeJS.ErrnoException) => this.#fail(error));
    socket.on('warning', () => this.#done(heard.garbage()));
    socket.on('packet', (packet, from) => this.#done(heard.packet(packet, from)));
  }

  /** Why it could not be asked; null: it was. */
  get failure(): string | null {
    return this.#failure;
  }

  ask(): void {
    if (this.#closed) return;
    this.#socket.query(this.#heard.questions(), (error) => {
      if (error !== null) this.#fail(error);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
  }

  #done(enough: boolean): void {
    if (enough) this.close();
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.#failure ??= reasons[error.code ?? ''] ?? error.message;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program keeps UDP port 5353 to itself',
  EPERM: 'a firewall on this machine forbids it',
  ENETUNREACH: 'no route for multicast',
};
