const text = { type: ['string', 'null'] } as const;

const system = {
  type: 'object',
  title: 'a map with the `name` of a system',
  description: 'One system; what MicroCloud says beside this is left alone.',
  examples: [{ name: 'micro01', ovn_underlay_ip: '198.19.0.11' }],
  properties: {
    name: { ...text, title: 'a host name', examples: ['micro01'] },
    address: { ...text, title: 'an IP address', examples: ['198.18.0.11'] },
    ovn_underlay_ip: { ...text, title: 'a bare IP address', examples: ['198.19.0.11'] },
    underlay_ip: {
      ...text,
      title: 'an IP address with its prefix length',
      examples: ['198.19.0.11/24'],
    },
  },
} as const;

/** The schema of a MicroCloud preseed, as far as it names nodes and underlay. */
export const preseedSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'a MicroCloud preseed',
  type: 'object',
  required: ['systems'],
  properties: {
    systems: {
      type: ['array', 'null'],
      title: 'a list of systems',
      examples: [[{ name: 'micro01' }]],
      items: system,
    },
  },
} as const;
