export type Phase = 'reading' | 'writing' | 'verifying' | 'disarming';

interface SignalCase {
  readonly signal: 'SIGINT' | 'SIGTERM';
  readonly phase: Phase;
  readonly exit: number;
  readonly result: 'interrupted' | 'rolled-back' | 'changed';
}

/** Each signal at each phase of apply; interrupt.test.ts has the one while connecting. */
export const signals: readonly SignalCase[] = [
  { phase: 'reading', signal: 'SIGINT', exit: 130, result: 'interrupted' },
  { phase: 'reading', signal: 'SIGTERM', exit: 143, result: 'interrupted' },
  ...(['writing', 'verifying'] as const).flatMap((phase) =>
    (['SIGINT', 'SIGTERM'] as const).map((signal): SignalCase => ({
      phase,
      signal,
      exit: 8,
      result: 'rolled-back',
    })),
  ),
  { phase: 'disarming', signal: 'SIGINT', exit: 10, result: 'changed' },
  { phase: 'disarming', signal: 'SIGTERM', exit: 10, result: 'changed' },
];
