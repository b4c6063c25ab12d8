// Who the members of a cluster are, as far as it is used: certificates and secrets are not.
import { synchronous } from '../facts/cluster-schemas.ts';
import { ovsMapSchema, uuidSchema } from '../facts/schemas.ts';
import { rowsSchema, uuidsSchema } from '../southbound/schemas.ts';

/** MicroCloud has room for 50 members. */
const most = 1000;

/** Longer than any name or address; what is odd in it is told later. */
const shortSchema = { type: 'string', maxLength: 1000 } as const;

const memberSchema = {
  type: 'object',
  required: ['name', 'address'],
  properties: { name: shortSchema, address: shortSchema },
} as const;

/** `cluster list --format json` of what is made with microcluster; with --local, too. */
export const clusterListSchema = { type: 'array', maxItems: most, items: memberSchema } as const;

/** `GET /core/1.0/cluster` of its socket. */
export const clusterAnswerSchema = synchronous(clusterListSchema);

/** `lxc cluster list --format json`. */
export const lxdMembersSchema = {
  type: 'array',
  maxItems: most,
  items: {
    type: 'object',
    required: ['server_name', 'url'],
    properties: { server_name: shortSchema, url: shortSchema },
  },
} as const;

/** What `ovsdb-client` prints of the transaction of question.ts (RFC 7047). */
export const ovnMembersSchema = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: [
    rowsSchema(
      {
        type: 'object',
        required: ['name', 'hostname', 'encaps', 'other_config'],
        properties: {
          name: shortSchema,
          hostname: shortSchema,
          encaps: uuidsSchema,
          other_config: ovsMapSchema,
        },
      },
      most,
    ),
    rowsSchema({
      type: 'object',
      required: ['_uuid', 'ip'],
      properties: { _uuid: uuidSchema, ip: shortSchema },
    }),
  ],
} as const;
