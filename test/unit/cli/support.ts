import type { Context } from '../../../src/cli/context.ts';

/** What a command line has of a process, where nothing is there. */
export function contextOf(own: Partial<Context>): Context {
  const stream = { write: () => undefined, isTTY: false, columns: 80, hasColors: false };
  return {
    stdout: stream,
    stderr: stream,
    stdin: async function* () {},
    dialogue: null,
    version: '0',
    env: {},
    home: '/nonexistent',
    user: 'root',
    state: '/nonexistent',
    process: { pid: 1, host: 'localhost' },
    playbooks: '/nonexistent',
    interrupt: new AbortController().signal,
    told: () => undefined,
    connector: async () => {
      throw new Error('nobody is contacted');
    },
    ...own,
  };
}
