import { startLab } from '../lab/lab.ts';
import type { Fault } from './fault.ts';
import { round, type Round, type Stand } from './round.ts';
import { look, restore } from './world.ts';

/** A lab for one round after the other: a fresh one where the last round left a ruin, or another sort. */
export class Stands implements AsyncDisposable {
  readonly #root: string | undefined;
  #stand: Stand | null = null;

  constructor(root?: string) {
    this.#root = root;
  }

  /** Lets a run meet a fault; whatever is thrown on the way is wrong, too. */
  async meet(fault: Fault, chance: number): Promise<Round> {
    try {
      for (let tries = 0; tries < 5; tries += 1) {
        const result = await this.#meetOnce(fault, chance);
        if (result.struck || result.wrong.length > 0) return result;
      }
      throw new Error('no run came to this moment');
    } catch (error) {
      await this.#drop();
      const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { struck: false, wrong: ['the round did not come to its end'], seen };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#drop();
  }

  async #meetOnce(fault: Fault, chance: number): Promise<Round> {
    const result = await round(await this.#ready(fault), fault, chance);
    if (fault.destroys === true || result.wrong.length > 0) await this.#drop();
    return result;
  }

  async #ready({ southbound = 'tcp' }: Fault): Promise<Stand> {
    if (this.#stand?.southbound === southbound) {
      await restore(this.#stand.lab, this.#stand.before);
      return this.#stand;
    }
    await this.#drop();
    const root = this.#root === undefined ? {} : { root: this.#root };
    const lab = await startLab({ nodes: 3, uplink: true, southbound, ...root });
    this.#stand = { lab, southbound, before: await look(lab), rounds: 0 };
    return this.#stand;
  }

  async #drop(): Promise<void> {
    const stand = this.#stand;
    this.#stand = null;
    await stand?.lab.down();
  }
}

/** A fault with its moment, as people call it. */
export function titleOf({ name, at }: Fault): string {
  if (at === null) return name;
  const when = at === 'random' ? 'at any time' : `at ${at}`;
  return `${name}, ${when}`;
}
