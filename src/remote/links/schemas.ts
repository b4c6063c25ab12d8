/** `ip -j -d link show` of iproute2, as far as it is used; ip-link(8). */
export const ipLinkSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['ifname'],
    properties: {
      ifname: { type: 'string', minLength: 1, maxLength: 15 },
      link_type: { type: 'string' },
      linkinfo: { type: 'object', properties: { info_kind: { type: 'string' } } },
    },
  },
} as const;
