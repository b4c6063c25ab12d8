export type Phase = 'reading' | 'writing' | 'verifying';

interface SignalCase {
  readonly signal: 'SIGINT' | 'SIGTERM';
  readonly phase: Phase;
  readonly exit: number;
  /** A write that has begun is seen through and verified on every node. */
  readonly written: boolean;
}

const phases: readonly Pick<SignalCase, 'phase' | 'written'>[] = [
  { phase: 'reading', written: false },
  { phase: 'writing', written: true },
  { phase: 'verifying', written: true },
];

/** Each signal at each phase of apply; interrupt.test.ts has the one while connecting. */
export const signals: readonly SignalCase[] = phases.flatMap((phase): SignalCase[] => [
  { ...phase, signal: 'SIGINT', exit: 130 },
  { ...phase, signal: 'SIGTERM', exit: 143 },
]);
