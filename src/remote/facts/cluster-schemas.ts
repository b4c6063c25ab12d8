/**
 * `GET /core/1.0` of a daemon made with microcluster, as far as it is used. A single extension is a
 * bare string; a daemon of before there were any may say nothing of them.
 */
export const microclusterSchema = synchronous({
  type: 'object',
  required: ['version'],
  properties: {
    version: { type: 'string', minLength: 1, maxLength: 100 },
    extensions: {
      anyOf: [
        { type: 'string', maxLength: 200 },
        { type: 'array', maxItems: 1000, items: { type: 'string', maxLength: 200 } },
        { type: 'null' },
      ],
    },
  },
});

/** MicroOVN takes host names only (`ValidateFQDN`). */
export const memberName = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$',
} as const;

/** `GET /1.0/services` of MicroOVN: rows of `types.Service`. */
export const clusterServicesSchema = synchronous({
  type: 'array',
  maxItems: 100000,
  items: {
    type: 'object',
    required: ['service', 'location'],
    properties: {
      service: { type: 'string', maxLength: 100 },
      location: memberName,
    },
  },
});

/**
 * `lxc network list --format json`: rows of LXD's `api.Network`, as far as they are used. Without any, it
 * is null; before LXD 5.21.4 rows name no project. An MTU has 68 to 16384 bytes (`validate.IsNetworkMTU`).
 */
export const lxdNetworksSchema = {
  anyOf: [
    { type: 'null' },
    {
      type: 'array',
      maxItems: 10000,
      items: {
        type: 'object',
        required: ['name', 'type'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 255 },
          type: { type: 'string', maxLength: 100 },
          project: { type: 'string', maxLength: 255 },
          config: {
            type: ['object', 'null'],
            properties: {
              'bridge.mtu': { type: 'string', pattern: '^([1-9][0-9]{1,3}|1[0-6][0-9]{3})$' },
            },
          },
        },
      },
    },
  ],
} as const;

/** What a daemon of LXD's kind answers at once: `api.Response` with the type `sync`. */
export function synchronous<const Metadata extends object>(metadata: Metadata) {
  return {
    type: 'object',
    required: ['type', 'metadata'],
    properties: { type: { const: 'sync' }, metadata },
  } as const;
}
