/** `ip -j addr show` of iproute2, as far as it is used; ip(8). */
export const ipAddressSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['ifname', 'flags', 'mtu', 'addr_info'],
    properties: {
      ifname: { type: 'string', minLength: 1, maxLength: 15 },
      flags: { type: 'array', items: { type: 'string' } },
      mtu: { type: 'integer', minimum: 0 },
      address: { type: 'string' },
      addr_info: {
        type: 'array',
        items: {
          type: 'object',
          required: ['family', 'local', 'prefixlen', 'scope'],
          properties: {
            family: { type: 'string' },
            local: { type: 'string' },
            prefixlen: { type: 'integer', minimum: 0, maximum: 128 },
            scope: { type: 'string' },
            tentative: { type: 'boolean' },
            dadfailed: { type: 'boolean' },
            deprecated: { type: 'boolean' },
            secondary: { type: 'boolean' },
          },
        },
      },
    },
  },
} as const;

/** `ip -j route get`, as far as it is used. */
export const ipRouteSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['dst'],
    properties: {
      dst: { type: 'string' },
      dev: { type: 'string', minLength: 1, maxLength: 15 },
    },
  },
} as const;

/** `ovs-vsctl --format=json list`: RFC 7047 values under headings. */
export const ovsTableSchema = {
  type: 'object',
  required: ['headings', 'data'],
  properties: {
    headings: { type: 'array', items: { type: 'string' } },
    data: { type: 'array', items: { type: 'array' } },
  },
} as const;

/** A reference of RFC 7047. */
export const uuidSchema = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: [{ const: 'uuid' }, { type: 'string', maxLength: 36 }],
  additionalItems: false,
} as const;

/** Far longer than any name or address, yet OVN publishes whatever text it is given. */
export const textSchema = { type: 'string', maxLength: 65536 } as const;

/** A map of RFC 7047 from strings to whole numbers: `["map", [["rx_packets", 7]]]`. */
export const ovsCountersSchema = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: [
    { const: 'map' },
    {
      type: 'array',
      items: {
        type: 'array',
        minItems: 2,
        maxItems: 2,
        items: [{ type: 'string' }, { type: 'integer' }],
        additionalItems: false,
      },
    },
  ],
  additionalItems: false,
} as const;

/** A map column of RFC 7047 with string keys and string values: `["map", [["k", "v"]]]`. */
export const ovsMapSchema = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: [
    { const: 'map' },
    {
      type: 'array',
      items: {
        type: 'array',
        minItems: 2,
        maxItems: 2,
        // Far longer than any key or value of OVN; a node may send megabytes.
        items: [
          { type: 'string', maxLength: 65536 },
          { type: 'string', maxLength: 65536 },
        ],
        additionalItems: false,
      },
    },
  ],
  additionalItems: false,
} as const;
