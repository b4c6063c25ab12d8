export * from './ovn.ts';
export * from './switch.ts';
export * from './traffic.ts';
