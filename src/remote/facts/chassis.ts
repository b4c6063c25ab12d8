/**
 * The chassis name and where it stands, as ovn-controller(8) takes it: `-n NAME`, the override file,
 * `external_ids:system-id`; both null where nothing names one.
 */
export function identity(
  controllerArguments: string,
  override: string,
  systemId: string | undefined,
) {
  const candidates = [
    [argumentName(controllerArguments.split('\n')), 'ovn-controller -n'],
    [override.trim(), '/etc/ovn/system-id-override'],
    [systemId, 'external_ids:system-id'],
  ] as const;
  const [name = null, source = null] = candidates.find(([found]) => Boolean(found)) ?? [];
  return { systemId: name, systemIdSource: source };
}

function argumentName(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === '-n');
  return at === -1 ? words.find((word) => /^-n./.test(word))?.slice(2) : words[at + 1];
}
