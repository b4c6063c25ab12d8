/**
 * What MicroOVN's daemon answers to `GET /core/1.0`, as its sources have it. No test can ask the
 * real one: it is a snap, and needs snapd, which no namespace of the lab has.
 */
export function coreAnswer(extensions: unknown, version = '24.03'): string {
  const address = '198.18.0.11:6443';
  return synchronous({ name: 'micro01', address, version, ready: true, extensions });
}

/** How a daemon of LXD's kind answers at once. */
export function synchronous(metadata: unknown): string {
  return JSON.stringify({
    type: 'sync',
    status: 'Success',
    status_code: 200,
    operation: '',
    error_code: 0,
    error: '',
    metadata,
  });
}

/** Those that microcluster itself has, and MicroOVN's one. */
export const internalExtensions = [
  'internal:runtime_extension_v1',
  'internal:rename_core_endpoints',
];
export const customEncapsulation = 'custom_encapsulation_ip';

/** `GET /1.0/services`: rows of `Service`, microovn/api/types/services.go of canonical/microovn, branches 22.03 to 26.03. */
export function servicesAnswer(
  members: readonly { readonly name: string; readonly services?: readonly string[] }[],
): string {
  const rows = members.flatMap(({ name: location, services = ['chassis', 'switch'] }) =>
    services.map((service) => ({ service, location })),
  );
  return synchronous(rows);
}
